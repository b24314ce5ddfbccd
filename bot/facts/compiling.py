"""Fact files to snapshot: names become nodes, facts become rows. The snapshot is written aside and moved into place."""

from __future__ import annotations

import gc
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.facts import name_index
from bot.facts.label_names import Spelling, further_names
from bot.facts.model import KINDS, Entity, Fact, Value
from bot.facts.text import normalise
from bot.facts.vocabulary import SUBJECT, VALUE, Relation

#: Part of a snapshot's name: raise it when the tables, or what fills them, change.
FORMAT = 11

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE file (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
CREATE TABLE relation (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE node (id INTEGER PRIMARY KEY, ident TEXT, kind TEXT NOT NULL, name TEXT NOT NULL, year INTEGER,
                   low REAL, high REAL, file INTEGER);
CREATE TABLE fact (id INTEGER PRIMARY KEY, relation INTEGER NOT NULL, subject INTEGER NOT NULL, value INTEGER NOT NULL,
                   source TEXT, quote TEXT, said_by TEXT, as_of TEXT, note TEXT, certainty TEXT,
                   file INTEGER NOT NULL, line INTEGER NOT NULL);
CREATE TABLE qualifier (fact INTEGER NOT NULL, role TEXT NOT NULL, value INTEGER NOT NULL,
                        PRIMARY KEY (fact, role)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX node_ident ON node (ident);
CREATE INDEX node_kind ON node (kind);
CREATE INDEX fact_forward ON fact (relation, subject, value);
CREATE INDEX fact_backward ON fact (relation, value, subject);
CREATE INDEX qualifier_value ON qualifier (role, value);
"""


def slug(name: str) -> str:
    """An id made from a name: 'Canter's Delicatessen' -> 'canters-delicatessen'."""
    return re.sub(r"[^\w]+", "-", normalise(name).replace(" 's", "s")).strip("-") or "unnamed"


def compile_snapshot(
    path: Path,
    vocabulary: Mapping[str, Relation],
    entities: Iterable[Entity],
    notes: Mapping[str, str],
) -> None:
    """Build the snapshot of `entities` at `path`, in place of what is there; `notes` go into its meta table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, scratch = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    os.close(handle)
    collecting = gc.isenabled()
    gc.disable()  # millions of small tuples that are no garbage: a third of the time otherwise
    try:
        connection = sqlite3.connect(scratch)
        try:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
            _Compiler(connection, vocabulary).write(list(entities), notes)
            connection.commit()
        finally:
            connection.close()
        Path(scratch).replace(path)
    finally:
        if collecting:
            gc.enable()
        Path(scratch).unlink(missing_ok=True)


class _Compiler:
    def __init__(self, connection: sqlite3.Connection, vocabulary: Mapping[str, Relation]) -> None:
        self._db = connection
        self._vocabulary = vocabulary
        self._files: dict[str, int] = {}
        self._idents: dict[str, int] = {}
        self._named: dict[tuple[str, str], list[int]] = {}
        self._literals: dict[tuple[str, str], int] = {}
        self._nodes: list[tuple[int, str | None, str, str, int | None, float | None, float | None, int | None]] = []
        self._names: list[tuple[int, str, tuple[str, ...], str]] = []

    def write(self, entities: list[Entity], notes: Mapping[str, str]) -> None:
        relations = {name: i for i, name in enumerate(self._vocabulary, start=1)}
        for entity in entities:
            self._add_entity(entity)
        for relation in self._vocabulary.values():
            for label in relation.labels:
                name, *others = label.split(" / ")
                others += further_names(name, relation.spellings)
                self._add_label(name, *others, kind=relation.kinds(VALUE)[0])
        facts: list[tuple[object, ...]] = []
        qualifiers: list[tuple[int, str, int]] = []
        for number, (fact, roles) in enumerate(self._resolved(entities), start=1):
            facts.append(
                (number, relations[fact.relation], roles.pop(SUBJECT), roles.pop(VALUE), fact.source, fact.quote,
                 fact.said_by, fact.as_of, fact.note, fact.certainty, self._file(fact.location.file),
                 fact.location.line)
            )  # fmt: skip
            qualifiers.extend((number, role, node) for role, node in roles.items())
        many = self._db.executemany
        many("INSERT INTO meta VALUES (?, ?)", notes.items())
        many("INSERT INTO relation VALUES (?, ?)", ((i, name) for name, i in relations.items()))
        many("INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._nodes)
        many("INSERT INTO file VALUES (?, ?)", ((i, name) for name, i in self._files.items()))
        many("INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", facts)
        many("INSERT INTO qualifier VALUES (?, ?, ?)", sorted(qualifiers))
        self._db.executescript(INDEXES)
        name_index.write(self._db, self._names)

    def _file(self, name: str) -> int:
        return self._files.setdefault(name, len(self._files) + 1)

    def _add_entity(self, entity: Entity) -> None:
        year = min((int(f.value.low) // 10000 for f in entity.facts if f.relation == "release_date" and f.value.low),
                   default=None)  # fmt: skip
        file = self._file(entity.location.file)
        node = self._add_node(entity.id, entity.kind, entity.name, year=year, file=file)
        for spelling in {normalise(name): name for name in (entity.name, *entity.also_known_as)}:
            self._named.setdefault((entity.kind, spelling), []).append(node)
        self._names.append((node, entity.name, entity.also_known_as, entity.kind))

    def _add_label(self, name: str, *aliases: str, kind: str) -> None:
        """A label that people ask for: 'science fiction / sci-fi' is one, under two names."""
        node = self._add_node(None, kind, name)
        for spelling in (name, *aliases):
            self._named.setdefault((kind, normalise(spelling)), []).append(node)
        self._names.append((node, name, aliases, kind))

    def _add_node(
        self,
        ident: str | None,
        kind: str,
        name: str,
        year: int | None = None,
        low: float | None = None,
        high: float | None = None,
        file: int | None = None,
    ) -> int:
        node = len(self._nodes) + 1
        self._nodes.append((node, ident, kind, name, year, low, high, file))
        if ident is not None:
            self._idents[ident] = node
        return node

    def _resolved(self, entities: list[Entity]) -> Iterator[tuple[Fact, dict[str, int]]]:
        """Each fact with the nodes of its roles.

        A name that no file describes becomes an entity of the first kind that its relation allows. Relations that allow
        one kind only go first, so that a person stays a person where another relation would take an organisation too.
        """
        facts = [fact for entity in entities for fact in entity.facts]
        for sure in (True, False):
            for fact in facts:
                relation = self._vocabulary[fact.relation]
                for role, value in ((VALUE, fact.value), *fact.qualifiers):
                    if (len(relation.kinds(role)) == 1) is sure:
                        self._node_of(value, relation, role)
        for fact in facts:
            relation = self._vocabulary[fact.relation]
            roles = {SUBJECT: self._idents[fact.subject], VALUE: self._node_of(fact.value, relation, VALUE)}
            roles.update((role, self._node_of(value, relation, role)) for role, value in fact.qualifiers)
            yield fact, roles

    def _node_of(self, value: Value, relation: Relation, role: str) -> int:
        kinds = relation.kinds(role)
        if value.entity is not None and value.entity in self._idents:
            return self._idents[value.entity]
        if relation.takes_names(role):
            return self._named_node(value, kinds, relation.spellings if role == VALUE else ())
        key = (kinds[0], value.text)
        if key not in self._literals:
            self._literals[key] = self._add_node(None, kinds[0], value.text, low=value.low, high=value.high)
        return self._literals[key]

    def _named_node(self, value: Value, kinds: tuple[str, ...], spellings: Sequence[Spelling]) -> int:
        spelling = normalise(value.text)
        found = [node for kind in kinds for node in self._named.get((kind, spelling), ())]
        if value.year is not None:
            found = [node for node in found if self._nodes[node - 1][4] in (value.year, None)]
        if found:
            return found[0]
        ident = None
        if kinds[0] in KINDS:
            ident = value.entity or slug(value.text)
            if ident in self._idents:
                ident = f"{ident}-{kinds[0]}"
            while ident in self._idents:
                ident += "-"
        node = self._add_node(ident, kinds[0], value.text, year=value.year)
        self._named.setdefault((kinds[0], spelling), []).append(node)
        self._names.append((node, value.text, further_names(value.text, spellings), kinds[0]))
        return node
