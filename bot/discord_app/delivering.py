"""Sending replies so that a hiccup of Discord's loses none and doubles none."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeVar

import aiohttp
import discord

T = TypeVar("T")

#: A reply that failed so may not have arrived.
LOST = (discord.DiscordServerError, OSError, aiohttp.ClientError)

#: All that can go wrong with a reply on its way.
UNDELIVERED = (*LOST, discord.HTTPException)

#: Seconds to wait before each further attempt. discord.py repeats 500, 502, 504 and 429 itself, but not the rest.
PAUSES = (0.3, 1.0)

#: Seconds that work may take before a command says that it is at it: Discord gives up on a silent one after three.
SOON = 1.5

_ALREADY_ANSWERED = 40060


class Buttons(Protocol):
    """What stands under a message: it is told which one that is."""

    @property
    def children(self) -> Sequence[object]:
        """The buttons; without any, it is not shown."""

    def shown_in(self, message: discord.InteractionMessage | discord.WebhookMessage) -> None:
        """Say which message they are under."""


async def reply_to(message: discord.Message, text: str) -> None:
    """Reply to a message, also when it has been deleted meanwhile. It gets one reply, however often this is tried."""
    question = message.to_reference(fail_if_not_exists=False)

    async def send() -> None:
        # Discord drops a second message with the same nonce
        await message.channel.send(
            text, reference=question, mention_author=False, suppress_embeds=True, nonce=str(message.id)
        )

    await _persistently(send)


async def respond_to(
    interaction: discord.Interaction[Any],
    text: str,
    *,
    private: bool,
    view: Buttons | None = None,
    embed: discord.Embed | None = None,
    files: Sequence[tuple[str, bytes]] = (),
) -> None:
    """Answer a command or a button, or add to what it was answered. ``files`` are sent along, by name."""

    async def send() -> None:
        more: dict[str, Any] = {"ephemeral": private}
        if view is not None and view.children:
            more["view"] = view
        if embed is not None:
            more["embed"] = embed
        else:
            more["suppress_embeds"] = True
        if files:
            more["files"] = [as_file(name, data) for name, data in files]
        sent: discord.WebhookMessage | discord.InteractionMessage | None = None
        if interaction.response.is_done():
            sent = await interaction.followup.send(text, wait=True, **more)
        else:
            await interaction.response.send_message(text, **more)
            sent = await interaction.original_response() if "view" in more else None
        if sent is not None and view is not None:
            view.shown_in(sent)

    try:
        await _persistently(send)
    except discord.HTTPException as error:
        if error.code != _ALREADY_ANSWERED:
            raise


async def soon(interaction: discord.Interaction[Any], work: Callable[..., T], *arguments: object, private: bool) -> T:
    """What blocking `work` gives, done in a thread; where that takes long, the member sees that it is under way."""
    doing = asyncio.ensure_future(asyncio.to_thread(work, *arguments))
    done, _ = await asyncio.wait({doing}, timeout=SOON)
    if not done and not interaction.response.is_done():
        await interaction.response.defer(ephemeral=private, thinking=True)
    return await doing


def as_file(name: str, data: bytes) -> discord.File:
    """Some bytes as a file to send."""
    return discord.File(io.BytesIO(data), filename=name)


async def _persistently(send: Callable[[], Awaitable[None]]) -> None:
    """Send, and again when it may have been lost."""
    for pause in PAUSES:
        try:
            return await send()
        except LOST:
            await asyncio.sleep(pause)
    return await send()
