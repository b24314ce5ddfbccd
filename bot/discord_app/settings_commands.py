"""`/settings`: what a server chooses for itself."""

from __future__ import annotations

import discord
from discord import app_commands

from bot.curating.server_settings import MOST_DAYS, MOST_MINUTES, ServerSettings, change_settings, read_settings
from bot.discord_app import curating_texts as texts
from bot.discord_app.booth import Interaction
from bot.discord_app.delivering import respond_to, soon
from bot.discord_app.permissions import check_manager
from bot.facts.store import JSON, Layer


def settings_group() -> app_commands.Group:
    """The command and its parts."""
    group = app_commands.Group(
        name="settings",
        description="What this server has chosen for me",
        default_permissions=discord.Permissions(manage_guild=True),
    )

    @group.command(name="show", description="Show the settings of this server")
    async def show(interaction: Interaction) -> None:
        layer = check_manager(interaction)
        settings = await soon(interaction, interaction.client.desk.settings, layer, private=True)
        await _show(interaction, settings)

    @group.command(name="curators", description="Choose the role that may change facts beside those who manage")
    @app_commands.describe(role="The role; none if left out")
    async def curators(interaction: Interaction, role: discord.Role | None = None) -> None:
        if role is not None and role.is_default():
            await respond_to(interaction, "Everybody has that role: choose another one.", private=True)
            return
        await _change(interaction, {"curator_role": role.id if role else None})

    @group.command(name="audit", description="Choose the channel where every change is told")
    @app_commands.describe(channel="The channel; none if left out")
    async def audit(interaction: Interaction, channel: discord.TextChannel | None = None) -> None:
        if channel is not None and not channel.permissions_for(channel.guild.me).send_messages:
            await respond_to(interaction, f"I may not write in {channel.mention}: allow me that first.", private=True)
            return
        await _change(interaction, {"audit_channel": channel.id if channel else None})

    @group.command(name="channel", description="Have messages in a channel answered that are not addressed to me")
    @app_commands.describe(channel="The channel", answer="Whether they are answered")
    async def channel_(interaction: Interaction, channel: discord.TextChannel, answer: bool = True) -> None:
        layer = check_manager(interaction)

        def change() -> ServerSettings:
            store = interaction.client.curation.store
            others = [each for each in read_settings(store, layer).channels if each != channel.id]
            chosen: list[JSON] = [*others, *([channel.id] if answer else [])]
            return change_settings(store, layer, {"channels": chosen})

        await _changed(interaction, layer, await soon(interaction, change, private=True))

    @group.command(name="retention", description="Choose for how long questions without an answer are kept")
    @app_commands.describe(days="Days; 90 if left out")
    async def retention(interaction: Interaction, days: app_commands.Range[int, 1, MOST_DAYS] | None = None) -> None:
        await _change(interaction, {"gap_days": days})

    @group.command(name="conversation", description="Choose how long “and who wrote it?” can go on from a question")
    @app_commands.describe(minutes="Minutes since the last question; what whoever runs me has chosen if left out")
    async def conversation(
        interaction: Interaction, minutes: app_commands.Range[int, 1, MOST_MINUTES] | None = None
    ) -> None:
        await _change(interaction, {"conversation_minutes": minutes})

    return group


async def _change(interaction: Interaction, changes: dict[str, JSON]) -> None:
    layer = check_manager(interaction)
    store = interaction.client.curation.store
    settings = await soon(interaction, change_settings, store, layer, changes, private=True)
    await _changed(interaction, layer, settings)


async def _changed(interaction: Interaction, layer: Layer, settings: ServerSettings) -> None:
    interaction.client.desk.known.learn(layer, settings)
    await _show(interaction, settings)


async def _show(interaction: Interaction, settings: ServerSettings) -> None:
    client = interaction.client
    text = texts.settings(settings, client.desk.minutes, reads_messages=client.intents.message_content)
    await respond_to(interaction, text, private=True)
