"""The compiled knowledge base: one SQLite file, built from the fact files, opened read-only, thrown away at will.

Everything that a fact links is a *node*: an entity, a label ('crime'), or a literal (a date, a number, a text). Queries
walk from nodes to nodes along relations; ids of nodes are integers and mean nothing outside one snapshot.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.facts.model import WORKS, Certainty
from bot.facts.name_index import ALIAS
from bot.facts.name_reading import NameReader
from bot.facts.number_line import NumberLine
from bot.facts.rows import Node, Statement
from bot.facts.statement_reading import StatementReader
from bot.facts.tables import opened_for_reading
from bot.facts.text import compact, normalise
from bot.facts.vocabulary import SUBJECT, VALUE

#: Nodes and statements remembered at most, about 300 bytes each.
MOST_REMEMBERED = 2_000
#: Look-ups remembered at most, and the longest of them, in rows of about 100 bytes.
MOST_LOOKED_UP, LONGEST_LOOKED_UP = 100, 300


class KnowledgeBase:
    """A snapshot opened for reading. One thread at a time; closing it twice is harmless."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.state = 0  #: Another number after each `advance`: what was found out before may not hold any more.
        self._db = opened_for_reading(path)
        self.advance()
        self._relations: dict[str, int] = {name: i for i, name in self._db.execute("SELECT id, name FROM relation")}
        self._relation_names = {i: name for name, i in self._relations.items()}
        self._stated = StatementReader(self._db, self._relation_names, self._file)

    def advance(self) -> None:
        """Go on to what has been compiled since. Until then every query sees one state, whatever is written."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")
        self._db.execute("BEGIN")
        self._db.execute("SELECT 1 FROM meta LIMIT 1").fetchone()  # the state is that of the first query
        self._files: dict[int, str] = {}
        self._nodes: dict[int, Node] = {}
        self._known: dict[int, Statement] = {}
        self._looked_up: dict[tuple[str, tuple[object, ...]], list[tuple[int, int]]] = {}
        self.index = NameReader(self._db)  #: The words and names of this state.
        self.line = NumberLine(self._db)  #: Its dates and numbers.
        self.state += 1

    def close(self) -> None:
        """Release the file."""
        self._db.close()

    def execute(self, sql: str, arguments: Iterable[object] = ()) -> sqlite3.Cursor:
        """Run a query against the snapshot's own tables (see name_index and compiling)."""
        return self._db.execute(sql, tuple(arguments))

    def meta(self, key: str) -> str:
        """A note that the compiler left, such as the problems of the files as JSON; empty when there is none."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    # -- nodes ---------------------------------------------------------------------------------------------------

    def nodes(self, ids: Collection[int]) -> dict[int, Node]:
        """The nodes with these ids, by id; one question asks for the same ones many times."""
        wanted = sorted(set(ids))
        known = self._nodes
        if further := [node for node in wanted if node not in known]:
            if len(known) >= MOST_REMEMBERED:
                known = self._nodes = {node: known[node] for node in wanted if node in known}
            rows = self._db.execute(
                "SELECT file, id, kind, name, ident, year, low, high FROM node"
                " WHERE id IN (SELECT value FROM json_each(?))",
                (json.dumps(further),),
            )
            known.update((row[1], self._node(row)) for row in rows)
        return {node: known[node] for node in wanted if node in known}

    def _node(self, row: tuple[Any, ...]) -> Node:
        file, node, kind, name, ident, year, low, high = row
        return Node(node, kind, name, ident, year, low, high, None if file is None else self._file(file))

    def _file(self, number: int) -> str:
        name = self._files.get(number)
        if name is None:
            (name,) = self._db.execute("SELECT path FROM file WHERE id = ?", (number,)).fetchone()
            self._files[number] = name
        return str(name)

    def node(self, node_id: int) -> Node:
        """One node; KeyError if there is none."""
        return self.nodes([node_id])[node_id]

    def by_ident(self, ident: str) -> int | None:
        """The node of the entity with this id in the fact files."""
        row = self._db.execute("SELECT id FROM node WHERE ident = ?", (ident,)).fetchone()
        return int(row[0]) if row else None

    def described_in(self, ident: str) -> list[str]:
        """The files that describe the entity with this id, the nearest first."""
        rows = self._db.execute(
            "SELECT file.path, file.rank FROM description JOIN file ON file.id = file WHERE ident = ?1"
            " UNION SELECT file.path, file.rank FROM node JOIN file ON file.id = node.file WHERE ident = ?1"
            " ORDER BY rank",
            (ident,),
        )
        return [path for path, _ in rows]

    def of_kinds(self, kinds: Collection[str]) -> set[int]:
        """All nodes of some kinds."""
        sql = f"SELECT id FROM node WHERE kind IN ({_marks(kinds)})"
        return {row[0] for row in self._db.execute(sql, tuple(kinds))}

    def called(self, name: str) -> list[Node]:
        """The entities of this name, whole or as an alias."""
        sql = (
            "SELECT DISTINCT node.id FROM name JOIN node ON node.id = name.node"
            " WHERE name.key = ? AND name.weight >= ? AND node.ident IS NOT NULL ORDER BY node.id"
        )
        rows = self._db.execute(sql, (compact(normalise(name)), ALIAS))
        return list(self.nodes([row[0] for row in rows]).values())

    def mentioned(self, nodes: Collection[int]) -> dict[int, int]:
        """How many facts are about each of some nodes or have it as their value: a measure of how well known it is."""
        rows = self._db.execute(
            "SELECT n.value,"
            " (SELECT count(*) FROM fact WHERE relation IN (SELECT id FROM relation) AND subject = n.value)"
            " + (SELECT count(*) FROM fact WHERE relation IN (SELECT id FROM relation) AND value = n.value)"
            " FROM json_each(?) n",
            (json.dumps(list(nodes)),),
        )
        return dict(rows.fetchall())

    def told_of(self, nodes: Collection[int]) -> dict[int, int]:
        """How many facts have each of some nodes as their value: the films of a person."""
        rows = self._db.execute(
            "SELECT value, count(*) FROM fact WHERE relation IN (SELECT id FROM relation)"
            " AND value IN (SELECT value FROM json_each(?)) GROUP BY value",
            (json.dumps(list(nodes)),),
        )
        return {**dict.fromkeys(nodes, 0), **dict(rows)}

    def in_works(self, nodes: Collection[int]) -> set[int]:
        """Those of some nodes that facts about works name: who had to do with one, not whoever is somebody's child."""
        rows = self._db.execute(
            "SELECT DISTINCT f.value FROM fact f JOIN node ON node.id = f.subject"
            " WHERE f.relation IN (SELECT id FROM relation) AND f.value IN (SELECT value FROM json_each(?))"
            " AND node.kind IN (SELECT value FROM json_each(?))",
            (json.dumps(list(nodes)), json.dumps(list(WORKS))),
        )
        return {node for (node,) in rows}

    # -- facts ---------------------------------------------------------------------------------------------------

    def lookup(
        self, relation: str | Sequence[str], ask: str, given: Mapping[str, Collection[int]]
    ) -> list[tuple[int, int]]:
        """(node in the role `ask`, fact) of each fact of a relation whose other roles are in the given sets of nodes.

        Subject, value and qualifiers are roles alike; with nothing given, all facts of the relation. Of several
        relations it gives the facts of each.
        """
        names = (relation,) if isinstance(relation, str) else relation
        numbers = [self._relations[name] for name in names if name in self._relations]
        if not numbers:
            return []
        joins: list[str] = []
        where = [f"f.relation IN ({_marks(numbers)})"]
        arguments: list[object] = []
        columns = {SUBJECT: "f.subject", VALUE: "f.value"}
        for role in dict.fromkeys((ask, *given)):
            if role not in columns:
                columns[role] = f"q{len(joins)}.value"
                joins.append(f"JOIN qualifier q{len(joins)} ON q{len(joins)}.fact = f.id AND q{len(joins)}.role = ?")
                arguments.append(role)
        arguments.extend(numbers)
        for role, ids in given.items():
            if len(ids) == 1:
                where.append(f"{columns[role]} = ?")
                arguments.extend(ids)
            else:
                where.append(f"{columns[role]} IN (SELECT value FROM json_each(?))")
                arguments.append(json.dumps(list(ids)))
        sql = f"SELECT {columns[ask]}, f.id FROM fact f {' '.join(joins)} WHERE {' AND '.join(where)} ORDER BY f.id"
        key = sql, tuple(arguments)  # one question looks up the same several times
        rows = self._looked_up.get(key)
        if rows is None:
            rows = self._db.execute(sql, arguments).fetchall()
            if len(rows) <= LONGEST_LOOKED_UP and sum(map(len, given.values())) <= LONGEST_LOOKED_UP:
                if len(self._looked_up) >= MOST_LOOKED_UP:
                    self._looked_up.clear()
                self._looked_up[key] = rows
        return rows

    def in_both(
        self, ones: Sequence[str], others: Sequence[str], among: Collection[int] | None
    ) -> list[tuple[int, int, int, int]]:
        """(subject, value, fact, other fact) where relations of two sorts have the same subject and value.

        Of subjects that are `among` some, or of any. The facts of the sort that has fewer are gone through.
        """
        known = self.known_relations()
        swapped = sum(known.get(name, 0) for name in others) < sum(known.get(name, 0) for name in ones)
        outer, inner = (
            [self._relations[name] for name in names if name in self._relations]
            for names in ((others, ones) if swapped else (ones, others))
        )
        within = "" if among is None else " AND f.subject IN (SELECT value FROM json_each(?))"
        sql = (
            f"SELECT DISTINCT f.subject, f.value, {'g.id, f.id' if swapped else 'f.id, g.id'} FROM fact f"
            f" CROSS JOIN fact g ON g.relation IN ({_marks(inner)}) AND g.subject = f.subject AND g.value = f.value"
            f" WHERE f.relation IN ({_marks(outer)}){within} ORDER BY 3, 4"
        )
        return self._db.execute(
            sql, (*inner, *outer, *(() if among is None else (json.dumps(list(among)),)))
        ).fetchall()

    def statements(self, ids: Collection[int]) -> list[Statement]:
        """The facts with these ids, in the order of the fact files; one question asks for the same several times."""
        wanted = sorted(set(ids))
        known = self._known
        if further := [fact for fact in wanted if fact not in known]:
            if len(known) >= MOST_REMEMBERED:
                known = self._known = {fact: known[fact] for fact in wanted if fact in known}
            found = self._stated.read("f.id IN (SELECT value FROM json_each(?))", (json.dumps(further),))
            known.update((statement.id, statement) for statement in found)
        return [known[fact] for fact in wanted if fact in known]

    def relations_of(self, node: int) -> set[tuple[str, str]]:
        """The relations that have facts with a node as their subject or value, each with that role."""
        rows = self._db.execute(
            "SELECT id, EXISTS (SELECT 1 FROM fact WHERE relation = r.id AND subject = ?1),"
            " EXISTS (SELECT 1 FROM fact WHERE relation = r.id AND value = ?1) FROM relation r WHERE facts > 0",
            (node,),
        )
        roles = ((number, (SUBJECT, VALUE)[at]) for number, *has in rows for at in (0, 1) if has[at])
        return {(self._relation_names[number], role) for number, role in roles}

    def statements_about(self, node: int) -> list[Statement]:
        """Every fact whose subject is this node."""
        # The relation is in every index on facts, so it is named here to be one look-up each instead of a scan.
        return self._stated.read(
            "f.relation IN (SELECT id FROM relation) AND f.subject = ?",
            (node,),
        )

    def beside(self, node: int) -> set[int]:
        """What the facts about this node name: their values, and what fills their further roles."""
        return {
            other for said in self.statements_about(node) for other in (said.value, *dict(said.qualifiers).values())
        }

    def cited(self, source: str) -> int:
        """How many facts name the source of this id."""
        row = self._db.execute("SELECT uses FROM cited WHERE source = ?", (source,)).fetchone()
        return int(row[0]) if row else 0

    def uncertain(self) -> list[Statement]:
        """Every fact that is only expected or rumoured."""
        return self._stated.read("f.certainty IN (?, ?)", (Certainty.EXPECTED.value, Certainty.RUMOURED.value))

    def roles_of(self, fact: int) -> dict[str, int]:
        """The nodes in every role of a fact."""
        (statement,) = self.statements([fact])
        return {SUBJECT: statement.subject, VALUE: statement.value, **dict(statement.qualifiers)}

    def known_relations(self) -> dict[str, int]:
        """The relations that have facts here, with their number, most facts first."""
        return dict(self._db.execute("SELECT name, facts FROM relation WHERE facts > 0 ORDER BY facts DESC, id"))

    def first_fact(self, relation: str) -> int:
        """The first fact of a relation that has some, in the order of the fact files."""
        number = (self._relations[relation],)
        # its subject comes first too, so that the index finds it
        row = self._db.execute("SELECT id FROM fact WHERE relation = ? ORDER BY subject, id LIMIT 1", number).fetchone()
        return int(row[0])


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))
