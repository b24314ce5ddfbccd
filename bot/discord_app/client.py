"""The Discord client: hears messages, answers those addressed to it, and owns up when that goes wrong."""

from __future__ import annotations

import asyncio
import logging
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
from bot.discord_app.auditing import Announcer
from bot.discord_app.booth import Booth, Interaction
from bot.discord_app.commands import add_commands
from bot.discord_app.curation import Curation
from bot.discord_app.delivering import UNDELIVERED, reply_to
from bot.discord_app.desk import Desk
from bot.discord_app.pacing import Pace, Pacing
from bot.discord_app.stale import answer_stale
from bot.discord_app.syncing import sync_commands
from bot.discord_app.uploads import Fetch, fetch
from bot.discord_app.views import new_reference, tell_of_fault
from bot.facts.store import SHARED, Layer

log = logging.getLogger(__name__)

#: What a person writes. Everything else (a member joined, a thread was made, ...) is Discord speaking.
_WRITTEN = (discord.MessageType.default, discord.MessageType.reply)


def intents(*, message_content: bool = False) -> discord.Intents:
    """The events that Booth needs; none of them privileged but what is said to others, where that is wanted."""
    needed = discord.Intents.none()
    needed.guilds = needed.guild_messages = needed.dm_messages = True
    needed.message_content = message_content
    return needed


class BoothClient(Booth):
    """Booth as a member of servers. `state` is a folder for what it may forget; ``fetch`` reads uploaded files.

    With ``message_content`` it can read what is not addressed to it, and answers that in the channels chosen for it.
    """

    def __init__(
        self,
        desk: Desk,
        curation: Curation,
        *,
        state: Path,
        api_base: str | None = None,
        message_content: bool = False,
        fetch: Fetch = fetch,
    ) -> None:
        super().__init__(
            intents=intents(message_content=message_content),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
        )
        self.desk, self.curation, self.fetch = desk, curation, fetch
        self.pacing = Pacing()
        self.tree = BoothTree(self)
        self._state = state
        self._api_base = api_base
        self._answering: set[asyncio.Task[Any]] = set()
        self._leaving = False
        self.was_ready = False
        self._announcer: Announcer | None = None
        add_commands(self.tree)

    async def setup_hook(self) -> None:
        """Once, after the log-in and before the gateway."""
        if self._api_base:
            where = await self.http.request(Route("GET", "/gateway"))
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(where["url"])
            log.info("DISCORD_API_BASE is set: talking to %s, gateway %s", self._api_base, where["url"])
        self.application_known = await self.application_info()
        self._announcer = Announcer(self)
        await sync_commands(self.tree, self._state)

    async def on_ready(self) -> None:
        self.was_ready = True
        log.info("%s is ready; servers: %d", self.user, len(self.guilds))

    async def on_message(self, message: discord.Message) -> None:
        if self.user is None or self._leaving:
            return
        incoming = _incoming(message, self.user.id)
        question = question_of(incoming, self.user.id)
        if question is None and self.intents.message_content and incoming.from_person and message.guild:
            answered = await self._answers_all_in(message.channel.id, Layer(message.guild.id))
            question = message.clean_content.strip() or None if answered else None
        if question is None or not await self._has_time_for(message):
            return
        task = asyncio.current_task()
        if task:
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        await reply_to(message, await asyncio.to_thread(self._text_for, question, message))

    async def _answers_all_in(self, channel: int, layer: Layer) -> bool:
        """Whether the server has chosen to have messages in this channel answered that are not addressed to the bot."""
        known = self.desk.known
        settings = known.fresh(layer)
        if settings is None:
            settings = await asyncio.to_thread(known.get, layer)
        return channel in settings.channels

    async def _has_time_for(self, message: discord.Message) -> bool:
        """Whether a question is to be answered; who asks too many is told so once."""
        pace = self.pacing.asks(message.author.id)
        if pace is Pace.TELL:
            await reply_to(message, replies.TOO_MANY)
        return pace is Pace.ANSWER

    def _text_for(self, question: str, message: discord.Message) -> str:
        layer = Layer(message.guild.id) if message.guild else SHARED
        if not question:
            return replies.short_help(self.desk.examples(layer))
        return replies.message_for(self.desk.answer(question, layer, message.channel.id, message.author.id))

    async def on_interaction(self, interaction: Interaction) -> None:
        await answer_stale(interaction)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - discord.py's
        """Called where an exception left a handler: log it, and tell the member who waits for an answer."""
        error, reference = _current_error(), new_reference()
        if isinstance(error, discord.Forbidden):
            log.info("not allowed to answer (%s): %s", event_method, error)
            return
        log.error("[%s] %s failed", reference, event_method, exc_info=error)
        message = args[0] if args else None
        # where a reply could not be sent, another one could not either
        if isinstance(message, discord.Message) and not isinstance(error, UNDELIVERED):
            try:
                await reply_to(message, replies.trouble(reference))
            except UNDELIVERED as failed:
                log.warning("[%s] could not tell the member: %s", reference, failed)

    async def close(self) -> None:
        if self._announcer is not None:
            self._announcer.stop()
            self._announcer = None
        await super().close()

    async def finish(self, patience: float) -> None:
        """Take no more questions, and wait a little for the answers under way."""
        self._leaving = True
        if self._answering:
            await asyncio.wait(set(self._answering), timeout=patience)


class BoothTree(app_commands.CommandTree[Booth]):
    """The commands, with errors that reach the member, and not more than a member can read."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Called before each command; what is offered while somebody types does not count."""
        asked = interaction.type is not discord.InteractionType.autocomplete
        if asked and interaction.client.pacing.asks(interaction.user.id) is not Pace.ANSWER:
            await interaction.response.send_message(replies.TOO_MANY, ephemeral=True)
            return False
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await tell_of_fault(interaction, cause, f"/{interaction.command.qualified_name if interaction.command else ''}")


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
