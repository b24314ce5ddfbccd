"""What a name that is still being typed may become: for lists of names to choose from."""

from __future__ import annotations

from collections.abc import Collection

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import KINDS
from bot.facts.text import compact, normalise
from bot.language.names import split
from bot.language.near_names import suggestions

#: How many names that begin as typed are looked at, with nothing typed how many things; longer lists nobody reads.
MOST_LOOKED_AT = 1000
#: From so few letters on, names are also found by the beginning of a later word.
SHORTEST_INNER = 3
#: What comes after all letters.
LAST = "\U0010ffff"
#: How well known a node is: how many facts have it as their value, as films have a person.
_KNOWN = "(SELECT count(*) FROM fact WHERE fact.value = node.id)"


def completions(base: KnowledgeBase, typed: str, kinds: Collection[str] | None, count: int = 25) -> list[int]:
    """The entities of `kinds` (None: of any) that `typed` may become, likeliest first.

    Names that begin so, the best known and shortest first; names with a later word that begins so; names spelt nearly
    so. With nothing typed, the first.
    """
    if not typed.strip():
        return _first(base, kinds, count)
    key = compact(normalise(typed))
    found = dict.fromkeys(_beginning(base, key, kinds))
    if len(found) < count and len(key) >= SHORTEST_INNER:
        found.update(dict.fromkeys(_inside(base, split(typed), kinds)))
    if len(found) < count:
        found.update(dict.fromkeys(suggestions(base, split(typed), kinds, count)))
    return list(found)[:count]


def _of_kinds(kinds: Collection[str] | None) -> tuple[str, tuple[str, ...]]:
    """The condition that a node is an entity of `kinds`, and its arguments."""
    kinds = KINDS if kinds is None else kinds
    return f"node.ident IS NOT NULL AND node.kind IN ({','.join('?' * len(kinds))})", tuple(kinds)


def _first(base: KnowledgeBase, kinds: Collection[str] | None, count: int) -> list[int]:
    condition, arguments = _of_kinds(kinds)
    rows = base.execute(
        f"SELECT id FROM (SELECT * FROM node WHERE {condition} LIMIT {MOST_LOOKED_AT})"
        " ORDER BY file IS NULL, name, year LIMIT ?",
        (*arguments, count),
    )
    return [row[0] for row in rows]


# The tables are joined in the order in which they stand: first a few names, then what they name.


def _beginning(base: KnowledgeBase, key: str, kinds: Collection[str] | None) -> list[int]:
    condition, arguments = _of_kinds(kinds)
    rows = base.execute(
        f"SELECT node.id FROM (SELECT * FROM name WHERE key >= ? AND key < ? LIMIT {MOST_LOOKED_AT}) AS found"
        f" CROSS JOIN node ON node.id = found.node WHERE {condition}"
        f" ORDER BY found.key != ?, node.file IS NULL, found.weight < 0.9, {_KNOWN} DESC, length(found.key),"
        " node.year DESC",
        (key, key + LAST, *arguments, key),
    )
    return [row[0] for row in rows]


def _inside(base: KnowledgeBase, words: list[str], kinds: Collection[str] | None) -> list[int]:
    """Those with all the words typed, in any order; the last of them may be unfinished."""
    condition, arguments = _of_kinds(kinds)
    *whole, last = words
    having = " ".join(
        "AND EXISTS (SELECT 1 FROM posting p JOIN word w ON w.id = p.word WHERE p.name = name.id AND w.word = ?)"
        for _ in whole
    )
    rows = base.execute(
        "SELECT node.id FROM (SELECT posting.name FROM word JOIN posting ON posting.word = word.id"
        f" WHERE word.word >= ? AND word.word < ? LIMIT {MOST_LOOKED_AT}) AS found"
        " CROSS JOIN name ON name.id = found.name CROSS JOIN node ON node.id = name.node"
        f" WHERE {condition} {having} GROUP BY node.id"
        f" ORDER BY node.file IS NULL, {_KNOWN} DESC, min(length(name.key))",
        (last, last + LAST, *arguments, *whole),
    )
    return [row[0] for row in rows]
