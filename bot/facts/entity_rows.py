"""One entity to rows of a snapshot, and away again: its node, its names, its facts and how they write their values."""

from __future__ import annotations

import json
import marshal
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from bot.facts.fact_file import SOURCE, year_of
from bot.facts.mentions import Meanings
from bot.facts.model import Entity, Value
from bot.facts.name_index import NameIndex
from bot.facts.tables import FACT_BITS, INDEXES, LOOK_UPS, STAGING, run
from bot.facts.text import normalise
from bot.facts.vocabulary import VALUE, Relation

_GAPS = re.compile(r"[^\w]+")
_FACT_COLUMNS = "id, relation, subject, mention, source, quote, said_by, as_of, note, certainty, line, place, file"
_MANY = 20_000
_SPANS = "SELECT value FROM json_each(?)"


def slug(name: str) -> str:
    """An id made from a name: 'Canter's Delicatessen' -> 'canters-delicatessen'."""
    return _slug_of(normalise(name))


def _slug_of(spelling: str) -> str:
    return _GAPS.sub("-", spelling.replace(" 's", "s")).strip("-") or "unnamed"


class Known(NamedTuple):
    """An entity that the snapshot has: what of it can change without its facts."""

    node: int
    ident: str
    line: int
    hash: bytes
    kind: str
    names: tuple[str, ...]
    year: int | None


class EntityRows:
    """Puts entities into the tables of one snapshot. Nothing of it can be looked up before `finish`.

    ``dirty`` are the groups of names (see `mentions`) that an entity came to or went from.
    """

    def __init__(self, connection: sqlite3.Connection, vocabulary: Mapping[str, Relation], fresh: bool) -> None:
        self._db, self._fresh = connection, fresh
        run(connection, STAGING)
        self._relations: dict[str, int] = dict(connection.execute("SELECT name, id FROM relation"))
        self._last_mention = int(connection.execute("SELECT coalesce(max(id), 0) FROM mention").fetchone()[0])
        self._known_mentions = self._last_mention
        self._waiting: dict[str, list[tuple[object, ...]]] = {}
        self._names = NameIndex(connection)
        self._meanings = Meanings(connection, vocabulary, self._names)
        self._mentions: dict[tuple[str, str, int | None, str | None], int] = {}
        self._uses: dict[int, int] = {}
        self._cited: dict[str, int] = {}
        self._counts: dict[int, int] = {}
        self.dirty: set[str] = set()
        self._roles = {
            name: {role: (",".join(relation.kinds(role)), relation.takes_names(role)) for role in relation.roles}
            for name, relation in vocabulary.items()
        }

    def label(self, kind: str, name: str, also: Sequence[str]) -> None:
        """Put down a label that a relation declares."""
        self._call(self._meanings.new_node(kind, name, None), kind, name, also)

    def known(self, low: int, high: int) -> Iterator[Known]:
        """The described entities whose nodes lie in [low, high)."""
        columns = "SELECT id, ident, line, hash, kind, name, year FROM node WHERE id >= ? AND id < ?"
        for node, ident, line, hash_, kind, name, year in self._db.execute(columns, (low, high)).fetchall():
            also = self._db.execute("SELECT folded FROM called WHERE node = ? ORDER BY rowid", (node,)).fetchall()
            yield Known(node, ident, line, hash_, kind, (name, *(row[0] for row in also)), year)

    def put(self, entity: Entity, node: int, file: int, known: Known | None) -> None:
        """Write an entity with its facts, in the place of what was `known` of it; as little as has changed."""
        hash_, place = _hash(entity), entity.location
        if known is not None and known.hash == hash_:
            if known.line != place.line:
                self._db.execute("UPDATE node SET line = ? WHERE id = ?", (place.line, node))
            return
        year = year_of(entity.facts)
        names = (entity.name, *(name.casefold() for name in (entity.name, *entity.also_known_as)))
        renamed = known is None or (known.kind, known.names) != (entity.kind, names)
        if known is not None:
            self._drop_facts(node)
            if renamed:
                self._uncall(node)
            elif known.year != year:
                self.dirty.update(self._slugs_of(node))
            if known.kind != entity.kind:
                self._id_came_or_went(entity.id)
        else:
            self._id_came_or_went(entity.id)
        row = (node, entity.id, entity.kind, entity.name, year, file, place.line, place.column, hash_)
        self._insert("OR REPLACE INTO node VALUES (?, ?, ?, ?, ?, NULL, NULL, ?, ?, ?, ?)", [row])
        if renamed:
            self._call(node, entity.kind, entity.name, entity.also_known_as)
        if known is not None and known.kind == SOURCE:
            self._db.execute("DELETE FROM source WHERE node = ?", (node,))
        if entity.kind == SOURCE:
            details = json.dumps([entity.name, *entity.details])
            self._db.execute("INSERT OR REPLACE INTO source VALUES (?, ?, ?)", (entity.id, node, details))
        self._put_facts(entity, node)

    def drop(self, known: Known) -> None:
        """Remove an entity."""
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
        self._insert("INTO called VALUES (?, ?, ?, ?, ?, ?)", rows)
        if not self._fresh:
            self.dirty.update(row[0] for row in rows)
        self._names.add(node, name, also, kind)

    def _uncall(self, node: int) -> None:
        self.dirty.update(self._slugs_of(node))
        self._db.execute("DELETE FROM called WHERE node = ?", (node,))
        self._names.remove(node)

    def _slugs_of(self, node: int) -> list[str]:
        return [row[0] for row in self._db.execute("SELECT slug FROM called WHERE node = ?", (node,))]

    def _id_came_or_went(self, ident: str) -> None:
        """What mentions an id, and what made one of its name, may mean something else now."""
        if not self._fresh:
            self.dirty.update((ident, ident.partition(".")[0]))
            self.dirty.update(row[0] for row in self._db.execute("SELECT slug FROM mention WHERE ref = ?", (ident,)))

    def _put_facts(self, entity: Entity, node: int) -> None:
        facts, qualifiers = [], []
        file, line, _ = entity.location
        for number, fact in enumerate(entity.facts, start=node << FACT_BITS):
            roles, relation, source = self._roles[fact.relation], self._relations[fact.relation], fact.source
            where, fact_line, column = fact.location
            facts.append(
                (number, relation, node, self._mention(fact.value, *roles[VALUE]), source,
                 fact.quote, fact.said_by, fact.as_of, fact.note, fact.certainty, fact_line - line,
                 column, None if where == file else self._file(where))
            )  # fmt: skip
            self._counts[relation] = self._counts.get(relation, 0) + 1
            self._cited[source or ""] = self._cited.get(source or "", 0) + 1
            qualifiers += [(number, role, self._mention(value, *roles[role])) for role, value in fact.qualifiers]
        marks = ", ".join("?" * 13)
        self._insert(f"INTO staged_fact ({_FACT_COLUMNS}) VALUES ({marks})", facts)
        self._insert("INTO staged_qualifier VALUES (?, ?, ?)", qualifiers)

    def _insert(self, into: str, rows: Sequence[tuple[object, ...]]) -> None:
        """Insert rows; into a new snapshot, which nobody looks into before the end, many at once."""
        waiting = self._waiting.setdefault(into, [])
        waiting.extend(rows)
        if not self._fresh or len(waiting) > _MANY:
            self._db.executemany(f"INSERT {into}", waiting)
            waiting.clear()

    def _file(self, name: str) -> int:
        (number,) = self._db.execute("SELECT id FROM file WHERE path = ?", (name,)).fetchone()
        return int(number)

    def _drop_facts(self, node: int) -> None:
        span = (node << FACT_BITS, (node + 1) << FACT_BITS)
        tables = (("fact", "id"), ("staged_fact", "id"), ("qualifier", "fact"), ("staged_qualifier", "fact"))
        for table, number in tables:
            columns = "source, relation" if number == "id" else "0, 0"
            where = f"FROM {table} WHERE {number} >= ? AND {number} < ?"
            for mention, cited, relation in self._db.execute(f"SELECT mention, {columns} {where}", span):
                self._uses[mention] = self._uses.get(mention, 0) - 1
                if number == "id":
                    self._cited[cited or ""] = self._cited.get(cited or "", 0) - 1
                    self._counts[relation] = self._counts.get(relation, 0) - 1
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
        self._insert("INTO mention VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, NULL)", [tuple(row)])
        return self._last_mention

    # -- the end ------------------------------------------------------------------------------------------------------

    def finish(self) -> None:
        """Settle what names mean, and write the facts down."""
        for into, waiting in self._waiting.items():
            self._db.executemany(f"INSERT {into}", waiting)
            waiting.clear()
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
            " f.as_of, f.note, f.certainty, f.line, f.place, f.file FROM staged_fact f"
            " JOIN mention m ON m.id = f.mention"
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
        counts = ((count, relation) for relation, count in self._counts.items())
        self._db.executemany("UPDATE relation SET facts = facts + ? WHERE id = ?", counts)
        self._db.execute("DELETE FROM cited WHERE uses <= 0")
        if self._fresh:
            run(self._db, INDEXES)

    def _settle_uses(self) -> set[str]:
        """Count how often each mention stands; the groups that may have changed. Unused literals go."""
        self._db.executemany(
            "UPDATE mention SET uses = uses + ? WHERE id = ?", ((uses, i) for i, uses in self._uses.items() if uses)
        )
        if self._fresh:
            return set()
        touched = json.dumps([i for i, uses in self._uses.items() if uses or i > self._known_mentions])
        unused = f"SELECT id, node FROM mention WHERE slug IS NULL AND uses <= 0 AND id IN ({_SPANS})"
        for mention, node in self._db.execute(unused, (touched,)).fetchall():
            self._db.execute("DELETE FROM mention WHERE id = ?", (mention,))
            self._db.execute("DELETE FROM node WHERE id = ?", (node,))
        slugs = f"SELECT DISTINCT slug FROM mention WHERE slug IS NOT NULL AND id IN ({_SPANS})"
        return self.dirty | {row[0] for row in self._db.execute(slugs, (touched,))}


def _hash(entity: Entity) -> bytes:
    """A digest of all that is said of an entity, wherever in its file it is said."""
    file, line = entity.location.file, entity.location.line
    facts = [
        (fact.relation, _plain(fact.value), [(role, _plain(value)) for role, value in fact.qualifiers],
         fact.location.line - line, fact.location.column, fact.source, fact.quote, fact.said_by, fact.as_of, fact.note,
         fact.certainty and str(fact.certainty), fact.location.file != file and fact.location.file)
        for fact in entity.facts
    ]  # fmt: skip
    said = (entity.kind, entity.name, entity.also_known_as, entity.location.column, entity.details, facts)
    return blake2b(marshal.dumps(said, 2), digest_size=16).digest()  # version 2: equal values are written equally


def _plain(value: Value) -> tuple[object, ...]:
    return value.text, value.low, value.high, value.entity, value.year


def _number(key: tuple[str, str, int | None, str | None]) -> int:
    """A mention's key as a number of 63 bits."""
    return int.from_bytes(blake2b(marshal.dumps(key, 2), digest_size=8).digest(), "big") >> 1
