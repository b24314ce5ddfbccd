"""Where an answer comes from, a button away from it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot.discord_app import replies
from bot.discord_app.delivering import respond_to
from bot.discord_app.views import Action, OwnView


class Sources(OwnView):
    """A button that shows the sources, to whoever presses it alone."""

    def __init__(self, sources: Sequence[str]) -> None:
        super().__init__(None)
        self._sources = sources
        if any(source.strip() for source in sources):
            self.add_item(Action("Sources", self._show))

    async def _show(self, interaction: discord.Interaction[Any]) -> None:
        await respond_to(interaction, replies.sources_message(self._sources), private=True)
