"""The part of the snapshot that finds names: by key, by word, and by misspelt word. Written once at compile time.

Three tables serve every way a name is looked up, at any size:

- ``name``: one row a way to write a name, under its compact key (exact look-up).
- ``posting``: which names hold a word (look-up of names with words missing, moved or misspelt).
- ``near``: every word under itself with each one letter left out. Two words one typo apart share such a key
  (W. Garbe's symmetric delete spelling correction, SymSpell, 2012), so misspelt words are found without a scan.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from bot.facts.model import KINDS
from bot.facts.text import compact, normalise, short_forms, spelt_out, uncontracted

#: How much a way of writing a name is worth against the name in full.
FULL, ALIAS, SHORT, PART = 1.0, 0.97, 0.9, 0.6

#: Words under this length have too many neighbours to be worth correcting on their own.
SHORTEST_NEAR = 4

SCHEMA = """
CREATE TABLE name (id INTEGER PRIMARY KEY, key TEXT NOT NULL, words TEXT NOT NULL, node INTEGER NOT NULL, weight REAL
NOT NULL); CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, names INTEGER NOT NULL);
CREATE TABLE posting (word INTEGER NOT NULL, name INTEGER NOT NULL, PRIMARY KEY (word, name)) WITHOUT ROWID;
CREATE TABLE near (key TEXT NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (key, word)) WITHOUT ROWID;
"""
INDEXES = "CREATE INDEX name_key ON name (key); CREATE INDEX name_node ON name (node);"


def written_forms(name: str, aliases: Iterable[str], kind: str) -> dict[str, float]:
    """Every normalised way to write a name, with its weight: the name, its aliases, their short forms.

    People and characters go by their last name too, characters also by their first, and labels by their plural
    ('comedies').
    """
    forms: dict[str, float] = {}

    def add(form: str, weight: float) -> None:
        forms[form] = max(weight, forms.get(form, 0.0))

    for spelling, weight in ((name, FULL), *((alias, ALIAS) for alias in aliases)):
        add(normalise(spelling), weight)
        add(spelt_out(spelling), weight)  # 'thre kings' is near 'three kings', and not near '3 kings'
        for short in (*short_forms(spelling), *uncontracted(spelling)):
            add(short, weight * SHORT)
    if kind in ("person", "character"):
        parts = normalise(name).split(" ")
        if len(parts) > 1:
            add(parts[-1], PART)
            if kind == "character":
                add(parts[0], PART)
    if kind not in KINDS:
        full = normalise(name)
        add(full[:-1] + "ies" if full.endswith("y") else full + "s", ALIAS)
    return forms


def deletions(word: str) -> Iterator[str]:
    """`word`, and `word` with each one of its letters left out."""
    yield word
    if len(word) >= SHORTEST_NEAR:
        for at in range(len(word)):
            if not at or word[at] != word[at - 1]:
                yield word[:at] + word[at + 1 :]


def write(connection: sqlite3.Connection, names: Iterable[tuple[int, str, tuple[str, ...], str]]) -> None:
    """Fill the tables from (node, name, aliases, kind)."""
    connection.executescript(SCHEMA)
    word_ids: dict[str, int] = {}
    counts: dict[int, int] = {}
    rows: list[tuple[int, str, str, int, float]] = []
    postings: list[tuple[int, int]] = []
    for node, name, aliases, kind in names:
        for form, weight in written_forms(name, aliases, kind).items():
            rows.append((len(rows) + 1, compact(form), form, node, weight))
            for word in set(form.split(" ")):
                word_id = word_ids.setdefault(word, len(word_ids) + 1)
                counts[word_id] = counts.get(word_id, 0) + 1
                postings.append((word_id, len(rows)))
    connection.executemany("INSERT INTO name VALUES (?, ?, ?, ?, ?)", rows)
    connection.executemany("INSERT INTO word VALUES (?, ?, ?)", ((i, word, counts[i]) for word, i in word_ids.items()))
    postings.sort()
    connection.executemany("INSERT INTO posting VALUES (?, ?)", postings)
    keys = sorted((key, i) for word, i in word_ids.items() for key in set(deletions(word)))
    connection.executemany("INSERT INTO near VALUES (?, ?)", keys)
    connection.executescript(INDEXES)
