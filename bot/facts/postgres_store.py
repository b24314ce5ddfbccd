"""The store in a PostgreSQL database, for hosts whose disk does not last and for several processes.

Changes are made one after another, so revisions become visible in the order of their numbers, and a process that has
missed notifications catches up from the last number that it saw.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from bot.facts.journal import Journal
from bot.facts.model import Problem
from bot.facts.postgres import Database
from bot.facts.store import (
    SHARED,
    Change,
    Conflict,
    Layer,
    OutcomeUnknown,
    Records,
    Revision,
    StoredText,
    Unavailable,
)
from bot.facts.store_rules import check_change
from bot.facts.store_tables import set_up
from bot.facts.stored_records import StoredRecords
from bot.facts.watching import Watchers

_TYPES = {"blob": "BYTEA", "text": 'TEXT COLLATE "C"'}  # names are sorted as everywhere else: by their characters
#: What waits for one another: changes, and what is done to records.
_CHANGES, _RECORDS = "changes", "records"


class PostgresStore:
    """A Store in the `schema` of the database at `url`, which is made if it is not there.

    Raises Unavailable if the database cannot be reached, and Refused if a newer Booth has made the schema.
    """

    def __init__(self, url: str, schema: str = "booth") -> None:
        self._database = Database(url, schema)
        self._watchers = Watchers(self._newest, self._since)
        self._listens = False
        try:
            with self._database.transaction(_CHANGES) as execute:
                if not execute("SELECT 1 FROM pg_namespace WHERE nspname = ?", (schema,)):
                    execute(f'CREATE SCHEMA "{schema}"', ())
                set_up(execute, _TYPES)
        except BaseException:
            self.close()
            raise

    def layers(self) -> tuple[Layer, ...]:
        with self._begin() as journal:
            return tuple(sorted({SHARED, *journal.layers()}))

    def files(self, layer: Layer) -> Mapping[str, StoredText]:
        with self._begin() as journal:
            return journal.files(layer)

    def skipped(self, layer: Layer) -> tuple[Problem, ...]:  # noqa: ARG002 - nothing but files gets in here
        return ()

    def write(self, change: Change) -> Revision:
        try:
            return self._write(change)
        except OutcomeUnknown:  # whoever has the lock next finds the change made, or not made
            try:
                made = self.written(change.token)
            except Unavailable:
                made = None
            else:
                if made is None:
                    raise Unavailable("nothing was changed: the database was lost while writing; try again") from None
            if made:
                return made
            raise

    def written(self, token: str) -> Revision | None:
        with self._begin(_CHANGES) as journal:
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
        if not self._listens:
            self._listens = True
            self._database.listen(self._watchers.tell_or_log)
        return end

    def records(self, layer: Layer, collection: str) -> Records:
        return StoredRecords(lambda: self._begin(_RECORDS), layer, collection)

    def collections(self, layer: Layer) -> tuple[str, ...]:
        with self._begin() as journal:
            return journal.collections(layer)

    def close(self) -> None:
        self._watchers.clear()
        self._database.close()

    def _write(self, change: Change) -> Revision:
        layer = change.layer
        with self._database.transaction(_CHANGES) as execute:
            journal = Journal(execute)
            if made := journal.written(change.token):
                return made
            check_change(change, journal.digests(layer))
            moved = [edit.name for edit in change.edits if journal.digest(layer, edit.name) != edit.before]
            if moved:
                files = journal.files(layer)
                raise Conflict({name: files.get(name) for name in moved})
            number = journal.append(change)
            self._database.notify(execute)
            made = journal.revision(layer, number)
        assert made is not None  # noqa: S101 - it was entered in this transaction
        return made

    def _newest(self) -> int:
        with self._begin() as journal:
            return journal.newest()

    def _since(self, number: int) -> list[Revision]:
        with self._begin() as journal:
            return journal.since(number)

    @contextmanager
    def _begin(self, lock: str = "") -> Iterator[Journal]:
        with self._database.transaction(lock) as execute:
            yield Journal(execute)
