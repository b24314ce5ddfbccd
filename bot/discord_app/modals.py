"""Forms. Each has an id that nobody can guess, and what was typed into it is never lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from functools import partial
from typing import Any

import discord

from bot.curating.proposal import CannotPropose
from bot.discord_app import curating_texts as texts
from bot.discord_app.booth import Interaction
from bot.discord_app.delivering import respond_to
from bot.discord_app.fitting import fit
from bot.discord_app.views import Action, OwnView, take, tell_of_fault

Pressed = Callable[[Interaction], Awaitable[None]]
Filled = Callable[[Interaction, list[str]], Awaitable[None]]

#: What one field of a form takes, and how many fields a form has: Discord's limits.
FIELD, FIELDS = 4000, 5
#: Seconds that a form may lie open. Discord's own client keeps it longer; what comes in later is handed back.
_OPEN = 3600.0


class TryAgain(Exception):  # noqa: N818 - it is called so wherever it is told of
    """What was typed into a form is not right yet; the message says why, and is shown as it is."""


class Form(discord.ui.Modal):
    """Fields to fill in: a label for each, with what stands there at first."""

    def __init__(
        self,
        title: str,
        fields: Mapping[str, str],
        filled: Filled,
        *,
        long: bool = False,
        limit: int = FIELD,
        optional: Collection[str] = (),
    ) -> None:
        super().__init__(title=fit(title, 45), timeout=_OPEN)
        self._again = partial(Form, title, filled=filled, long=long, limit=limit, optional=optional)
        self._labels = list(fields)
        style = discord.TextStyle.paragraph if long else discord.TextStyle.short
        self._filled = filled
        self._inputs = [
            discord.ui.TextInput[Form](
                style=style, default=text or None, max_length=limit, required=not long and label not in optional
            )
            for label, text in fields.items()
        ]
        for label, field in zip(fields, self._inputs, strict=True):
            self.add_item(discord.ui.Label(text=fit(label, 45), component=field))

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        take(interaction)
        return True

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        typed = [field.value for field in self._inputs]
        try:
            await self._filled(interaction, typed)
        except (CannotPropose, TryAgain) as error:
            await self._offer_again(interaction, error, dict(zip(self._labels, typed, strict=True)))

    async def _offer_again(
        self, interaction: Interaction, error: CannotPropose | TryAgain, typed: Mapping[str, str]
    ) -> None:
        """Say what is wrong, with a button that opens the form with what was typed."""
        told = texts.cannot(error) if isinstance(error, CannotPropose) else str(error)
        view = OwnView(interaction.user.id, "Ten minutes are over: begin anew.")

        async def try_again(pressed: Interaction) -> None:
            await pressed.response.send_modal(self._again(fields=typed))

        view.add_item(Action("Try again", try_again, discord.ButtonStyle.primary))
        await respond_to(interaction, told, private=True, view=view)

    async def on_error(  # type: ignore[override]  # discord.py's own modals have no item here
        self, interaction: discord.Interaction[Any], error: Exception, /
    ) -> None:
        await tell_of_fault(interaction, error, "a form")


async def hand_back(interaction: discord.Interaction[Any]) -> None:
    """Give back what was typed into a form that is not known here any more."""
    data: Any = interaction.data or {}
    typed = "\n".join(_typed(data.get("components", [])))
    await respond_to(
        interaction,
        "That form is from before my last start, or too old: nothing was changed. Here is what you had typed.",
        private=True,
        files=[("your-text.txt", typed.encode(errors="replace") or b"\n")],
    )


def _typed(components: Any) -> list[str]:
    found = []
    for component in components:
        inner = [*component.get("components", []), *([component["component"]] if "component" in component else [])]
        found += [str(component["value"])] if "value" in component else []
        found += _typed(inner)
    return found
