"""Which entity each record is: it gets the id that it had, or that another file has for it, or one of its own.

In this order: an entry that people changed in an earlier import keeps its id; then whoever else has one of its ids in
another catalogue, or its own id for an id, people's files first; then what people or other imports call the same, if it
is one only on both sides (for works of the same year, for people in a work that both are in, or born in the same year)
and no catalogue gives the two different ids; then the id of the last import; then one of its own.
"""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from bot.facts.ids import is_id, pack_id, slug
from bot.imports.known import DISPUTED
from bot.imports.records import IMDB, WIKIDATA, Identifier
from bot.imports.report import Report
from bot.imports.streams import Progress


class _Row(NamedTuple):
    number: int
    kind: str
    name: str
    spelling: str
    year: int | None
    apart: str
    place: str


class Matching:
    """Gives every record in the scratch database its id."""

    def __init__(self, db: sqlite3.Connection, report: Report) -> None:
        self._db, self._report = db, report
        # what has no knowledge around it, as a first import, needs no look-ups
        self._known = bool(db.execute("SELECT 1 FROM known LIMIT 1").fetchone())

    def run(self, progress: Progress) -> None:
        """Works first: people are recognised by the works that they are in."""
        for works in ("kind != 'person'", "kind = 'person'"):
            rows = self._db.execute(
                f"SELECT number, kind, name, spelling, year, apart, place FROM record WHERE {works} ORDER BY number"
            )
            for row in rows:
                self._identify(_Row(*row))
                progress(1)

    def _identify(self, row: _Row) -> None:
        if not row.name:
            self._report.skip("credits or ids of works that no file describes", row.place)
            return
        if row.kind == "person" and not row.place and not self._credited(row.number):
            return
        identifiers = self._db.execute(
            "SELECT catalogue, value FROM own WHERE record = ? ORDER BY catalogue", (row.number,)
        ).fetchall()
        found = self._found(row, identifiers)
        if found and self._taken(found):
            self._report.skip("second records for one entity", f"{row.name} ({found}) {row.place}".rstrip())
        ident = found or self._new(row, identifiers)
        self._db.execute("UPDATE record SET id = ? WHERE number = ?", (ident, row.number))
        if found and self._known:
            self._compare(row, found)

    def _credited(self, person: int) -> bool:
        """Whether somebody of whom the source only says that they are in a work is in one that is written."""
        sql = "SELECT 1 FROM credit JOIN record ON number = work WHERE person = ? AND id IS NOT NULL LIMIT 1"
        return bool(self._db.execute(sql, (person,)).fetchone())

    def _found(self, row: _Row, identifiers: list[Identifier]) -> str | None:
        old = self._old(row.kind, identifiers)
        if old and old[1]:
            return old[0]
        if self._known:
            natural = _natural(row, identifiers)
            if found := self._by_identifier(row.kind, identifiers, natural):
                self._report.merge("entities that another file has under the same id", f"{row.name} ({found})")
                return found
            if found := self._by_name(row, identifiers):
                self._report.merge("entities that another file has under the same name", f"{row.name} ({found})")
                return found
        return old[0] if old else None

    def _old(self, kind: str, identifiers: list[Identifier]) -> tuple[str, bool] | None:
        """The id of the last import, and whether people changed its entry."""
        for catalogue, value in identifiers:
            row = self._db.execute(
                "SELECT old.id, old.edited FROM old_own JOIN old ON old.id = old_own.id"
                " WHERE old_own.kind = ? AND catalogue = ? AND value = ?",
                (kind, catalogue, value),
            ).fetchone()
            if row:
                return row[0], bool(row[1])
        return None

    def _by_identifier(self, kind: str, identifiers: list[Identifier], natural: str) -> str | None:
        for catalogue, value in identifiers:
            row = self._db.execute(
                "SELECT id FROM known_own WHERE kind = ? AND catalogue = ? AND value = ? ORDER BY layer LIMIT 1",
                (kind, catalogue, value),
            ).fetchone()
            if row:
                return str(row[0])
        row = self._db.execute("SELECT id FROM known WHERE id = ? AND kind = ?", (natural, kind)).fetchone()
        return str(row[0]) if row and identifiers else None

    def _by_name(self, row: _Row, identifiers: list[Identifier]) -> str | None:
        """The one entity of the name that fits, if this is the one record of the name that fits it."""
        if row.kind == "person":
            return self._person(row, identifiers)
        if row.year is None:
            return None
        found = self._db.execute(
            "SELECT DISTINCT k.id FROM known_name n JOIN known k ON k.id = n.id AND k.layer = n.layer"
            " WHERE n.kind = ? AND n.spelling = ? AND k.year = ?",
            (row.kind, row.spelling, row.year),
        ).fetchall()
        if len(found) == 1 and self._alike(row) == 1:
            return None if self._other_ids(found[0][0], row.kind, identifiers) else str(found[0][0])
        if found:
            self._report.skip(
                "matches by name and year, as several have them", f"{row.name} ({row.year}) {row.place}".rstrip()
            )
        return None

    def _alike(self, row: _Row) -> int:
        """How many records have its name and year."""
        sql = "SELECT count(*) FROM record WHERE kind = ? AND spelling = ? AND year IS ?"
        return int(self._db.execute(sql, (row.kind, row.spelling, row.year)).fetchone()[0])

    def _person(self, row: _Row, identifiers: list[Identifier]) -> str | None:
        found = self._db.execute(
            "SELECT DISTINCT k.person FROM credit c JOIN record w ON w.number = c.work"
            " JOIN known_credit k ON k.work = w.id AND k.spelling = ? WHERE c.person = ?",
            (row.spelling, row.number),
        ).fetchall()
        if not found:
            # without an id a name alone has to do, as it does where people write facts by hand
            found = self._db.execute(
                "SELECT DISTINCT n.id FROM known_name n JOIN known k ON k.id = n.id AND k.layer = n.layer"
                " WHERE n.kind = 'person' AND n.spelling = ? AND (k.year = ? OR ?)",
                (row.spelling, row.year, not identifiers),
            ).fetchall()
        if len(found) != 1 or self._other_ids(found[0][0], "person", identifiers):
            return None
        return str(found[0][0])

    def _other_ids(self, ident: str, kind: str, identifiers: list[Identifier]) -> bool:
        """Whether a catalogue has another id for the entity: then it is another one."""
        return any(
            self._db.execute(
                "SELECT 1 FROM known_own WHERE id = ? AND kind = ? AND catalogue = ? AND value != ?",
                (ident, kind, catalogue, value),
            ).fetchone()
            for catalogue, value in identifiers
        )

    def _taken(self, ident: str) -> bool:
        return bool(self._db.execute("SELECT 1 FROM record WHERE id = ?", (ident,)).fetchone())

    def _new(self, row: _Row, identifiers: list[Identifier]) -> str:
        """An id that nothing else has. It is made of what stays the same from one import to the next."""
        natural = _natural(row, identifiers)
        if not identifiers and row.apart and self._alike(row) > 1:
            natural = f"{natural}-{slug(row.apart)}"[:90].strip("-")
        ident, count = natural, 1
        while self._taken(ident) or self._is_other(ident, row.kind, own=count == 1):
            count += 1
            ident = f"{natural}-{row.kind}" if count == 2 else f"{natural}-{row.kind}-{count}"
        return ident

    def _is_other(self, ident: str, kind: str, *, own: bool) -> bool:
        """Whether `ident` is something else's; an entry of the last import with the `own` id is the same again."""
        known = self._db.execute("SELECT 1 FROM known WHERE id = ?", (ident,)).fetchone()
        old = self._db.execute("SELECT kind FROM old WHERE id = ?", (ident,)).fetchone()
        return bool(known) or bool(old and (old[0] != kind or not own))

    def _compare(self, row: _Row, ident: str) -> None:
        """Report where other files say another year or length."""
        if row.kind == "person":
            return
        facts = json.loads(self._db.execute("SELECT facts FROM record WHERE number = ?", (row.number,)).fetchone()[0])
        for relation, text, *_ in facts:
            if relation not in DISPUTED:
                continue
            mine = float(text[:4]) if relation == "release_date" else float(text.split()[0])
            others = self._db.execute(
                "SELECT text, file, low FROM known_value WHERE id = ? AND relation = ? ORDER BY layer",
                (ident, relation),
            ).fetchall()
            if others and mine not in {low for _, _, low in others}:
                said = "; ".join(f"{file}: {other}" for other, file, _ in others)
                self._report.dispute(f"{relation} between sources", f"{row.name} ({ident}): here {text}; {said}")


def _natural(row: _Row, identifiers: list[Identifier]) -> str:
    """The id that a record has by itself: IMDb's or Wikidata's, ``tmdb-949``, or made from name and year."""
    known = dict(reversed(identifiers))
    for catalogue in (IMDB, WIKIDATA):
        if is_id(known.get(catalogue, "")):
            return known[catalogue]
    if identifiers:
        catalogue, value = identifiers[0]
        return slug(f"{catalogue} {'' if row.kind == 'film' else row.kind} {value}")
    return pack_id(row.name, None if row.kind == "person" else row.year)
