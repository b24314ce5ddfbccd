"""Sending replies so that a hiccup of Discord's loses none and doubles none."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import aiohttp
import discord

#: A reply that failed so may not have arrived.
LOST = (discord.DiscordServerError, OSError, aiohttp.ClientError)

#: Seconds to wait before each further attempt. discord.py repeats 500, 502, 504 and 429 itself, but not the rest.
PAUSES = (0.3, 1.0)

_ALREADY_ANSWERED = 40060


async def reply_to(message: discord.Message, text: str) -> None:
    """Reply to a message, also when it has been deleted meanwhile. It gets one reply, however often this is tried."""
    question = message.to_reference(fail_if_not_exists=False)

    async def send() -> None:
        # Discord drops a second message with the same nonce
        await message.channel.send(
            text, reference=question, mention_author=False, suppress_embeds=True, nonce=str(message.id)
        )

    await _persistently(send)


async def respond_to(interaction: discord.Interaction[discord.Client], text: str, *, private: bool) -> None:
    """Answer a command, or add to what it was answered."""

    async def send() -> None:
        if interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=private, suppress_embeds=True)
        else:
            await interaction.response.send_message(text, ephemeral=private, suppress_embeds=True)

    try:
        await _persistently(send)
    except discord.HTTPException as error:
        if error.code != _ALREADY_ANSWERED:
            raise


async def _persistently(send: Callable[[], Awaitable[None]]) -> None:
    """Send, and again when it may have been lost."""
    for pause in PAUSES:
        try:
            return await send()
        except LOST:
            await asyncio.sleep(pause)
    return await send()
