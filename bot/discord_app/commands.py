"""The slash commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.discord_app import replies
from bot.discord_app.delivering import respond_to
from bot.discord_app.desk import Desk

if TYPE_CHECKING:
    from bot.discord_app.client import BoothClient

Interaction = discord.Interaction["BoothClient"]


def add_commands(tree: app_commands.CommandTree[BoothClient], desk: Desk) -> None:
    """Give the tree all the commands: for servers, direct messages, and members who bring Booth along."""

    @tree.command(name="ask", description="Ask a question about films")
    @app_commands.describe(question="Your question, in your own words", private="Show the answer to you alone")
    async def ask(interaction: Interaction, question: str, private: bool = False) -> None:
        answer = desk.answer(question, interaction.channel_id or 0, interaction.user.id)
        await respond_to(interaction, replies.message_for(answer), private=private)

    @tree.command(name="help", description="What you can ask, and how")
    async def help_(interaction: Interaction) -> None:
        name = interaction.client.user.name if interaction.client.user else "Booth"
        await respond_to(interaction, replies.help_message(desk.examples(), name), private=True)

    for command in (ask, help_):
        app_commands.allowed_installs(guilds=True, users=True)(command)
        app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)(command)
