"""Telling of a change: to the channel that the server chose for that, and to the members who follow what changed."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import discord

from bot.curating.following import Following
from bot.curating.proposal import Proposal
from bot.discord_app.delivering import UNDELIVERED, as_file
from bot.discord_app.escaping import escape_line
from bot.discord_app.fitting import fit
from bot.facts.store import Layer, Revision, StoreError

if TYPE_CHECKING:
    from bot.discord_app.client import BoothClient

log = logging.getLogger(__name__)


async def announce(interaction: discord.Interaction[BoothClient], revision: Revision, proposal: Proposal) -> None:
    """Post a change where the server wants it, and tell its followers. The change stands, whatever becomes of this."""
    if interaction.guild_id is None:
        return
    layer = Layer(interaction.guild_id)
    try:
        settings = await asyncio.to_thread(interaction.client.desk.settings, layer)
        changed: dict[str, list[str]] = {}
        for change in proposal.changes:
            changed.setdefault(change.entity, []).append(str(change))
        heard = await asyncio.to_thread(Following(interaction.client.curation.store, layer).hearing, changed)
    except StoreError as error:
        log.warning("revision %d could not be told of: %s", revision.number, error)
        return
    if settings.audit_channel:
        await _post(interaction.client, settings.audit_channel, layer, revision, proposal)
    for each in heard:
        if each.member != interaction.user.id:
            await tell_member(interaction.client, each.member, "\n".join(escape_line(line) for line in each.lines))


async def _post(client: BoothClient, channel_id: int, layer: Layer, revision: Revision, proposal: Proposal) -> None:
    """The audit post: who, what, and the old and new text of each file."""
    channel = client.get_channel(channel_id)
    if not isinstance(channel, discord.TextChannel | discord.Thread):
        log.info("the audit channel %d is gone", channel_id)
        return
    if channel.guild.id != layer.server:  # a server's facts are told in that server
        return
    told = "\n".join(f"- {escape_line(str(change))}" for change in proposal.changes)
    text = fit(f"**Revision {revision.number}** by {escape_line(revision.who)}\n{told}")
    files = []
    for change in revision.files[:4]:
        stem = change.name.rsplit("/", 1)[-1].removesuffix(".yaml")
        files += [as_file(f"{stem}.{which}.yaml", data) for which, data in _texts(change.before, change.after)]
    try:
        await channel.send(text, files=files, suppress_embeds=True)
    except UNDELIVERED as error:
        log.info("revision %d could not be posted in the audit channel: %s", revision.number, error)


def _texts(before: bytes | None, after: bytes | None) -> list[tuple[str, bytes]]:
    return [(which, data) for which, data in (("old", before), ("new", after)) if data]


async def tell_member(client: BoothClient, member: int, text: str) -> bool:
    """Write to a member; whether they can be written to."""
    try:
        user = client.get_user(member) or await client.fetch_user(member)
        await user.send(fit(text), suppress_embeds=True)
    except UNDELIVERED as error:
        log.info("a member could not be written to: %s", error)
        return False
    return True
