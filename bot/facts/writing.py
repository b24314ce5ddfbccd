"""Entities of fact files to rows of a snapshot, file by file: all of them, or those that an edit changed."""

from __future__ import annotations

import json
import marshal
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from bot.facts.fact_file import SOURCE, FactFile, year_of
from bot.facts.label_names import further_names
from bot.facts.mentions import Meanings
from bot.facts.model import Entity, Value
from bot.facts.name_index import NameIndex
from bot.facts.tables import FACT_BITS, INDEXES, LOOK_UPS, STAGING, run
from bot.facts.text import normalise
from bot.facts.vocabulary import VALUE, Relation

_GAPS = re.compile(r"[^\w]+")
_FACT_COLUMNS = "id, relation, subject, mention, source, quote, said_by, as_of, note, certainty, line, place"
_SPANS = "SELECT value FROM json_each(?)"


def slug(name: str) -> str:
    """An id made from a name: 'Canter's Delicatessen' -> 'canters-delicatessen'."""
    return _slug_of(normalise(name))


def _slug_of(spelling: str) -> str:
    return _GAPS.sub("-", spelling.replace(" 's", "s")).strip("-") or "unnamed"


class NoRoomError(Exception):
    """There are no ids left between two entities: everything has to be compiled anew, with new room."""


class _Known(NamedTuple):
    """An entity that the snapshot has: what of it can change without its facts."""

    node: int
    ident: str
    line: int
    hash: bytes
    kind: str
    names: tuple[str, ...]
    year: int | None


class Writer:
    """Writes into the tables of one snapshot. Nothing of it can be looked up before `finish`."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Mapping[str, Relation]) -> None:
        self._db, self._vocabulary = connection, vocabulary
        run(connection, STAGING)
        self._relations: dict[str, int] = dict(connection.execute("SELECT name, id FROM relation"))
        self._fresh = connection.execute("SELECT 1 FROM mention LIMIT 1").fetchone() is None
        self._last_mention = int(connection.execute("SELECT coalesce(max(id), 0) FROM mention").fetchone()[0])
        self._names = NameIndex(connection)
        self._meanings = Meanings(connection, vocabulary, self._names)
        self._mentions: dict[tuple[str, str, int | None, str | None], int] = {}
        self._uses: dict[int, int] = {}
        self._cited: dict[str, int] = {}
        self._dirty: set[str] = set()
        self._roles = {
            name: {role: (",".join(relation.kinds(role)), relation.takes_names(role)) for role in relation.roles}
            for name, relation in vocabulary.items()
        }

    def declare(self) -> None:
        """Put down the relations, and the labels that they declare. Once, before the first file."""
        self._db.executemany("INSERT INTO relation (name) VALUES (?)", [(name,) for name in self._vocabulary])
        self._relations = dict(self._db.execute("SELECT name, id FROM relation"))
        for relation in self._vocabulary.values():
            for label in relation.labels:
                name, *others = label.split(" / ")
                others += further_names(name, relation.spellings)
                kind = relation.kinds(VALUE)[0]
                node = self._meanings.new_node(kind, name, None)
                self._call(node, kind, name, others)

    # -- files ---------------------------------------------------------------------------------------------------

    def replace(self, file: int, low: int, high: int, content: FactFile) -> set[int]:
        """Bring the rows of a file, whose nodes may lie in [low, high), up to date.

        Gives the other files that have to be written again: an entity of theirs has the id of one that came or went.
        Raises NoRoomError.
        """
        before = {known.ident: known for known in self._known(low, high)}
        others = self._forget_problems(file)
        self._db.executemany(
            "INSERT INTO problem VALUES (?, ?, ?, ?, ?)",
            [(file, p.location.line, p.location.column, p.what, p.hint) for p in content.problems],
        )
        entities = list(self._first_of_their_id(file, low, content.entities, others))
        places = list(self._places(entities, before, low, high))
        kept = {entity.id for entity, node in places if entity.id in before and before[entity.id].node == node}
        for known in before.values():  # first, because what comes may take the ids of what goes
            if known.ident not in kept:
                self._drop(known)
                twins = self._db.execute("SELECT file FROM twin WHERE ident = ?", (known.ident,))
                others.update(row[0] for row in twins)
        for entity, node in places:
            hash_, known_before = _hash(entity), before[entity.id] if entity.id in kept else None
            if known_before is None or known_before.hash != hash_:
                self._put(entity, node, file, hash_, known_before)
            elif known_before.line != entity.location.line:
                self._db.execute("UPDATE node SET line = ? WHERE id = ?", (entity.location.line, node))
        return others - {file}

    def forget(self, file: int, low: int, high: int) -> set[int]:
        """Remove all rows of a file; the files that have to be written again, as `replace` does."""
        others = self.replace(file, low, high, FactFile("", (), ()))
        self._db.execute("DELETE FROM file WHERE id = ?", (file,))
        return others

    def finish(self) -> None:
        """Settle what names mean, and write the facts down."""
        slugs = self._settle_uses()
        if self._fresh:
            run(self._db, LOOK_UPS)
        for mention, old, new in self._meanings.settle(None if self._fresh else slugs):
            if old:
                change = (new, old, mention)
                self._db.execute("UPDATE fact SET value = ? WHERE value = ? AND mention = ?", change)
                self._db.execute("UPDATE qualifier SET value = ? WHERE value = ? AND mention = ?", change)
        self._db.execute(
            "INSERT INTO fact SELECT f.id, f.relation, f.subject, m.node, f.mention, f.source, f.quote, f.said_by,"
            " f.as_of, f.note, f.certainty, f.line, f.place FROM staged_fact f JOIN mention m ON m.id = f.mention"
        )
        self._db.execute(
            "INSERT INTO qualifier SELECT q.fact, q.role, m.node, q.mention FROM staged_qualifier q"
            " JOIN mention m ON m.id = q.mention ORDER BY q.fact, q.role"
        )
        self._db.execute("DELETE FROM staged_fact")
        self._db.execute("DELETE FROM staged_qualifier")
        self._names.finish()
        for source, uses in self._cited.items():
            self._db.execute(
                "INSERT INTO cited VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET uses = uses + excluded.uses",
                (source, uses),
            )
        self._db.execute("DELETE FROM cited WHERE uses <= 0")
        if self._fresh:
            run(self._db, INDEXES)

    # -- entities ------------------------------------------------------------------------------------------------

    def _known(self, low: int, high: int) -> Iterator[_Known]:
        if self._fresh:
            return
        columns = "SELECT id, ident, line, hash, kind, name, year FROM node WHERE id >= ? AND id < ?"
        for node, ident, line, hash_, kind, name, year in self._db.execute(columns, (low, high)).fetchall():
            also = self._db.execute("SELECT folded FROM called WHERE node = ? ORDER BY rowid", (node,)).fetchall()
            yield _Known(node, ident, line, hash_, kind, (name, *(row[0] for row in also)), year)

    def _forget_problems(self, file: int) -> set[int]:
        """The problems of a file go; the files whose entities it had the ids of do not have to be written again."""
        if not self._fresh:
            self._db.execute("DELETE FROM problem WHERE file = ?", (file,))
            self._db.execute("DELETE FROM twin WHERE file = ?", (file,))
        return set()

    def _first_of_their_id(
        self, file: int, low: int, entities: Iterable[Entity], others: set[int]
    ) -> Iterator[Entity]:
        """The entities whose id no earlier one has. A later one, in another file, has to make way."""
        own: set[str] = set()
        for entity in entities:
            row = self._db.execute(
                "SELECT id, file FROM node WHERE ident = ? AND file IS NOT NULL", (entity.id,)
            ).fetchone()
            elsewhere = row is not None and row[1] != file
            if entity.id in own or (elsewhere and row[0] < low):
                place = entity.location
                self._db.execute("INSERT INTO twin VALUES (?, ?, ?, ?)", (entity.id, file, place.line, place.column))
                continue
            if len(entity.facts) >= 1 << FACT_BITS:
                place, what = entity.location, f"{entity.name!r} has more than a million facts"
                row = (file, place.line, place.column, what, "it was left out")
                self._db.execute("INSERT INTO problem VALUES (?, ?, ?, ?, ?)", row)
                continue
            if elsewhere:
                others.add(row[1])
                (later,) = self._known(row[0], row[0] + 1)
                self._drop(later)
            own.add(entity.id)
            yield entity

    def _places(
        self, entities: Sequence[Entity], before: Mapping[str, _Known], low: int, high: int
    ) -> Iterator[tuple[Entity, int]]:
        """Each entity with its node id: those that were there keep theirs, so far as the order allows."""
        last, waiting = low - 1, list[Entity]()
        for entity in entities:
            known = before.get(entity.id)
            if known is None or known.node <= last + len(waiting):
                waiting.append(entity)
                continue
            yield from _spread(waiting, last, known.node)
            yield entity, known.node
            last, waiting = known.node, []
        yield from _spread(waiting, last, high)

    def _put(self, entity: Entity, node: int, file: int, hash_: bytes, known: _Known | None) -> None:
        """Write an entity with its facts, in the place of what was `known` of it."""
        year = year_of(entity.facts)
        names = (entity.name, *(name.casefold() for name in (entity.name, *entity.also_known_as)))
        renamed = known is None or (known.kind, known.names) != (entity.kind, names)
        if known is not None:
            self._drop_facts(node)
            if renamed:
                self._uncall(node)
            elif known.year != year:
                self._dirty.update(self._slugs_of(node))
            if known.kind != entity.kind:
                self._id_came_or_went(entity.id)
        else:
            self._id_came_or_went(entity.id)
        place = entity.location
        self._db.execute(
            "INSERT OR REPLACE INTO node VALUES (?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?)",
            (node, entity.id, entity.kind, entity.name, year, file, place.line, place.column, hash_),
        )
        if renamed:
            self._call(node, entity.kind, entity.name, entity.also_known_as)
        if known is not None and known.kind == SOURCE:
            self._db.execute("DELETE FROM source WHERE node = ?", (node,))
        if entity.kind == SOURCE:
            details = json.dumps([entity.name, *entity.details])
            self._db.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?)", (entity.id, node, details))
        self._put_facts(entity, node)

    def _drop(self, known: _Known) -> None:
        self._drop_facts(known.node)
        self._uncall(known.node)
        self._db.execute("DELETE FROM node WHERE id = ?", (known.node,))
        self._db.execute("DELETE FROM source WHERE node = ?", (known.node,))
        self._id_came_or_went(known.ident)

    def _call(self, node: int, kind: str, name: str, also: Sequence[str]) -> None:
        rows = []
        for number, text in enumerate((name, *also)):
            spelling = normalise(text)
            rows.append((_slug_of(spelling), node, kind, spelling, text.casefold(), min(number, 1)))
        self._db.executemany("INSERT INTO called VALUES (?, ?, ?, ?, ?, ?)", rows)
        if not self._fresh:
            self._dirty.update(row[0] for row in rows)
        self._names.add(node, name, also, kind)

    def _uncall(self, node: int) -> None:
        self._dirty.update(self._slugs_of(node))
        self._db.execute("DELETE FROM called WHERE node = ?", (node,))
        self._names.remove(node)

    def _slugs_of(self, node: int) -> list[str]:
        return [row[0] for row in self._db.execute("SELECT slug FROM called WHERE node = ?", (node,))]

    def _id_came_or_went(self, ident: str) -> None:
        """What mentions an id, and what made one of its name, may mean something else now."""
        if not self._fresh:
            self._dirty.update((ident, ident.partition(".")[0]))
            self._dirty.update(row[0] for row in self._db.execute("SELECT slug FROM mention WHERE ref = ?", (ident,)))

    # -- facts ---------------------------------------------------------------------------------------------------

    def _put_facts(self, entity: Entity, node: int) -> None:
        facts, qualifiers = [], []
        line = entity.location.line
        for number, fact in enumerate(entity.facts, start=node << FACT_BITS):
            roles = self._roles[fact.relation]
            facts.append(
                (number, self._relations[fact.relation], node, self._mention(fact.value, *roles[VALUE]), fact.source,
                 fact.quote, fact.said_by, fact.as_of, fact.note, fact.certainty, fact.location.line - line,
                 fact.location.column)
            )  # fmt: skip
            self._cited[fact.source or ""] = self._cited.get(fact.source or "", 0) + 1
            qualified = dict(fact.qualifiers)
            qualifiers += [(number, role, self._mention(value, *roles[role])) for role, value in qualified.items()]
        marks = ", ".join("?" * 12)
        self._db.executemany(f"INSERT INTO staged_fact ({_FACT_COLUMNS}) VALUES ({marks})", facts)
        self._db.executemany("INSERT INTO staged_qualifier VALUES (?, ?, ?)", qualifiers)

    def _drop_facts(self, node: int) -> None:
        span = (node << FACT_BITS, (node + 1) << FACT_BITS)
        tables = (("fact", "id"), ("staged_fact", "id"), ("qualifier", "fact"), ("staged_qualifier", "fact"))
        for table, number in tables:
            source = "source" if number == "id" else "0"
            where = f"FROM {table} WHERE {number} >= ? AND {number} < ?"
            for mention, cited in self._db.execute(f"SELECT mention, {source} {where}", span):
                self._uses[mention] = self._uses.get(mention, 0) - 1
                if number == "id":
                    self._cited[cited or ""] = self._cited.get(cited or "", 0) - 1
            self._db.execute(f"DELETE {where}", span)

    def _mention(self, value: Value, kinds: str, named: bool) -> int:
        """The id of the way in which a value is written."""
        key = (kinds, value.text, value.year, value.entity)
        known = self._mentions.get(key)
        if known is None:
            hash_ = _number(key)
            known = self._stored_mention(hash_) or self._new_mention(value, kinds, named, hash_)
            self._mentions[key] = known
        self._uses[known] = self._uses.get(known, 0) + 1
        return known

    def _stored_mention(self, hash_: int) -> int | None:
        if self._fresh:
            return None
        row = self._db.execute("SELECT id FROM mention WHERE hash = ?", (hash_,)).fetchone()
        return int(row[0]) if row else None

    def _new_mention(self, value: Value, kinds: str, named: bool, hash_: int) -> int:
        self._last_mention += 1
        row: list[object] = [self._last_mention, hash_]
        if named:
            spelling = normalise(value.text)
            row += [None, kinds, _slug_of(spelling), spelling, value.text, value.year, value.entity]
        else:
            row += [self._meanings.new_literal(kinds, value.text, value.low, value.high), *[None] * 6]
        self._db.execute("INSERT INTO mention VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, NULL)", row)
        return self._last_mention

    def _settle_uses(self) -> set[str]:
        """Count how often each mention stands; the groups that may have changed. Unused literals go."""
        self._db.executemany(
            "UPDATE mention SET uses = uses + ? WHERE id = ?", ((uses, i) for i, uses in self._uses.items() if uses)
        )
        if self._fresh:
            return set()
        touched = json.dumps([i for i, uses in self._uses.items() if uses])
        unused = f"SELECT id, node FROM mention WHERE slug IS NULL AND uses <= 0 AND id IN ({_SPANS})"
        for mention, node in self._db.execute(unused, (touched,)).fetchall():
            self._db.execute("DELETE FROM mention WHERE id = ?", (mention,))
            self._db.execute("DELETE FROM node WHERE id = ?", (node,))
        slugs = f"SELECT DISTINCT slug FROM mention WHERE slug IS NOT NULL AND id IN ({_SPANS})"
        return self._dirty | {row[0] for row in self._db.execute(slugs, (touched,))}


def _spread(entities: Sequence[Entity], last: int, end: int) -> Iterator[tuple[Entity, int]]:
    """Places for entities between two nodes, at equal distances."""
    step = (end - last) // (len(entities) + 1)
    if entities and not step:
        raise NoRoomError
    for number, entity in enumerate(entities, start=1):
        yield entity, last + number * step


def _hash(entity: Entity) -> bytes:
    """A digest of all that a file says of an entity, wherever in the file it says so."""
    line = entity.location.line
    facts = [
        (fact.relation, _plain(fact.value), [(role, _plain(value)) for role, value in fact.qualifiers],
         fact.location.line - line, fact.location.column, fact.source, fact.quote, fact.said_by, fact.as_of, fact.note,
         fact.certainty and str(fact.certainty))
        for fact in entity.facts
    ]  # fmt: skip
    said = (entity.kind, entity.name, entity.also_known_as, entity.location.column, entity.details, facts)
    return blake2b(marshal.dumps(said, 2), digest_size=16).digest()  # version 2: equal values are written equally


def _plain(value: Value) -> tuple[object, ...]:
    return value.text, value.low, value.high, value.entity, value.year


def _number(key: tuple[str, str, int | None, str | None]) -> int:
    """A mention's key as a number of 63 bits."""
    return int.from_bytes(blake2b(marshal.dumps(key, 2), digest_size=8).digest(), "big") >> 1
