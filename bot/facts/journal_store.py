"""What both stores do alike, in transactions that each of them begins in its own way."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager
from enum import Enum

from bot.facts.journal import Journal
from bot.facts.store import SHARED, Layer, Records, Revision
from bot.facts.stored_records import StoredRecords
from bot.facts.watching import Watchers


class To(Enum):
    """What a transaction is for: two that change files wait for one another, and so do two that change records."""

    READ = ""
    CHANGE = "changes"
    RECORD = "records"


class JournalStore(ABC):
    """A Store that keeps its history and records in the tables of a Journal."""

    def __init__(self) -> None:
        self._watchers = Watchers(self._newest, self._since)
        self._starting, self._listens = threading.Lock(), False

    @abstractmethod
    def _begin(self, to: To = To.READ) -> AbstractContextManager[Journal]:
        """A transaction. Raises Unavailable, and OutcomeUnknown where it is not known whether it was made."""

    @abstractmethod
    def _listen(self) -> None:
        """Have the watchers told of what others do, from now on."""

    def layers(self) -> tuple[Layer, ...]:
        with self._begin() as journal:
            return tuple(self._all_layers(journal))

    def written(self, token: str) -> Revision | None:
        with self._begin(To.CHANGE) as journal:
            return journal.written(token)

    def revision(self, layer: Layer, number: int) -> Revision | None:
        with self._begin() as journal:
            return journal.revision(layer, number)

    def history(
        self, layer: Layer, name: str | None = None, limit: int = 20, before: int | None = None
    ) -> tuple[Revision, ...]:
        with self._begin() as journal:
            return journal.history(layer, name, limit, before)

    def watch(self, callback: Callable[[Revision], None]) -> Callable[[], None]:
        end = self._watchers.add(callback)
        with self._starting:
            if not self._listens:
                self._listen()
                self._listens = True
        return end

    def records(self, layer: Layer, collection: str) -> Records:
        return StoredRecords(lambda: self._begin(To.RECORD), layer, collection)

    def collections(self, layer: Layer) -> tuple[str, ...]:
        with self._begin() as journal:
            return journal.collections(layer)

    def _all_layers(self, journal: Journal) -> list[Layer]:
        """The layers that have anything, in order."""
        return sorted({SHARED, *journal.layers()})

    def _newest(self) -> int:
        with self._begin() as journal:
            return journal.newest()

    def _since(self, sequence: int) -> list[Revision]:
        with self._begin() as journal:
            return journal.since(sequence)
