"""Who may change what, by the newest interaction: checked when a command comes in, and again when something is written.

The server is the one that the interaction comes from: never one that an option or a button names.
"""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from bot.curating.server_settings import ServerSettings
from bot.discord_app.booth import Interaction
from bot.discord_app.delivering import soon
from bot.discord_app.escaping import escape_line
from bot.facts.store import SHARED, Layer

#: What the history says of where a change was made.
ON_DISCORD = "Discord"

ONLY_IN_SERVERS = "This works in a server: facts belong to a server and its curators."
NOT_A_CURATOR = (
    "The facts of this server are changed by those who may manage the server, and by the role that `/settings` names "
    "for it. You can propose a fact with `/facts suggest`."
)
NOT_A_MANAGER = "Only those who may manage the server change its settings."
NOT_THE_OPERATOR = "The facts that all servers share are changed by whoever runs this bot, and nobody else."


class Denied(Exception):  # noqa: N818 - it is called so wherever it is told of
    """A member may not do that, or not there; the message says who may, or where."""


def layer_of(interaction: discord.Interaction[Any]) -> Layer:
    """What is seen where the interaction comes from: the server's facts, or those that all share."""
    return Layer(interaction.guild_id) if interaction.guild_id else SHARED


def server_of(interaction: discord.Interaction[Any]) -> str:
    """What the server that the interaction comes from is called, for who reads of it elsewhere."""
    return escape_line(interaction.guild.name) if interaction.guild else "that server"


def may_manage(interaction: discord.Interaction[Any]) -> bool:
    """Whether the member may manage the server that the interaction comes from."""
    return interaction.guild_id is not None and interaction.permissions.manage_guild


def may_curate(interaction: discord.Interaction[Any], settings: ServerSettings) -> bool:
    """Whether the member may change the facts of the server that the interaction comes from."""
    if interaction.guild_id is None or not isinstance(interaction.user, discord.Member):
        return False
    return may_manage(interaction) or any(role.id == settings.curator_role for role in interaction.user.roles)


def runs_the_bot(interaction: discord.Interaction[Any], application: discord.AppInfo | None) -> bool:
    """Whether the member owns the application, or belongs to the team that does."""
    if application is None:
        return False
    if application.team is None:
        return interaction.user.id == application.owner.id
    accepted = discord.TeamMembershipState.accepted
    return any(m.id == interaction.user.id and m.membership_state is accepted for m in application.team.members)


async def layer_to_change(interaction: Interaction, *, shared: bool = False, form: bool = False) -> Layer:
    """The layer that the member may change, as of now. Raises Denied.

    Where a ``form`` is to be the answer, nothing else may be answered before it, however long this takes.
    """
    if shared:
        if not runs_the_bot(interaction, await interaction.client.application_info()):
            raise Denied(NOT_THE_OPERATOR)
        return SHARED
    if interaction.guild_id is None:
        raise Denied(ONLY_IN_SERVERS)
    layer = Layer(interaction.guild_id)
    look_up = interaction.client.desk.settings
    looking = asyncio.to_thread(look_up, layer) if form else soon(interaction, look_up, layer, private=True)
    settings = await looking
    if not may_curate(interaction, settings):
        raise Denied(NOT_A_CURATOR)
    return layer


def check_manager(interaction: discord.Interaction[Any]) -> Layer:
    """The server whose settings the member may change. Raises Denied."""
    if interaction.guild_id is None:
        raise Denied(ONLY_IN_SERVERS)
    if not may_manage(interaction):
        raise Denied(NOT_A_MANAGER)
    return Layer(interaction.guild_id)


def author_of(interaction: discord.Interaction[Any]) -> tuple[str, str]:
    """Who changes something, and where, for the history."""
    return f"{interaction.user.name} ({interaction.user.id})", f"{ON_DISCORD}, channel {interaction.channel_id}"
