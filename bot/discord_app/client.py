"""The Discord client: hears messages, answers those addressed to it, and owns up when that goes wrong."""

from __future__ import annotations

import asyncio
import logging
import secrets
import sys
from pathlib import Path
from typing import Any

import discord
import yarl
from discord import app_commands
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.discord_app import replies
from bot.discord_app.addressing import Incoming, question_of
from bot.discord_app.commands import add_commands
from bot.discord_app.delivering import LOST, reply_to, respond_to
from bot.discord_app.desk import Desk
from bot.discord_app.syncing import sync_commands

log = logging.getLogger(__name__)

_UNDELIVERED = (*LOST, discord.HTTPException)

#: What a person writes. Everything else (a member joined, a thread was made, ...) is Discord speaking.
_WRITTEN = (discord.MessageType.default, discord.MessageType.reply)


def intents() -> discord.Intents:
    """The events that Booth needs; none of them privileged."""
    needed = discord.Intents.none()
    needed.guilds = needed.guild_messages = needed.dm_messages = True
    return needed


class BoothClient(discord.Client):
    """Booth as a member of servers. `state` is a folder for what it may forget."""

    def __init__(self, desk: Desk, *, state: Path, api_base: str | None = None) -> None:
        super().__init__(intents=intents(), allowed_mentions=discord.AllowedMentions.none(), max_messages=None)
        self.desk = desk
        self.tree = BoothTree(self)
        self._state = state
        self._api_base = api_base
        self._answering: set[asyncio.Task[Any]] = set()
        self._leaving = False
        self.was_ready = False
        add_commands(self.tree, desk)

    async def setup_hook(self) -> None:
        """Once, after the log-in and before the gateway."""
        if self._api_base:
            where = await self.http.request(Route("GET", "/gateway"))
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(where["url"])
            log.info("DISCORD_API_BASE is set: talking to %s, gateway %s", self._api_base, where["url"])
        await sync_commands(self.tree, self._state)

    async def on_ready(self) -> None:
        self.was_ready = True
        log.info("%s is ready; servers: %d", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message) -> None:
        if self.user is None or self._leaving:
            return
        question = question_of(_incoming(message, self.user.id), self.user.id)
        if question is None:
            return
        task = asyncio.current_task()
        if task:
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        await reply_to(message, self._text_for(question, message))

    def _text_for(self, question: str, message: discord.Message) -> str:
        if not question:
            return replies.short_help(self.desk.examples())
        return replies.message_for(self.desk.answer(question, message.channel.id, message.author.id))

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - discord.py's
        """Called where an exception left a handler: log it, and tell the member who waits for an answer."""
        error, reference = _current_error(), new_reference()
        if isinstance(error, discord.Forbidden):
            log.info("not allowed to answer (%s): %s", event_method, error)
            return
        log.error("[%s] %s failed", reference, event_method, exc_info=error)
        message = args[0] if args else None
        # where a reply could not be sent, another one could not either
        if isinstance(message, discord.Message) and not isinstance(error, _UNDELIVERED):
            try:
                await reply_to(message, replies.trouble(reference))
            except _UNDELIVERED as failed:
                log.warning("[%s] could not tell the member: %s", reference, failed)

    async def finish(self, patience: float) -> None:
        """Take no more questions, and wait a little for the answers under way."""
        self._leaving = True
        if self._answering:
            await asyncio.wait(set(self._answering), timeout=patience)


class BoothTree(app_commands.CommandTree[BoothClient]):
    """The commands, with errors that reach the member."""

    async def on_error(
        self, interaction: discord.Interaction[BoothClient], error: app_commands.AppCommandError, /
    ) -> None:
        reference = new_reference()
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        log.error("[%s] /%s failed", reference, interaction.command and interaction.command.name, exc_info=cause)
        if isinstance(cause, discord.NotFound):  # the member waits no more: Discord has given up on this interaction
            return
        try:
            await respond_to(interaction, replies.trouble(reference), private=True)
        except _UNDELIVERED as failed:
            log.warning("[%s] could not tell the member: %s", reference, failed)


def new_reference() -> str:
    """A short name for one failure: the member reads it, and the log has it beside the reason."""
    return secrets.token_hex(4)


def _current_error() -> BaseException | None:
    """The exception being handled; discord.py calls on_error from its except block."""
    return sys.exc_info()[1]


def _incoming(message: discord.Message, us: int) -> Incoming:
    return Incoming(
        content=message.content,
        from_person=not message.author.bot
        and message.webhook_id is None
        and message.author.id != us
        and message.type in _WRITTEN,
        is_direct=message.guild is None,
        # A reply to somebody else pings us only by name, in its text: then the text says so.
        replies_to_us=message.type is discord.MessageType.reply and any(user.id == us for user in message.mentions),
        users={user.id: user.display_name for user in message.mentions},
        roles={role.id: role.name for role in message.role_mentions},
        channels={channel.id: channel.name for channel in message.channel_mentions},
    )
