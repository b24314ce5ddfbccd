"""The name index as it is read: words by the letters that they share with typed ones, names by the words in them.

One question asks for the same words and names several times, and others for many of them again: so many are remembered.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from bot.facts.name_index import ALIAS, PART, deletions, deletions_twice
from bot.facts.rows import Node
from bot.facts.text import compact, normalise

#: How many typed words, words of names and names are remembered, and of no word more names than this.
_MOST_TYPED, _MOST_WORDS, _MOST_NAMES, _MOST_HOLDING = 500, 2000, 4000, 300

#: How many bits of a name that holds a word say of how many words it is, and the most that they say.
LENGTH_BITS = 5
LONGEST = (1 << LENGTH_BITS) - 1
#: A posting as one number, in SQL.
AS_HELD = f"(posting.name << {LENGTH_BITS}) + min(posting.length, {LONGEST})"

Key = TypeVar("Key", str, int)
Row = TypeVar("Row")


class IndexedWord(NamedTuple):
    """A word of names, and how many names have it."""

    id: int
    word: str
    names: int


class IndexedName(NamedTuple):
    """A way to write a name: its node, its words, and what it is worth."""

    node: int
    words: tuple[str, ...]
    weight: float


class NameReader:
    """Reads the name index of one state of a snapshot."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        #: How many ways to write a name there are, about.
        self.size = int(connection.execute("SELECT coalesce(max(id), 0) FROM name").fetchone()[0])
        self._alike: dict[str, list[IndexedWord]] = {}
        self._holding: dict[int, array[int]] = {}
        self._names: dict[int, IndexedName] = {}
        self._written: dict[str, list[int]] = {}

    def alike(self, typed: Collection[str]) -> Mapping[str, list[IndexedWord]]:
        """The words that have a spelling with one letter left out in common with each typed one; numbers have none."""
        if further := _further(self._alike, typed, _MOST_TYPED):
            keys: dict[str, list[str]] = {}
            for word in further:
                for key in set(deletions(word)) if not word.isdigit() else (word,):
                    keys.setdefault(key, []).append(word)
            rows = self._db.execute(
                "SELECT near.key, word.id, word.word, word.names FROM near JOIN word ON word.id = near.word"
                f" WHERE near.key IN ({_marks(keys)})",
                tuple(keys),
            )
            found: dict[str, dict[int, IndexedWord]] = {word: {} for word in further}
            for key, *row in rows:
                for word in keys[key]:
                    found[word][row[0]] = IndexedWord(*row)
            self._alike.update((word, list(words.values())) for word, words in found.items())
        return self._alike

    def alike_twice(self, typed: str) -> list[IndexedWord]:
        """Short words that have a spelling with two letters left out in common with a typed one."""
        once, twice = set(deletions(typed)), set(deletions_twice(typed))
        rows = self._db.execute(
            f"SELECT id, word, names FROM word WHERE id IN (SELECT word FROM near_twice WHERE key IN ({_marks(once)},"
            f" {_marks(twice)}) UNION SELECT word FROM near WHERE key IN ({_marks(twice)}))",
            (*once, *twice, *twice),
        )
        return [IndexedWord(*row) for row in rows]

    def beginning(self, starts: Iterable[str]) -> list[IndexedWord]:
        """The words that begin like one of these, with a letter left out or not."""
        ends = [end for start in starts for end in (start, start + "\U0010ffff")]  # what comes after all letters
        ranges = " OR ".join(["near.key >= ? AND near.key < ?"] * (len(ends) // 2))
        sql = (
            f"SELECT DISTINCT word.id, word.word, word.names FROM near JOIN word ON word.id = near.word WHERE {ranges}"
        )
        return [IndexedWord(*row) for row in self._db.execute(sql, ends)]

    def holding(self, words: Collection[int]) -> list[array[int]]:
        """The names that hold each of some words, with how many words each is of (see AS_HELD)."""
        further = _further(self._holding, words, _MOST_WORDS)
        # joined in SQLite, as a row for each name would take three times as long to come over
        rows = self._db.execute(
            f"SELECT word, group_concat({AS_HELD}) FROM posting WHERE word IN ({_marks(further)}) GROUP BY word",
            further,
        )
        found = {word: array("L", map(int, joined.split(","))) for word, joined in rows}
        self._holding.update((word, names) for word, names in found.items() if len(names) <= _MOST_HOLDING)
        nothing = array("L")
        return [found[word] if word in found else self._holding.get(word, nothing) for word in words]

    def spelt(self, keys: Collection[str]) -> list[tuple[str, int]]:
        """The ways to write a name that have one of these keys (see `compact`), each as (key, id); none is a part."""
        sql = f"SELECT key, id FROM name WHERE key IN ({_marks(keys)}) AND weight > ?"
        return self._db.execute(sql, (*keys, PART)).fetchall()

    def names(self, ids: Collection[int]) -> Mapping[int, IndexedName]:
        """The names with these ids, among others."""
        if further := _further(self._names, ids, _MOST_NAMES):
            rows = self._db.execute(
                f"SELECT id, node, words, weight FROM name WHERE id IN ({_marks(further)})", further
            ).fetchall()
            self._names.update((name, IndexedName(node, tuple(text.split(" ")), w)) for name, node, text, w in rows)
        return self._names

    def written(self, most: int) -> Mapping[str, Sequence[int]]:
        """Every way to write a name, and the nodes that may be meant; none at all if there are more than `most`."""
        if not self._written and self._db.execute("SELECT 1 FROM name LIMIT 1 OFFSET ?", (most,)).fetchone() is None:
            for node, name in self._db.execute("SELECT node, words FROM name"):
                self._written.setdefault(name, []).append(node)
        return self._written

    def shares_name(self, node: Node) -> bool:
        """Whether an entity of another kind has the name of `node`."""
        row = self._db.execute(
            "SELECT 1 FROM name JOIN node ON node.id = name.node"
            " WHERE name.key = ? AND name.weight >= ? AND node.ident IS NOT NULL AND node.kind != ? LIMIT 1",
            (compact(normalise(node.name)), ALIAS, node.kind),
        ).fetchone()
        return row is not None

    def common_names(self, nodes: Collection[int]) -> set[str]:
        """The names that all of some nodes go by, normalised: that of each of several labels is 'oscar' too."""
        sql = (
            "SELECT words FROM name WHERE node IN (SELECT value FROM json_each(?)) AND weight >= ?"
            " GROUP BY words HAVING count(DISTINCT node) = ?"
        )
        rows = self._db.execute(sql, (json.dumps(list(nodes)), ALIAS, len(set(nodes))))
        return {row[0] for row in rows}


def _further(known: dict[Key, Row], wanted: Collection[Key], most: int) -> list[Key]:
    """Those that are wanted and not yet known; where very many are, the others are forgotten."""
    further = [each for each in wanted if each not in known]
    if further and len(known) + len(further) > most:
        kept = {each: known[each] for each in wanted if each in known}
        known.clear()
        known.update(kept)
    return further


def _marks(values: Collection[object]) -> str:
    return ",".join("?" * len(values))
