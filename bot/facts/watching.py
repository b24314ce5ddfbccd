"""Telling others of new revisions: what both stores do once something has happened."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from bot.facts.store import Revision, StoreError

_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class _Watcher:
    callback: Callable[[Revision], None]
    seen: int


class Watchers:
    """Who is told of the revisions of a store: each revision once, in order, whoever made it.

    `newest` gives the sequence of the newest revision, `since` the oldest ones after one.
    """

    def __init__(self, newest: Callable[[], int], since: Callable[[int], list[Revision]]) -> None:
        self._newest, self._since = newest, since
        self._watchers: list[_Watcher] = []
        self._telling = Lock()

    def add(self, callback: Callable[[Revision], None]) -> Callable[[], None]:
        """Tell `callback` of what comes from now on; gives what ends that."""
        watcher = _Watcher(callback, self._newest())
        self._watchers.append(watcher)

        def end() -> None:
            if watcher in self._watchers:
                self._watchers.remove(watcher)

        return end

    def clear(self) -> None:
        """Tell nobody any more."""
        self._watchers.clear()

    def tell(self) -> None:
        """Tell everybody what is new. What a callback raises is logged, and the revision counts as told."""
        with self._telling:
            for watcher in tuple(self._watchers):
                while watcher in self._watchers and (revisions := self._since(watcher.seen)):
                    for revision in revisions:
                        watcher.seen = revision.sequence
                        self._tell(watcher, revision)

    def tell_or_log(self) -> None:
        """As `tell`; a store that is not there for the moment is logged, and will be asked again."""
        try:
            self.tell()
        except StoreError as error:
            _log.warning("cannot look for new revisions: %s", error)

    def _tell(self, watcher: _Watcher, revision: Revision) -> None:
        if watcher not in self._watchers:
            return
        try:
            watcher.callback(revision)
        except Exception:
            _log.exception("revision %d of %s could not be passed on", revision.number, revision.layer)
