"""Telling of a change: in the channel that the server chose for that, and to the members who follow what changed.

Whoever makes it: a curator on Discord, somebody in the terminal or an editor, another process. See `Announcer`.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable

import discord

from bot.curating.following import Following
from bot.curating.proposal import FactChange
from bot.discord_app.booth import Booth
from bot.discord_app.delivering import UNDELIVERED, as_file
from bot.discord_app.escaping import escape_line
from bot.discord_app.fitting import MESSAGE_LIMIT, fit
from bot.discord_app.permissions import ON_DISCORD
from bot.facts.store import SHARED, Layer, Revision, StoreError

log = logging.getLogger(__name__)

_MOST_FILES = 4  # of a revision, each old and new: Discord takes ten attachments

_TOO_LARGE = "\n-# The texts are too large for Discord: `/facts export` gives the file."


class Announcer:
    """Hears of every change from the store, and has those told that were not made on Discord, which tells its own."""

    def __init__(self, client: Booth) -> None:
        self._client = client
        self._loop = asyncio.get_running_loop()
        self._telling: set[asyncio.Task[None]] = set()
        self.stop: Callable[[], None] = client.curation.store.watch(self._heard)

    def _heard(self, revision: Revision) -> None:
        """What the store calls, in a thread of its own."""
        if not revision.where.startswith(ON_DISCORD) and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._begin, revision)

    def _begin(self, revision: Revision) -> None:
        task = self._loop.create_task(announce(self._client, revision))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)


async def announce(client: Booth, revision: Revision, by: int = 0) -> None:
    """Post a change where its server wants it, and tell its followers, but not the member ``by`` whom it is.

    The change stands, whatever becomes of this. Of the shared facts the followers in every server hear.
    """
    try:
        changes, layers = await asyncio.to_thread(_what_changed, client, revision)
        for layer in layers:
            await _tell_followers(client, layer, changes, by)
        settings = await asyncio.to_thread(client.desk.settings, revision.layer)
    except (StoreError, OSError, sqlite3.Error) as error:
        log.warning("revision %d of %s could not be told of: %s", revision.number, revision.layer, error)
        return
    if settings.audit_channel:
        await _post(client, settings.audit_channel, revision, changes)


def _what_changed(client: Booth, revision: Revision) -> tuple[tuple[FactChange, ...], tuple[Layer, ...]]:
    """The changes of a revision, and the layers whose members see them."""
    changes = client.curation.library.changes(revision)
    everywhere = revision.layer == SHARED
    return changes, tuple(client.curation.store.layers()) if everywhere else (revision.layer,)


async def _tell_followers(client: Booth, layer: Layer, changes: tuple[FactChange, ...], by: int) -> None:
    changed: dict[str, list[str]] = {}
    for change in changes:
        changed.setdefault(change.entity, []).append(str(change))
    server = client.get_guild(layer.server)
    heading = f"In {escape_line(server.name)}:\n" if server else ""
    for each in await asyncio.to_thread(Following(client.curation.store, layer).hearing, changed):
        if each.member != by:
            await tell_member(client, each.member, heading + "\n".join(escape_line(line) for line in each.lines))


async def _post(client: Booth, channel_id: int, revision: Revision, changes: tuple[FactChange, ...]) -> None:
    """The audit post: who, what, and the old and new text of each file."""
    channel = client.get_channel(channel_id)
    if not isinstance(channel, discord.TextChannel | discord.Thread) or channel.guild.id != revision.layer.server:
        log.info("the audit channel %d is gone", channel_id)
        return
    told = "\n".join(f"- {escape_line(str(change))}" for change in changes)
    texts = [
        (f"{change.name.rsplit('/', 1)[-1].rpartition('.')[0]}.{which}.yaml", data)
        for change in revision.files[:_MOST_FILES]
        for which, data in (("old", change.before), ("new", change.after))
        if data
    ]
    if too_large := sum(len(data) for _, data in texts) > channel.guild.filesize_limit:
        texts = []
    text = fit(
        f"**Revision {revision.number}** by {escape_line(revision.who)}\n{told}", MESSAGE_LIMIT - len(_TOO_LARGE)
    )
    files = [as_file(name, data) for name, data in texts]
    try:
        await channel.send(text + _TOO_LARGE * too_large, files=files, suppress_embeds=True)
    except UNDELIVERED as error:
        log.info("revision %d of %s could not be posted: %s", revision.number, revision.layer, error)


async def tell_member(client: Booth, member: int, text: str) -> bool:
    """Write to a member; whether they can be written to."""
    try:
        user = client.get_user(member) or await client.fetch_user(member)
        await user.send(fit(text), suppress_embeds=True)
    except UNDELIVERED as error:
        log.info("a member could not be written to: %s", error)
        return False
    return True
