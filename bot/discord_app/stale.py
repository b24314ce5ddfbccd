"""Buttons and forms that nobody here answers to any more: from before the last start, too old, or made up."""

from __future__ import annotations

from typing import Any

import discord

from bot.discord_app import replies
from bot.discord_app.delivering import respond_to
from bot.discord_app.modals import hand_back


async def answer_stale(interaction: discord.Interaction[Any]) -> None:
    """Say so, where an interaction belongs to no view and no form; discord.py would pass it over in silence.

    It is told of an interaction after the views and forms, which note what they take.
    """
    if interaction.extras.get("taken"):
        return
    if interaction.type is discord.InteractionType.component:
        await respond_to(interaction, replies.TOO_LATE, private=True)
    elif interaction.type is discord.InteractionType.modal_submit:
        await hand_back(interaction)
