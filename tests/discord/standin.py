"""A small server that speaks as much of Discord's gateway and REST as Booth's process needs to start and to answer."""

from __future__ import annotations

import asyncio
import itertools
import json
import signal
from collections.abc import Awaitable, Callable
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.discord.interacting import MANAGE_SERVER, Interactions

#: Seconds after which a test is taken to hang.
PATIENCE = 60
TOKEN = "a.stand-in.token"
BOT = {"id": "1", "username": "booth", "discriminator": "0", "global_name": None, "avatar": None, "bot": True}
ALICE = {"id": "2", "username": "alice", "discriminator": "0", "global_name": "Alice", "avatar": None}
CHANNEL = {"id": "4", "type": 0, "guild_id": "3", "name": "films", "position": 0, "permission_overwrites": []}
MANAGER = {
    "user": ALICE, "roles": [], "permissions": MANAGE_SERVER, "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False,
    "mute": False, "flags": 0,
}  # fmt: skip
GUILD = {
    "id": "3", "name": "Film club", "owner_id": "2", "channels": [CHANNEL], "members": [], "member_count": 2,
    "threads": [],
    "roles": [{"id": "3", "name": "@everyone", "permissions": "0", "color": 0, "colors": {}, "position": 0}],
    "emojis": [], "stickers": [], "features": [], "presences": [], "voice_states": [], "stage_instances": [],
    "guild_scheduled_events": [], "soundboard_sounds": [], "preferred_locale": "en-US", "verification_level": 0,
    "nsfw_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
    "premium_tier": 0, "afk_timeout": 300, "system_channel_flags": 0,
}  # fmt: skip


PING = f"<@{BOT['id']}>"
Start = Callable[..., Awaitable[asyncio.subprocess.Process]]


async def stop(booth: asyncio.subprocess.Process, number: signal.Signals = signal.SIGTERM) -> str:
    """Tell a process to stop, wait until it has, and return its log."""
    booth.send_signal(number)
    _, log = await booth.communicate()
    return log.decode()


class StandIn:
    """`async with StandIn() as discord:` and then a bot process with `discord.environment`."""

    def __init__(self) -> None:
        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()  # what the bot sent, as it sent it
        self.close_code: int | None = None  # how the bot left the gateway
        self.fail_next: list[int] = []  # HTTP codes that the next messages are refused with
        self.fail_after: list[int] = []  # HTTP codes that the next messages are answered with, but taken all the same
        self.refuse_gateway = 0  # how many connections to the gateway are refused
        self.identify_close_code = 0  # what IDENTIFY is answered with, if not with READY
        self.connected = asyncio.Event()
        self._nonces: set[str | None] = set()
        self._ids = itertools.count(1000)
        self._sequence = itertools.count(1)
        self._gateway: web.WebSocketResponse | None = None
        place = {"guild_id": GUILD["id"], "channel_id": CHANNEL["id"], "channel": CHANNEL, "member": MANAGER}
        self.interactions = Interactions(self._dispatch, PATIENCE, place, self._as_message("", BOT))

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.add_routes([
            web.get("/gateway-socket", self._serve_gateway),
            web.get("/api/gateway", self._where),
            web.get("/api/users/@me", self._me),
            web.get("/api/oauth2/applications/@me", self._application),
            web.get("/api/applications/1/commands", self._commands),
            web.put("/api/applications/1/commands", self._commands),
            web.post("/api/channels/4/messages", self._message),
            *self.interactions.routes,
        ])  # fmt: skip
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._address = f"127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def environment(self) -> dict[str, str]:
        return {"DISCORD_TOKEN": TOKEN, "DISCORD_API_BASE": f"http://{self._address}/api"}

    async def until_connected(self) -> None:
        await asyncio.wait_for(self.connected.wait(), PATIENCE)

    async def next_message(self) -> dict[str, Any]:
        """The next message that the bot sends, as it sends it."""
        return await asyncio.wait_for(self.messages.get(), PATIENCE)

    async def say(self, text: str, kind: int = 0) -> None:
        """Alice writes a message in the channel; other kinds are what Discord writes in her name."""
        pinged = [BOT] if f"<@{BOT['id']}>" in text else []
        await self._dispatch("MESSAGE_CREATE", {**self._as_message(text, ALICE), "mentions": pinged, "type": kind})

    def _as_message(self, text: str, author: dict[str, Any]) -> dict[str, Any]:
        return {
            "id": str(next(self._ids)), "channel_id": CHANNEL["id"], "guild_id": GUILD["id"], "author": author,
            "content": text, "type": 0, "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None,
            "tts": False, "mention_everyone": False, "mentions": [], "mention_roles": [], "attachments": [],
            "embeds": [], "pinned": False, "flags": 0, "components": [],
        }  # fmt: skip

    # -- REST ----------------------------------------------------------------------------------------------------

    async def _where(self, _: web.Request) -> web.Response:
        return _json({"url": f"ws://{self._address}/gateway-socket"})

    async def _me(self, request: web.Request) -> web.Response:
        known = request.headers.get("Authorization") == f"Bot {TOKEN}"
        return _json(BOT) if known else _json({"message": "401: Unauthorized", "code": 0}, 401)

    async def _application(self, _: web.Request) -> web.Response:
        return _json({
            "id": "1", "name": "booth", "icon": None, "description": "", "verify_key": "", "bot_public": True,
            "bot_require_code_grant": False, "owner": ALICE, "flags": 0, "summary": "",
        })  # fmt: skip

    async def _commands(self, _: web.Request) -> web.Response:
        return _json([])

    async def _message(self, request: web.Request) -> web.Response:
        sent = await request.json()
        if self.fail_next:
            return _json({"message": "refused", "code": 0}, self.fail_next.pop(0))
        if not (sent.get("enforce_nonce") and sent["nonce"] in self._nonces):
            self.messages.put_nowait(sent)
        self._nonces.add(sent.get("nonce"))
        if self.fail_after:
            return _json({"message": "lost", "code": 0}, self.fail_after.pop(0))
        return _json(self._as_message(sent["content"], BOT))

    # -- gateway -------------------------------------------------------------------------------------------------

    async def _serve_gateway(self, request: web.Request) -> web.StreamResponse:
        if self.refuse_gateway:
            self.refuse_gateway -= 1
            return web.Response(status=503)
        self._gateway = socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"op": 10, "d": {"heartbeat_interval": 40_000}})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            received = json.loads(frame.data)
            if received["op"] == 1:
                await socket.send_json({"op": 11})
            elif received["op"] == 2 and self.identify_close_code:
                await socket.close(code=self.identify_close_code)
            elif received["op"] == 2:
                await self._welcome()
        self.close_code = socket.close_code
        return socket

    async def _welcome(self) -> None:
        ready = {
            "v": 10, "user": BOT, "guilds": [{"id": GUILD["id"], "unavailable": True}], "session_id": "s",
            "resume_gateway_url": f"ws://{self._address}/gateway-socket", "application": {"id": "1", "flags": 0},
        }  # fmt: skip
        await self._dispatch("READY", ready)
        await self._dispatch("GUILD_CREATE", GUILD)
        self.connected.set()

    async def _dispatch(self, event: str, data: dict[str, Any]) -> None:
        assert self._gateway
        await self._gateway.send_json({"op": 0, "t": event, "s": next(self._sequence), "d": data})


def _json(body: object, status: int = 200) -> web.Response:
    # discord.py reads a body as JSON only if the type is this, to the letter
    headers = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(body).encode(), status=status, headers=headers)
