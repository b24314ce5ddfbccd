"""The channels where messages are answered that are not addressed to the bot: looked up for every message, so kept."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from bot.curating.server_settings import ServerSettings
from bot.facts.store import Layer, StoreError

log = logging.getLogger(__name__)

#: Seconds after which a server's choice is looked up again: another process may have changed it.
_FRESH = 60.0


class PlainChannels:
    """Remembers which channels those are."""

    def __init__(self, settings: Callable[[Layer], ServerSettings]) -> None:
        self._settings = settings
        self._known: dict[Layer, tuple[float, frozenset[int]]] = {}

    def learn(self, layer: Layer, settings: ServerSettings) -> None:
        """Take note of what a server has just chosen."""
        self._known[layer] = (time.monotonic(), frozenset(settings.channels))

    async def have(self, layer: Layer, channel: int) -> bool:
        """Whether messages in this channel are answered; where that cannot be looked up, as it was before."""
        when, channels = self._known.get(layer, (0.0, frozenset()))
        if layer not in self._known or time.monotonic() - when > _FRESH:
            try:
                self.learn(layer, await asyncio.to_thread(self._settings, layer))
                channels = self._known[layer][1]
            except StoreError as error:
                log.warning("the settings of %s cannot be read: %s", layer, error)
        return channel in channels
