"""What both stores keep of their changes: revisions, and the texts of files. SQL for SQLite and PostgreSQL alike.

A Journal works inside of a transaction that its store has begun, and
which nobody else's writing overlaps. Texts are kept once each, by digest, compressed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.facts.store import Change, FileChange, Layer, Revision, StoredText, digest_of
from bot.facts.store_tables import Execute

_REVISION = "SELECT number, sequence, layer, moment, who, place, why, undoes, by_hand FROM revisions"


@dataclass(frozen=True, slots=True)
class Step:
    """What a revision does to one file, by digest."""

    name: str
    before: str | None
    after: str | None


class Journal:
    """The tables of a store, as one transaction sees them."""

    def __init__(self, execute: Execute) -> None:
        self.execute = execute

    def knows(self, layer: Layer) -> bool:
        """Whether anything was ever stored in `layer`."""
        return bool(self.execute("SELECT 1 FROM layers WHERE layer = ?", (layer.server,)))

    def layers(self) -> list[Layer]:
        return [Layer(server) for (server,) in self.execute("SELECT layer FROM layers ORDER BY layer", ())]

    def add_layer(self, layer: Layer) -> None:
        self.execute("INSERT INTO layers VALUES (?) ON CONFLICT DO NOTHING", (layer.server,))

    def digests(self, layer: Layer) -> dict[str, str]:
        """The files of `layer` as the newest revision left them, by name."""
        rows = self.execute("SELECT name, digest FROM files WHERE layer = ? ORDER BY name", (layer.server,))
        return dict(rows)

    def digest(self, layer: Layer, name: str) -> str | None:
        rows = self.execute("SELECT digest FROM files WHERE layer = ? AND name = ?", (layer.server, name))
        return rows[0][0] if rows else None

    def file(self, layer: Layer, name: str) -> StoredText | None:
        """The file of that name with its text, if `layer` has one."""
        digest = self.digest(layer, name)
        data = self.text(digest)
        return None if digest is None or data is None else StoredText(name, data, digest)

    def files(self, layer: Layer) -> dict[str, StoredText]:
        """The files of `layer` with their texts, by name."""
        sql = "SELECT name, digest, data FROM files JOIN texts USING (digest) WHERE layer = ? ORDER BY name"
        rows = self.execute(sql, (layer.server,))
        return {name: StoredText(name, zlib.decompress(data), digest) for name, digest, data in rows}

    def text(self, digest: str | None) -> bytes | None:
        """The text of that `digest`, which a revision or file names; None for None."""
        if digest is None:
            return None
        return zlib.decompress(self.execute("SELECT data FROM texts WHERE digest = ?", (digest,))[0][0])

    def keep(self, data: bytes | None) -> str | None:
        """Keep a text; its digest."""
        if data is None:
            return None
        digest = digest_of(data)
        if not self.execute("SELECT 1 FROM texts WHERE digest = ?", (digest,)):
            self.execute("INSERT INTO texts VALUES (?, ?)", (digest, zlib.compress(data, 3)))
        return digest

    def put_file(self, layer: Layer, name: str, digest: str | None) -> None:
        """Note that the file `name` now has the text of this `digest`, or is gone."""
        if digest is None:
            self.execute("DELETE FROM files WHERE layer = ? AND name = ?", (layer.server, name))
        else:
            sql = "INSERT INTO files VALUES (?, ?, ?) ON CONFLICT (layer, name) DO UPDATE SET digest = excluded.digest"
            self.execute(sql, (layer.server, name, digest))

    def append(self, change: Change, *, by_hand: bool = False, pending: bool = False) -> int:
        """Enter `change`, whose texts before are kept already; its sequence. `pending`: until `finish` or `drop`."""
        self.add_layer(change.layer)
        sequence = int(self.execute("SELECT COALESCE(MAX(sequence), 0) + 1 FROM revisions", ())[0][0])
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.execute(
            "INSERT INTO revisions (sequence, layer, moment, who, place, why, undoes, by_hand, token, pending, number)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
            " (SELECT COALESCE(MAX(number), 0) + 1 FROM revisions WHERE layer = ?))",
            (sequence, change.layer.server, moment, change.who, change.where, change.why, change.undoes,
             int(by_hand), change.token, int(pending), change.layer.server),
        )  # fmt: skip
        for edit in change.edits:
            after = self.keep(edit.after)
            self.execute("INSERT INTO changes VALUES (?, ?, ?, ?)", (sequence, edit.name, edit.before, after))
        if not pending:
            self.finish(sequence, change.layer)
        return sequence

    def finish(self, sequence: int, layer: Layer) -> None:
        """The files of `layer` are what this revision says."""
        for step in self.steps(sequence):
            self.put_file(layer, step.name, step.after)
        self.execute("UPDATE revisions SET pending = 0 WHERE sequence = ?", (sequence,))

    def drop(self, sequence: int) -> None:
        """Forget this pending revision."""
        self.execute("DELETE FROM changes WHERE sequence = ?", (sequence,))
        self.execute("DELETE FROM revisions WHERE sequence = ?", (sequence,))

    def pending(self) -> list[tuple[int, Layer]]:
        """The sequence and layer of every pending revision, oldest first."""
        rows = self.execute("SELECT sequence, layer FROM revisions WHERE pending = 1 ORDER BY sequence", ())
        return [(sequence, Layer(server)) for sequence, server in rows]

    def steps(self, sequence: int) -> list[Step]:
        """What this revision does to each of its files."""
        sql = "SELECT name, before, after FROM changes WHERE sequence = ? ORDER BY name"
        return [Step(*row) for row in self.execute(sql, (sequence,))]

    def newest(self) -> int:
        """The sequence of the newest revision; 0 where there is none."""
        return int(self.execute("SELECT COALESCE(MAX(sequence), 0) FROM revisions WHERE pending = 0", ())[0][0])

    def written(self, token: str) -> Revision | None:
        return self._one(self.execute(f"{_REVISION} WHERE token = ? AND pending = 0", (token,)))

    def revision(self, layer: Layer, number: int) -> Revision | None:
        sql = f"{_REVISION} WHERE layer = ? AND number = ? AND pending = 0"
        return self._one(self.execute(sql, (layer.server, number)))

    def history(self, layer: Layer, name: str | None, limit: int, before: int | None) -> tuple[Revision, ...]:
        """As ``Store.history`` says."""
        sql, values = f"{_REVISION} WHERE layer = ? AND pending = 0", [layer.server, limit]
        if before is not None:
            sql += " AND number < ?"
            values.insert(-1, before)
        rest: list[object] = list(values)
        if name is not None:
            sql += " AND sequence IN (SELECT sequence FROM changes WHERE name = ?)"
            rest.insert(-1, name)
        return tuple(map(self._made, self.execute(f"{sql} ORDER BY number DESC LIMIT ?", rest)))

    def since(self, sequence: int, limit: int = 50) -> list[Revision]:
        """The oldest revisions after this one, of all layers, oldest first."""
        sql = f"{_REVISION} WHERE sequence > ? AND pending = 0 ORDER BY sequence LIMIT ?"
        return [self._made(row) for row in self.execute(sql, (sequence, limit))]

    def collections(self, layer: Layer) -> tuple[str, ...]:
        sql = "SELECT DISTINCT collection FROM records WHERE layer = ? ORDER BY collection"
        return tuple(name for (name,) in self.execute(sql, (layer.server,)))

    def _one(self, rows: Iterable[tuple[Any, ...]]) -> Revision | None:
        return next((self._made(row) for row in rows), None)

    def _made(self, row: tuple[Any, ...]) -> Revision:
        number, sequence, server, moment, who, place, why, undoes, by_hand = row
        files = tuple(
            FileChange(step.name, self.text(step.before), self.text(step.after)) for step in self.steps(sequence)
        )
        when = datetime.fromisoformat(moment)
        return Revision(number, sequence, Layer(server), when, who, place, why, undoes, files, bool(by_hand))
