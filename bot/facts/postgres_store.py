"""The store in a PostgreSQL database, for hosts whose disk does not last and for several processes.

Changes are made one after another, so revisions become visible in the order of their numbers, and a process that has
missed notifications catches up from the last number that it saw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from bot.facts.journal import Journal
from bot.facts.journal_store import JournalStore, To
from bot.facts.model import Problem
from bot.facts.postgres import Database
from bot.facts.store import Change, Layer, OutcomeUnknown, Revision, StoredText, Unavailable
from bot.facts.store_rules import check_change, check_unmoved
from bot.facts.store_tables import set_up

_TYPES = {"blob": "BYTEA", "text": 'TEXT COLLATE "C"'}  # names are sorted as everywhere else: by their characters


class PostgresStore(JournalStore):
    """A Store in the `schema` of the database at `url`, which is made if it is not there.

    Raises Unavailable if the database cannot be reached, and Refused if a newer Booth has made the schema.
    """

    def __init__(self, url: str, schema: str = "booth") -> None:
        super().__init__()
        self._database = Database(url, schema)
        try:
            with self._database.transaction(To.CHANGE.value) as execute:
                if not execute("SELECT 1 FROM pg_namespace WHERE nspname = ?", (schema,)):
                    execute(f'CREATE SCHEMA "{schema}"', ())
                set_up(execute, _TYPES)
        except BaseException:
            self.close()
            raise

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

    def close(self) -> None:
        self._watchers.clear()
        self._database.close()

    def _write(self, change: Change) -> Revision:
        layer = change.layer
        with self._begin(To.CHANGE) as journal:
            if made := journal.written(change.token):
                return made
            check_change(change, journal.digests(layer))
            check_unmoved(change, {edit.name: journal.file(layer, edit.name) for edit in change.edits})
            journal.append(change)
            self._database.notify(journal.execute)
            made = journal.written(change.token)
        assert made is not None  # noqa: S101 - it was entered in this transaction
        return made

    @contextmanager
    def _begin(self, to: To = To.READ) -> Iterator[Journal]:
        with self._database.transaction(to.value) as execute:
            yield Journal(execute)

    def _listen(self) -> None:
        self._database.listen(self._watchers.tell_or_log)
