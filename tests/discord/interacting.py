"""What a stand-in for Discord needs beside messages: slash commands and buttons, as far as the process's tests go."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

APPLICATION = "1"
MANAGE_SERVER = str(1 << 5)

Dispatch = Callable[[str, dict[str, Any]], Awaitable[None]]


@dataclass
class Shown:
    """The message that an interaction was answered with, as it stands."""

    token: str
    id: str
    content: str = ""
    components: list[Any] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, sent: dict[str, Any]) -> None:
        self.content = sent.get("content", self.content) or ""
        self.components = sent.get("components", self.components) or []
        self.changed.set()

    def button(self, label: str) -> str:
        """The custom id of the button with this label."""
        buttons = {button["label"]: button for row in self.components for button in row["components"]}
        return str(buttons[label]["custom_id"])


class Interactions:
    """Sends a member's interactions to the bot, and keeps what they are answered with."""

    def __init__(self, dispatch: Dispatch, patience: float, place: dict[str, Any], message: dict[str, Any]) -> None:
        self._dispatch, self._patience, self._place, self._message = dispatch, patience, place, message
        self._ids = itertools.count(5000)
        self._shown: dict[str, Shown] = {}
        self.routes = [
            web.post("/api/interactions/{id}/{token}/callback", self._callback),
            web.get("/api/webhooks/1/{token}/messages/@original", self._original),
            web.patch("/api/webhooks/1/{token}/messages/{id}", self._edit),
            web.post("/api/webhooks/1/{token}", self._followup),
        ]

    async def command(self, name: str, /, **options: str) -> Shown:
        """A slash command such as ``facts add``: what it is answered with."""
        group, _, part = name.partition(" ")
        given = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
        data = {"id": "70", "name": group, "type": 1, "options": [{"name": part, "type": 1, "options": given}]}
        shown = self._new()
        await self._interact(2, data, shown)
        return await self._answered(shown)

    async def press(self, shown: Shown, label: str) -> Shown:
        """A press of a button: the message as it is then."""
        data = {"custom_id": shown.button(label), "component_type": 2}
        pressed = Shown(f"token-{next(self._ids)}", shown.id, shown.content, shown.components)
        self._shown[pressed.token] = pressed
        await self._interact(3, data, pressed, message=self._as_message(shown))
        return await self._answered(pressed)

    def _new(self) -> Shown:
        shown = Shown(f"token-{next(self._ids)}", str(next(self._ids)))
        self._shown[shown.token] = shown
        return shown

    async def _interact(self, kind: int, data: dict[str, Any], shown: Shown, **more: Any) -> None:
        common = {
            "id": str(next(self._ids)), "application_id": APPLICATION, "type": kind, "token": shown.token, "version": 1,
            "data": data, "app_permissions": "0", "locale": "en-US", "guild_locale": "en-US", "entitlements": [],
            "authorizing_integration_owners": {}, "context": 0, "attachment_size_limit": 10 * 1024 * 1024,
        }  # fmt: skip
        await self._dispatch("INTERACTION_CREATE", {**common, **self._place, **more})

    async def _answered(self, shown: Shown) -> Shown:
        await asyncio.wait_for(shown.changed.wait(), self._patience)
        return shown

    # -- REST ----------------------------------------------------------------------------------------------------

    async def _callback(self, request: web.Request) -> web.Response:
        shown = self._shown[request.match_info["token"]]
        sent = await _payload(request)
        if sent["type"] in {4, 7}:
            shown.take(sent["data"])
        kind = {"id": request.match_info["id"], "type": 2, "response_message_id": shown.id}
        return _json({"interaction": kind, "resource": {"type": sent["type"], "message": self._as_message(shown)}})

    async def _original(self, request: web.Request) -> web.Response:
        return _json(self._as_message(self._shown[request.match_info["token"]]))

    async def _edit(self, request: web.Request) -> web.Response:
        shown = self._shown[request.match_info["token"]]
        shown.take(await _payload(request))
        return _json(self._as_message(shown))

    _followup = _edit

    def _as_message(self, shown: Shown) -> dict[str, Any]:
        return {**self._message, "id": shown.id, "content": shown.content, "components": shown.components}


async def _payload(request: web.Request) -> dict[str, Any]:
    """What was sent, without the files."""
    if request.content_type == "multipart/form-data":
        return dict(json.loads(str((await request.post())["payload_json"])))
    return dict(await request.json())


def _json(body: object) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
