"""The records of a layer, in the tables that both stores keep."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

from bot.facts.journal import Journal
from bot.facts.store import JSON, Layer
from bot.facts.store_rules import checked_record


@dataclass(frozen=True, slots=True)
class StoredRecords:
    """The records of one collection of a layer; each call is a transaction of its own, begun by `begin`."""

    begin: Callable[[], AbstractContextManager[Journal]]
    layer: Layer
    collection: str

    def get(self, key: str) -> JSON:
        with self.begin() as journal:
            return self._get(journal, key)

    def all(self) -> Mapping[str, JSON]:
        sql = "SELECT key, document FROM records WHERE layer = ? AND collection = ? ORDER BY key"
        with self.begin() as journal:
            return {key: json.loads(text) for key, text in journal.execute(sql, (self.layer.server, self.collection))}

    def put(self, key: str, document: JSON) -> None:
        with self.begin() as journal:
            self._put(journal, key, document)

    def delete(self, key: str) -> None:
        self.put(key, None)

    def update(self, key: str, change: Callable[[JSON], JSON]) -> JSON:
        with self.begin() as journal:
            document = change(self._get(journal, key))
            self._put(journal, key, document)
            return document

    def _get(self, journal: Journal, key: str) -> JSON:
        sql = "SELECT document FROM records WHERE layer = ? AND collection = ? AND key = ?"
        rows = journal.execute(sql, (self.layer.server, self.collection, key))
        found: JSON = json.loads(rows[0][0]) if rows else None
        return found

    def _put(self, journal: Journal, key: str, document: JSON) -> None:
        text = checked_record(key, document)
        place = (self.layer.server, self.collection, key)
        if document is None:
            journal.execute("DELETE FROM records WHERE layer = ? AND collection = ? AND key = ?", place)
            return
        journal.add_layer(self.layer)
        sql = (
            "INSERT INTO records VALUES (?, ?, ?, ?)"
            " ON CONFLICT (layer, collection, key) DO UPDATE SET document = excluded.document"
        )
        journal.execute(sql, (*place, text))
