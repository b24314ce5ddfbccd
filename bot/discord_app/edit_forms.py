"""`/facts edit`: all that is said of something as text in a form. What was typed is never lost."""

from __future__ import annotations

from functools import partial

import discord

from bot.curating.editing import Clashed
from bot.curating.edits import EditEntity
from bot.curating.proposal import CannotPropose
from bot.discord_app import curating_texts as texts
from bot.discord_app.booth import Interaction
from bot.discord_app.delivering import respond_to
from bot.discord_app.fitting import length
from bot.discord_app.modals import FIELD, FIELDS, Form
from bot.discord_app.permissions import Denied
from bot.discord_app.previews import YOUR_TEXT, propose
from bot.discord_app.views import Action, OwnView
from bot.facts.store import StoreError

_OVER = "Ten minutes are over: your text is in the file above."


class TooLong(Denied):
    """A text does not fit a form."""


def edit_form(entity: str, text: str, base: str, *, shared: bool) -> Form:
    """All that is said of an entity, to be edited; ``base`` is what was shown at first. Raises TooLong."""
    parts = _parts(text)
    if len(parts) > FIELDS:
        raise TooLong(
            "That is too long for a form of Discord's: `/facts export` gives the file, `/facts import` takes it back."
        )
    several = len(parts) > 1
    fields = {f"Facts, part {n} of {len(parts)}" if several else "Facts": part for n, part in enumerate(parts, start=1)}

    async def filled(interaction: Interaction, values: list[str]) -> None:
        await _edited(interaction, entity, "\n".join(values) if several else values[0], base, shared=shared)

    return Form(f"Edit {entity}", fields, filled, long=True)


async def _edited(interaction: Interaction, entity: str, text: str, base: str, *, shared: bool) -> None:
    """Show what the new text would do; or what is wrong with it, with the text to be gone on with."""
    edited = partial(_edited, entity=entity, shared=shared)
    view = OwnView(interaction.user.id, _OVER)
    try:
        again = partial(edited, text=text, base=base)
        await propose(interaction, EditEntity(entity, text, base), shared=shared, again=again)
        return
    except Clashed as clash:
        told, further, now = texts.cannot(clash), clash.mine, clash.now
        view.add_item(Action("Take mine", partial(edited, text=clash.mine, base=now), discord.ButtonStyle.primary))
        view.add_item(Action("Keep theirs", partial(edited, text=clash.theirs, base=now)))
    except CannotPropose as error:
        told, further, now = texts.cannot(error), text, base
    except (Denied, StoreError) as error:
        told, further, now = f"{error}\n-# Nothing was changed.", text, base

    async def edit_again(pressed: Interaction) -> None:
        await pressed.response.send_modal(edit_form(entity, further, now, shared=shared))

    view.add_item(Action("Edit again", edit_again))
    files = [(YOUR_TEXT, text.encode(errors="replace"))]
    await respond_to(interaction, told, private=True, view=view, files=files)


def _parts(text: str) -> list[str]:
    """A text in pieces that each fit a field, cut between lines."""
    parts = [""]
    for line in text.rstrip("\n").split("\n"):
        if length(line) > FIELD:
            raise TooLong("A line of that file is too long for a form: `/facts export` and `/facts import` take it.")
        joined = f"{parts[-1]}\n{line}" if parts[-1] else line
        if length(joined) > FIELD:
            parts.append(line)
        else:
            parts[-1] = joined
    return parts
