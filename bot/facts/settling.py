"""Which of several descriptions of an id is written: all of them joined, in the place of the nearest.

The descriptions of an id that has several are noted in the table ``description``, so that a change of one file finds
the others, which are read again; files that have nothing to do with the change are not.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.facts.entity_rows import slug
from bot.facts.fact_file import FactFile, year_of
from bot.facts.file_rows import FileRow, FileRows, read
from bot.facts.joining import NOT_OWN, called, is_own, join_all
from bot.facts.knowledge_folder import File
from bot.facts.model import Entity
from bot.facts.vocabulary import Vocabulary
from bot.facts.writing import Slot, Writer, too_many_facts

_ALIKE = f"""
SELECT n.ident, n.year FROM called c JOIN node n ON n.id = c.node JOIN file f ON f.id = n.file
WHERE c.slug = :slug AND c.also = 0 AND c.folded = :folded AND c.kind = :kind AND f.rank >= '{NOT_OWN}'
AND NOT EXISTS (SELECT 1 FROM description d WHERE d.ident = n.ident)
UNION SELECT d.ident, d.year FROM description d JOIN file f ON f.id = d.file
WHERE d.folded = :folded AND d.kind = :kind AND f.rank >= '{NOT_OWN}'
"""
_SHARED = f"""
SELECT 1 FROM node n JOIN file f ON f.id = n.file WHERE n.ident = ?1 AND f.rank >= '{NOT_OWN}'
UNION SELECT 1 FROM description d JOIN file f ON f.id = d.file WHERE d.ident = ?1 AND f.rank >= '{NOT_OWN}'
"""


@dataclass(frozen=True, slots=True)
class _Own:
    """An entity of a server's own file: ``said`` is the id that it has there."""

    said: str
    slug: str
    kind: str
    folded: str
    year: int | None

    @classmethod
    def of(cls, entity: Entity) -> _Own:
        return cls(entity.id, slug(entity.name), entity.kind, entity.name.casefold(), year_of(entity.facts))


class Settler:
    """Writes files that have changed, and what others say of the same things."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Vocabulary, locate: Callable[[str], File]) -> None:
        self._db, self._vocabulary, self._locate = connection, vocabulary, locate
        self._files = FileRows(connection)
        self._writer = Writer(connection, vocabulary)

    def finish(self) -> None:
        """Make what was written findable."""
        self._writer.finish()

    def settle(self, changes: Mapping[int, FactFile]) -> None:
        """Write what the files with these numbers say now; nothing of a file that is gone. Raises NoRoomError."""
        names = {number: self._files.numbered(number).name for number in changes}
        others = {number: content for number, content in changes.items() if not is_own(names[number])}
        own = {number: content for number, content in changes.items() if is_own(names[number])}
        if others:
            self._write(others, ())
        for number in self._going_by_others() if others else ():
            if number not in own:
                own[number] = self._read(self._files.numbered(number))
        if own:
            self._write({number: self._adopted(number, content) for number, content in own.items()}, ())

    def join(self, idents: Collection[str]) -> None:
        """Join the descriptions of these ids, which have been noted already."""
        self._write({}, idents)

    # -- a server's own --------------------------------------------------------------------------------------------

    def _going_by_others(self) -> set[int]:
        """The own files with an entity that goes by another id than it did."""
        columns = "SELECT file, ident, said, slug, kind, folded, year FROM own"
        return {
            file for file, ident, *own in self._db.execute(columns).fetchall() if self._goes_by(_Own(*own)) != ident
        }

    def _goes_by(self, own: _Own) -> str:
        """The id of what a server's file describes: that of the only thing of its kind, name and year."""
        if self._db.execute(_SHARED, (own.said,)).fetchone():
            return own.said
        asked = {"slug": own.slug, "folded": own.folded, "kind": own.kind}
        rows = self._db.execute(_ALIKE, asked).fetchall()
        alike = {ident for ident, year in rows if own.year is None or year in (None, own.year)}
        return str(alike.pop()) if len(alike) == 1 else own.said

    def _adopted(self, number: int, content: FactFile) -> FactFile:
        """A server's own file, with the ids that its entities go by; these are noted."""
        self._db.execute("DELETE FROM own WHERE file = ?", (number,))
        entities = []
        for entity in content.entities:
            own = _Own.of(entity)
            ident = self._goes_by(own)
            row = (number, own.said, own.slug, own.kind, own.folded, own.year, ident)
            self._db.execute("INSERT INTO own VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            entities.append(called(entity, ident))
        return content._replace(entities=tuple(entities))

    def _as_noted(self, file: FileRow, content: FactFile) -> FactFile:
        rows = dict(self._db.execute("SELECT said, ident FROM own WHERE file = ?", (file.id,)))
        entities = (called(entity, rows.get(entity.id, entity.id)) for entity in content.entities)
        return content._replace(entities=tuple(entities))

    # -- descriptions ----------------------------------------------------------------------------------------------

    def _write(self, changes: Mapping[int, FactFile], idents: Collection[str]) -> None:
        several = self._several(changes, idents)
        files = {
            number: self._files.numbered(number) for number in {*changes, *(n for ns in several.values() for n in ns)}
        }
        ranked = sorted(files.values(), key=lambda file: file.rank)
        contents = {
            file.id: changes[file.id] if file.id in changes else self._as_noted(file, self._read(file))
            for file in ranked
        }
        written = self._joined(several, ranked, contents)
        plans = []
        for file in ranked:
            slots = self._slots(file.id, contents[file.id], file.id in changes, several, written)
            plans.append((file.id, self._writer.place(file.low, self._files.end(file.low), slots)))
        for number, placed in plans:
            self._writer.put(number, placed)

    def _several(self, changes: Mapping[int, FactFile], idents: Collection[str]) -> dict[str, set[int]]:
        """The ids that have several descriptions, or had, of those in the changed files; with the files of each."""
        counts: Counter[str] = Counter()
        files: dict[str, set[int]] = {ident: set() for ident in idents}
        for number, content in changes.items():
            for entity in content.entities:
                counts[entity.id] += 1
                files.setdefault(entity.id, set()).add(number)
            for ident in self._before(number):
                files.setdefault(ident, set())
        several = {}
        for ident, numbers in files.items():
            noted = {row[0] for row in self._db.execute("SELECT file FROM description WHERE ident = ?", (ident,))}
            row = self._db.execute("SELECT file FROM node WHERE ident = ? AND file IS NOT NULL", (ident,)).fetchone()
            others = (noted | set(row or ())) - changes.keys()
            if noted or counts[ident] + len(others) > 1:
                several[ident] = numbers | others
        return several

    def _before(self, number: int) -> Iterator[str]:
        file = self._files.numbered(number)
        span = (file.low, self._files.end(file.low))
        yield from (row[0] for row in self._db.execute("SELECT ident FROM node WHERE id >= ? AND id < ?", span))
        yield from (row[0] for row in self._db.execute("SELECT ident FROM description WHERE file = ?", (number,)))

    def _joined(
        self, several: Mapping[str, set[int]], ranked: Collection[FileRow], contents: Mapping[int, FactFile]
    ) -> dict[str, tuple[int, Entity]]:
        """The entity of each of these ids, and the number of the file in whose place it stands."""
        found: dict[str, list[tuple[int, Entity]]] = {ident: [] for ident in several}
        for file in ranked:
            for entity in contents[file.id].entities:
                if entity.id in found:
                    found[entity.id].append((file.id, entity))
        written = {}
        for ident, descriptions in found.items():
            self._db.execute("DELETE FROM description WHERE ident = ?", (ident,))
            if not descriptions:
                continue
            entity, against = join_all([entity for _, entity in descriptions])
            written[ident] = (descriptions[0][0], entity)
            for number, (place, one) in enumerate(descriptions) if len(descriptions) > 1 else ():
                other = descriptions[against[number]] if number in against else None
                note(self._db, place, one, other)
        return written

    def _slots(
        self,
        number: int,
        content: FactFile,
        changed: bool,
        several: Collection[str],
        written: Mapping[str, tuple[int, Entity]],
    ) -> list[Slot]:
        slots: dict[str, Slot] = {}
        problems = []
        for entity in content.entities:
            if entity.id in slots:
                continue
            slot = Slot(entity.id, entity if changed else None)
            if entity.id in several:
                place, joined = written[entity.id]
                if place != number:
                    continue
                slot = Slot(entity.id, joined)
            problem = too_many_facts(slot.entity) if slot.entity else None
            if problem:
                problems.append(problem)
            else:
                slots[entity.id] = slot
        if changed:
            self._writer.problems(number, (*content.problems, *problems))
        return list(slots.values())

    def _read(self, file: FileRow) -> FactFile:
        return read(self._locate(file.name)).facts(self._vocabulary)


def note(connection: sqlite3.Connection, file: int, entity: Entity, other: tuple[int, Entity] | None = None) -> None:
    """Note that a file describes `entity`, as another description does, or `other` with which it cannot be joined."""
    place = entity.location
    against = (other[0], other[1].location.line, other[1].location.column) if other else (None, None, None)
    row = (entity.id, file, place.line, place.column, entity.kind, entity.name.casefold(), year_of(entity.facts))
    connection.execute("INSERT INTO description VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, *against))
