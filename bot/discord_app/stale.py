"""Buttons and forms that nobody here answers to any more: from before the last start, too old, or made up."""

from __future__ import annotations

from typing import Any

import discord

from bot.discord_app import replies
from bot.discord_app.delivering import respond_to
from bot.discord_app.modals import Form, hand_back
from bot.discord_app.views import OwnView


async def answer_stale(interaction: discord.Interaction[Any]) -> None:
    """Say so, where an interaction belongs to no view and no form; discord.py would pass it over in silence."""
    custom_id = str(dict(interaction.data or {}).get("custom_id", ""))
    if interaction.type is discord.InteractionType.component:
        view = OwnView.alive.get(custom_id)
        if view is None or view.is_finished():
            await respond_to(interaction, replies.TOO_LATE, private=True)
    elif interaction.type is discord.InteractionType.modal_submit:
        form = Form.alive.get(custom_id)
        if form is None or form.is_finished():
            await hand_back(interaction)
