"""Buttons that belong to whoever asked, for ten minutes, and then say that their time is over."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable, Sequence
from typing import Any

import discord

from bot.discord_app import replies
from bot.discord_app.delivering import UNDELIVERED, respond_to
from bot.discord_app.told_errors import spoken

log = logging.getLogger(__name__)

#: For so long buttons do something, in seconds. An interaction's token, with which its message is edited, lasts 900.
LIFETIME = 600.0


class OwnView(discord.ui.View):
    """A message's buttons, for the member ``owner`` alone (None: for all who see them).

    ``over`` is said under the message when the time is over. A view is used up by `finish`.
    """

    def __init__(self, owner: int | None, over: str = "") -> None:
        super().__init__(timeout=LIFETIME)
        self._owner, self._over = owner, over
        self._ends = asyncio.get_running_loop().time() + LIFETIME
        self._message: discord.InteractionMessage | discord.WebhookMessage | None = None

    @property
    def late(self) -> bool:
        """Whether its time is over; each press of a button would else begin it anew."""
        return asyncio.get_running_loop().time() >= self._ends

    def shown_in(self, message: discord.InteractionMessage | discord.WebhookMessage) -> None:
        """Say which message the buttons are under."""
        self._message = message

    async def interaction_check(self, interaction: discord.Interaction[Any], /) -> bool:
        take(interaction)
        if self._owner is not None and interaction.user.id != self._owner:
            await respond_to(interaction, replies.NOT_YOURS, private=True)
            return False
        if self.late:
            await respond_to(interaction, replies.TOO_LATE, private=True)
            return False
        return True

    async def on_timeout(self) -> None:
        if self._message is None:
            return
        content = self._message.content
        note = f"\n-# {self._over}" if self._over and len(content) + len(self._over) < 1990 else ""
        try:
            await self._message.edit(content=content + note, view=None)
        except UNDELIVERED as error:
            log.info("buttons whose time is over stay where they are: %s", error)

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, item: Any, /) -> None:  # noqa: ARG002
        await tell_of_fault(interaction, error, "a button")


def take(interaction: discord.Interaction[Any]) -> None:
    """Note that a view or form of ours answers this; what nobody takes is stale (see `stale`)."""
    interaction.extras["taken"] = True


async def tell_of_fault(interaction: discord.Interaction[Any], error: BaseException, what: str) -> None:
    """Tell the member who waits why it was not done; a fault of ours is logged, and told with a reference to that."""
    text = spoken(error)
    if text is None:
        reference = new_reference()
        log.error("[%s] %s failed", reference, what, exc_info=error)
        text = replies.trouble(reference)
    if isinstance(error, discord.NotFound):  # the member waits no more: Discord has given up on this interaction
        return
    try:
        await respond_to(interaction, text, private=True)
    except UNDELIVERED as failed:
        log.warning("could not tell the member why %s failed: %s", what, failed)


def new_reference() -> str:
    """A short name for one failure: the member reads it, and the log has it beside the reason."""
    return secrets.token_hex(4)


class Action(discord.ui.Button[OwnView]):
    """A button that does what it is given to do."""

    def __init__(
        self,
        label: str,
        action: Callable[[discord.Interaction[Any]], Any],
        style: discord.ButtonStyle = discord.ButtonStyle.secondary,
        *,
        row: int | None = None,
    ) -> None:
        super().__init__(label=label, style=style, row=row)
        self._action = action

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await self._action(interaction)


class Pages(OwnView):
    """Turns the pages of a long list."""

    def __init__(self, owner: int, pages: Sequence[str]) -> None:
        super().__init__(owner, "The pages can be turned no more: ask again.")
        self._pages, self._at = pages, 0
        self._back = Action("Back", self._turn_back)
        self._on = Action("More", self._turn_on)
        if len(pages) > 1:
            self.add_item(self._back)
            self.add_item(self._on)
            self._mark()

    @property
    def text(self) -> str:
        """The page that is shown."""
        count = f"\n-# Page {self._at + 1} of {len(self._pages)}" if len(self._pages) > 1 else ""
        return self._pages[self._at] + count

    def _mark(self) -> None:
        self._back.disabled, self._on.disabled = self._at == 0, self._at == len(self._pages) - 1

    async def _turn_back(self, interaction: discord.Interaction[Any]) -> None:
        await self._turn(interaction, -1)

    async def _turn_on(self, interaction: discord.Interaction[Any]) -> None:
        await self._turn(interaction, 1)

    async def _turn(self, interaction: discord.Interaction[Any], by: int) -> None:
        self._at = min(max(self._at + by, 0), len(self._pages) - 1)
        self._mark()
        await interaction.response.edit_message(content=self.text, view=self)
