"""Runs the client as a process: connects, tries again when that fails, and stops cleanly when told to."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import signal
from collections.abc import Callable

import aiohttp
import discord
from discord.http import Route

from bot.curating.library import Library
from bot.discord_app.client import BoothClient
from bot.discord_app.curation import Curation
from bot.discord_app.desk import AnsweringDesk
from bot.discord_app.logs import set_up_logging
from bot.language.conversation import Conversations
from bot.settings import Settings

log = logging.getLogger(__name__)

#: Discord closes the gateway with these when trying again would not help.
FINAL_CLOSE_CODES = {
    4004: "Discord does not accept the token: check DISCORD_TOKEN",
    4010: "Discord refused the shard number",
    4011: "the bot is in so many servers that Discord wants it to run in shards, which Booth does not do yet",
    4012: "Discord no longer speaks this version of its gateway: update discord.py",
    4013: "Discord does not know an intent that was asked for: update discord.py",
    4014: "Discord does not allow an intent that was asked for: allow the message content intent in its developer "
    "portal, or leave BOOTH_MESSAGE_CONTENT out",
}
#: What goes wrong between here and Discord, and may go right the next time.
_PASSING = (OSError, aiohttp.ClientError, asyncio.TimeoutError, discord.HTTPException, discord.GatewayNotFound)
_PATIENCE = 2.0  # seconds for each of the three steps of closing
_LONGEST_PAUSE = 60.0


class FinalError(Exception):
    """A reason to give up that a person has to look into."""


def serve(library: Library, settings: Settings) -> int:
    """Run the bot in this process, until it is told to stop; the process's exit code."""
    token = settings.discord_token or ""
    set_up_logging(token)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # Booth does not speak

    desk = AnsweringDesk(library, Conversations(ttl=settings.conversation_minutes * 60))

    def make_client() -> BoothClient:
        return BoothClient(
            desk,
            Curation(library),
            state=settings.cache,
            api_base=settings.discord_api_base,
            message_content=settings.message_content,
        )

    return asyncio.run(run(make_client, token, settings.discord_api_base))


async def run(make_client: Callable[[], BoothClient], token: str, api_base: str | None = None) -> int:
    """Run until SIGTERM or SIGINT; the process's exit code. Each attempt to connect gets a client of its own."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if api_base:
        Route.BASE = api_base
    try:
        await _keep_connected(make_client, token, stop)
    except FinalError as error:
        log.error("%s.", error)
        return 1
    except Exception:  # logged here, where tokens are taken out of the traceback
        log.exception("stopped by a fault of Booth's own")
        return 1
    log.info("stopped")
    return 0


async def _keep_connected(make_client: Callable[[], BoothClient], token: str, stop: asyncio.Event) -> None:
    attempt = 0
    while not stop.is_set():
        client = make_client()
        try:
            await _connect_until(stop, client, token)
        except _PASSING as error:
            log.warning("cannot reach Discord: %s", describe(error))
        if client.was_ready:
            attempt = 0
        await _pause(stop, attempt)
        attempt += 1


async def _connect_until(stop: asyncio.Event, client: BoothClient, token: str) -> None:
    """Connect and stay so until told to stop, or until the connection fails for good."""
    running = asyncio.ensure_future(client.start(token))
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            _raise_failure(running, client)
    finally:
        stopping.cancel()
        await _close(client, running)


def _raise_failure(running: asyncio.Future[None], client: BoothClient) -> None:
    """Raise what ended a connection, as FinalError where another attempt would end in the same way."""
    try:
        running.result()
    except discord.LoginFailure as error:
        raise FinalError(FINAL_CLOSE_CODES[4004]) from error
    except discord.PrivilegedIntentsRequired as error:
        raise FinalError(FINAL_CLOSE_CODES[4014]) from error
    except discord.ConnectionClosed as error:
        if error.code in FINAL_CLOSE_CODES:
            raise FinalError(f"{FINAL_CLOSE_CODES[error.code]} (close code {error.code})") from error
        raise ConnectionError(f"the gateway closed with code {error.code}") from error
    except discord.HTTPException as error:
        if error.status < 500 and error.status != 429:
            raise FinalError(f"Discord refused to let the bot in: {describe(error)}") from error
        raise
    except AttributeError as error:
        # discord.py 2.7.1 stumbles so when its very first connection to the gateway fails
        if client.ws is None:
            raise ConnectionError("the gateway could not be reached") from error
        raise


async def _close(client: BoothClient, running: asyncio.Future[None]) -> None:
    """Say goodbye, but not for longer than a host waits before it kills the process."""
    await client.finish(_PATIENCE)
    # discord.py closes the gateway as if to come back (code 4000) while it still listens: so it stops listening first
    running.cancel()
    await asyncio.wait({running}, timeout=_PATIENCE)
    try:
        await asyncio.wait_for(client.close(), _PATIENCE)
    except _PASSING as error:
        log.warning("could not take leave of Discord: %s", describe(error))


async def _pause(stop: asyncio.Event, attempt: int) -> None:
    """Wait longer after each failure, at random so that many bots do not come back at once; or until told to stop."""
    if stop.is_set():
        return
    seconds = min(2.0**attempt, _LONGEST_PAUSE) * random.uniform(0.5, 1.0)
    log.info("trying again in %.1f s", seconds)
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


def describe(error: BaseException) -> str:
    """An error in one line, without the addresses and bodies that may hold secrets."""
    if isinstance(error, discord.HTTPException):
        return f"HTTP {error.status} {error.response.reason}"
    return f"{type(error).__name__}: {error}".splitlines()[0].rstrip(": ")
