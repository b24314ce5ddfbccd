"""The part of the snapshot that finds names: by key, by word, and by misspelt word.

Four tables serve every way a name is looked up, at any size:

- ``name``: one row a way to write a name, under its compact key (exact look-up).
- ``posting``: which names hold a word, and how many words each of them has (look-up of names with words missing,
  moved or misspelt).
- ``near``: every word under itself with each one letter left out. Two words one typo apart share such a key
  (W. Garbe's symmetric delete spelling correction, SymSpell, 2012), so misspelt words are found without a scan.
- ``near_twice``: short words with each two letters left out, for those with two typos in them. Long ones are found by
  how they begin.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from itertools import combinations

from bot.facts.model import KINDS
from bot.facts.tables import run
from bot.facts.text import compact, normalise, short_forms, spelt_out, uncontracted

#: How much a way of writing a name is worth against the name in full.
FULL, ALIAS, SHORT, PART = 1.0, 0.97, 0.9, 0.6

#: Rows that are gathered before they are written.
_BATCH = 100_000

#: Words under this length have too many neighbours to be worth correcting on their own.
SHORTEST_NEAR = 4
#: Longer words than this are not kept under what is left without two letters: two mistakes seldom lie both in how they
#: begin. Up to 8 letters this takes a tenth of a snapshot; 200 names of 200,000 with two typos are found .92 of the
#: time, .835 without it.
LONGEST_TWICE = 8

SCHEMA = """
CREATE TABLE name (id INTEGER PRIMARY KEY, key TEXT NOT NULL, words TEXT NOT NULL, node INTEGER NOT NULL, weight REAL
NOT NULL); CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, names INTEGER NOT NULL);
CREATE TABLE posting (word INTEGER NOT NULL, name INTEGER NOT NULL, length INTEGER NOT NULL, PRIMARY KEY (word, name))
WITHOUT ROWID;
CREATE TABLE near (key TEXT NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (key, word)) WITHOUT ROWID;
CREATE TABLE near_twice (key TEXT NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (key, word)) WITHOUT ROWID;
"""
INDEXES = "CREATE INDEX name_key ON name (key, weight); CREATE INDEX name_node ON name (node);"


def written_forms(name: str, aliases: Collection[str], kind: str) -> dict[str, float]:
    """Every normalised way to write a name, with its weight: the name, its aliases, their short forms.

    People and characters go by their last name too ('Niro', 'De Niro'), characters also by their first, organisations
    by their first and last word ('Warner'), places without a last word behind two ('New York'), and labels by their
    plural ('comedies').
    """
    forms: dict[str, float] = {}

    def add(form: str, weight: float) -> None:
        forms[form] = max(weight, forms.get(form, 0.0))

    for spelling, weight in ((name, FULL), *((alias, ALIAS) for alias in aliases)):
        add(normalise(spelling), weight)
        add(spelt_out(spelling), weight)  # 'thre kings' is near 'three kings', and not near '3 kings'
        for short in (*short_forms(spelling), *uncontracted(spelling)):
            add(short, weight * SHORT)
    parts = normalise(name).split(" ")
    if kind in ("person", "character", "organisation") and len(parts) > 1:
        add(parts[-1], PART)
        if kind != "person":
            add(parts[0], PART)
        if kind != "organisation" and len(parts) > 2:
            add(" ".join(parts[-2:]), PART)
    if kind == "place" and len(parts) > 2:
        add(" ".join(parts[:-1]), PART)
    if kind not in KINDS:
        for full in map(normalise, (name, *aliases)):
            add(full[:-1] + "ies" if full.endswith("y") else full + "s", ALIAS)
    return forms


def deletions(word: str) -> Iterator[str]:
    """`word`, and `word` with each one of its letters left out."""
    yield word
    if len(word) >= SHORTEST_NEAR:
        for at in range(len(word)):
            if not at or word[at] != word[at - 1]:
                yield word[:at] + word[at + 1 :]


def deletions_twice(word: str) -> Iterator[str]:
    """`word` with each two of its letters left out, if it is no longer than words are that are kept so."""
    if SHORTEST_NEAR <= len(word) <= LONGEST_TWICE + 2:  # what is typed may have two letters too many
        yield from map("".join, combinations(word, len(word) - 2))


#: The keys of a word in each table of misspelt ones.
_CUTS: dict[str, Callable[[str], Collection[str]]] = {
    "near": lambda word: set(deletions(word)),
    "near_twice": lambda word: set(deletions_twice(word)) if len(word) <= LONGEST_TWICE else (),
}


class NameIndex:
    """Adds and removes names. What was added can be found after `finish`."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        (self._last_name,) = connection.execute("SELECT coalesce(max(id), 0) FROM name").fetchone()
        (self._last_word,) = connection.execute("SELECT coalesce(max(id), 0) FROM word").fetchone()
        self._empty = not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'name_key'").fetchone()
        self._words: dict[str, int] = {}
        self._uses: dict[int, int] = {}
        self._new: dict[str, int] = {}
        self._names: list[tuple[int, str, str, int, float]] = []
        self._postings: list[tuple[int, int, int]] = []
        connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS staged_posting (word INTEGER, name INTEGER, length INTEGER)"
        )

    def add(self, node: int, name: str, aliases: Collection[str], kind: str) -> None:
        """Every way to write the name of `node`."""
        for form, weight in written_forms(name, aliases, kind).items():
            self._last_name += 1
            self._names.append((self._last_name, compact(form), form, node, weight))
            words = form.split(" ")
            for word in set(words):
                word_id = self._word(word)
                self._uses[word_id] = self._uses.get(word_id, 0) + 1
                self._postings.append((word_id, self._last_name, len(words)))
        if len(self._postings) > _BATCH:
            self._flush()

    def remove(self, node: int) -> None:
        """All names of `node`."""
        self._flush()
        for name, form in self._db.execute("SELECT id, words FROM name WHERE node = ?", (node,)).fetchall():
            for word in set(form.split(" ")):
                word_id = self._word(word)
                self._uses[word_id] = self._uses.get(word_id, 0) - 1
                self._db.execute("DELETE FROM posting WHERE word = ? AND name = ?", (word_id, name))
                self._db.execute("DELETE FROM staged_posting WHERE word = ? AND name = ?", (word_id, name))
        self._db.execute("DELETE FROM name WHERE node = ?", (node,))

    def finish(self) -> None:
        """Make what was added findable; words that no name holds any more go."""
        self._flush()
        many = self._db.executemany
        many("INSERT INTO word VALUES (?, ?, 0)", ((i, word) for word, i in self._new.items()))
        for table, cut in _CUTS.items():
            many(
                f"INSERT INTO {table} VALUES (?, ?)",
                sorted((key, i) for word, i in self._new.items() for key in cut(word)),
            )
        many("UPDATE word SET names = names + ? WHERE id = ?", ((uses, i) for i, uses in self._uses.items() if uses))
        self._db.execute("INSERT INTO posting SELECT * FROM staged_posting ORDER BY word, name")
        self._db.execute("DELETE FROM staged_posting")
        touched = [i for i, uses in self._uses.items() if uses <= 0]
        for word_id in touched:
            row = self._db.execute("SELECT word FROM word WHERE id = ? AND names <= 0", (word_id,)).fetchone()
            if row:
                for table, cut in _CUTS.items():
                    keys = ((key, word_id) for key in cut(row[0]))
                    many(f"DELETE FROM {table} WHERE key = ? AND word = ?", keys)
                self._db.execute("DELETE FROM word WHERE id = ?", (word_id,))
        if self._empty:
            run(self._db, INDEXES)
        self._words.clear()
        self._uses.clear()
        self._new.clear()
        self._empty = False

    def _word(self, word: str) -> int:
        known = self._words.get(word)
        if known is None:
            row = None if self._empty else self._db.execute("SELECT id FROM word WHERE word = ?", (word,)).fetchone()
            if row is None:
                self._last_word += 1
                self._new[word] = known = self._last_word
            else:
                known = int(row[0])
            self._words[word] = known
        return known

    def _flush(self) -> None:
        self._db.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", self._names)
        self._db.executemany("INSERT INTO staged_posting VALUES (?, ?, ?)", self._postings)
        self._names.clear()
        self._postings.clear()
