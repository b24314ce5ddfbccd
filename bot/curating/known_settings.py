"""The settings of the servers, as they are needed for every message: looked up now and then, and kept meanwhile."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from bot.curating.server_settings import ServerSettings, read_settings
from bot.facts.store import Layer, Store, StoreError

#: Seconds after which a server's settings are looked up again: another process may have changed them.
FRESH = 60.0

_LOG = logging.getLogger(__name__)


class KnownSettings:
    """Remembers what servers have chosen. For what must not be a minute old there is `read_settings`."""

    def __init__(self, store: Store, now: Callable[[], float] = time.monotonic) -> None:
        self._store, self._now = store, now
        self._known: dict[Layer, tuple[float, ServerSettings]] = {}

    def learn(self, layer: Layer, settings: ServerSettings) -> None:
        """Take note of what a server has just chosen."""
        self._known[layer] = (self._now(), settings)

    def fresh(self, layer: Layer) -> ServerSettings | None:
        """The settings, if they need not be looked up; this takes no time."""
        when, settings = self._known.get(layer, (0.0, None))
        return settings if settings is None or self._now() - when <= FRESH else None

    def get(self, layer: Layer) -> ServerSettings:
        """The settings; where they cannot be looked up, as they were before, or by default."""
        if (settings := self.fresh(layer)) is not None:
            return settings
        try:
            self.learn(layer, read_settings(self._store, layer))
        except StoreError as error:
            _LOG.warning("the settings of %s cannot be read: %s", layer, error)
        return self._known.get(layer, (0.0, ServerSettings()))[1]
