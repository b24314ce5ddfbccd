"""What the values of facts mean. A *mention* is a way to write a value; its meaning is a node.

Mentions whose names make the same id (`slug`) are a group. What they mean follows from the group's mentions and from
the entities and labels called so, in no way from the order in which they came: an edit anywhere gives what compiling
everything anew would give.

1. ``{id: …}`` of a described entity means that entity.
2. A name means the first described entity, or declared label, that is called so and is of a kind that fits; with a
   year, one of that year or of none.
3. Any other name becomes an entity of the first kind that fits. Mentions that fit one kind only go first, so that a
   person stays a person where another relation would take an organisation too; then those with a year.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from bot.facts.label_names import Spelling, further_names
from bot.facts.model import KINDS
from bot.facts.name_index import NameIndex
from bot.facts.tables import IMPLIED
from bot.facts.text import normalise
from bot.facts.vocabulary import Relation

#: What may be wrong with a mention: there is no such id, it is of another kind, or several are called so.
NO_ID, OTHER_KIND, SEVERAL = "id", "kind", "several"
#: So many mentions are written at once.
_BATCH = 10_000

_MENTIONS = "SELECT slug, id, uses, kinds, spelling, text, year, ref, node, trouble FROM mention WHERE slug IS NOT NULL"
_CALLED = (
    "SELECT c.slug, c.node, c.kind, c.spelling, c.folded, c.also, n.year FROM called c JOIN node n ON n.id = c.node"
    " WHERE 1"
)


class _Mention(NamedTuple):
    slug: str
    id: int
    uses: int
    kinds: str
    spelling: str
    text: str
    year: int | None
    ref: str | None
    node: int | None
    trouble: str | None


class _Called(NamedTuple):
    slug: str
    node: int
    kind: str
    spelling: str
    folded: str
    also: int
    year: int | None


class _Implied:
    """An entity or label that only values name."""

    def __init__(self, kind: str, spelling: str, year: int | None) -> None:
        self.kind, self.spelling, self.year = kind, spelling, year
        self.written: dict[str, int] = {}
        self.node = 0
        self.ident: str | None = None

    @property
    def name(self) -> str:
        """The usual way to write it."""
        return min(self.written, key=lambda text: (-self.written[text], text))


class Meanings:
    """Settles what mentions mean, and keeps the nodes of names that no file describes."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Mapping[str, Relation], names: NameIndex) -> None:
        self._db, self._names = connection, names
        self._spellings: dict[str, Sequence[Spelling]] = {
            relation.kinds("value")[0]: relation.spellings for relation in vocabulary.values() if relation.spellings
        }
        (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM node").fetchone()
        self._last: int = max(last, IMPLIED)
        self._settled: list[tuple[int, str | None, int]] = []

    def new_node(self, kind: str, name: str, year: int | None, ident: str | None = None) -> int:
        """A node for a name that no file describes."""
        self._last += 1
        row = (self._last, ident, kind, name, year)
        self._db.execute("INSERT INTO node (id, ident, kind, name, year) VALUES (?, ?, ?, ?, ?)", row)
        return self._last

    def new_literal(self, kind: str, text: str, low: float | None, high: float | None) -> int:
        """A node for a date, a number or a text."""
        self._last += 1
        row = (self._last, kind, text, low, high)
        self._db.execute("INSERT INTO node (id, kind, name, low, high) VALUES (?, ?, ?, ?, ?)", row)
        return self._last

    def settle(self, slugs: Collection[str] | None = None) -> Iterator[tuple[int, int, int]]:
        """Bring these groups (None: all) up to date; each mention that means another node now: (id, old, new)."""
        for slug, mentions, called in self._groups(slugs):
            yield from self._settle(slug, mentions, called)
            if len(self._settled) > _BATCH:
                self._write_settled()
        self._write_settled()

    def _write_settled(self) -> None:
        self._db.executemany("UPDATE mention SET node = ?, trouble = ? WHERE id = ?", self._settled)
        self._settled.clear()

    def _groups(self, slugs: Collection[str] | None) -> Iterator[tuple[str, list[_Mention], list[_Called]]]:
        if slugs is not None:
            for slug in sorted(slugs):
                mentions = self._db.execute(f"{_MENTIONS} AND slug = ?", (slug,)).fetchall()
                called = self._db.execute(f"{_CALLED} AND c.slug = ?", (slug,)).fetchall()
                yield slug, [_Mention(*row) for row in mentions], [_Called(*row) for row in called]
            return
        everything = groupby(self._db.execute(f"{_CALLED} ORDER BY c.slug"), key=itemgetter(0))
        ahead = next(everything, None)
        for slug, rows in groupby(self._db.execute(f"{_MENTIONS} ORDER BY slug"), key=itemgetter(0)):
            mentions = [_Mention(*row) for row in rows]
            while ahead is not None and ahead[0] < slug:
                ahead = next(everything, None)
            yield slug, mentions, [_Called(*row) for row in ahead[1]] if ahead and ahead[0] == slug else []

    def _settle(self, slug: str, mentions: list[_Mention], called: list[_Called]) -> Iterator[tuple[int, int, int]]:
        called.sort(key=lambda one: one.node)
        mentions.sort(key=_order)
        kept = {m.node for m in mentions if m.node is not None and m.node > IMPLIED} - {one.node for one in called}
        used = [m for m in mentions if m.uses > 0]
        meant: list[int | _Implied] = []
        implied: list[_Implied] = []
        for mention in used:
            found = self._described(mention, called) or _among(mention, implied)
            if found is None:
                found = _Implied(mention.kinds.split(",")[0], mention.spelling, mention.year)
                implied.append(found)
            if isinstance(found, _Implied):
                found.written[mention.text] = found.written.get(mention.text, 0) + mention.uses
            meant.append(found)
        self._keep(slug, implied, kept)
        for mention, found in zip(used, meant, strict=True):
            node = found if isinstance(found, int) else found.node
            trouble = self._trouble(mention, called)
            if (node, trouble) != (mention.node, mention.trouble):
                self._settled.append((node, trouble, mention.id))
            if node != mention.node:
                yield mention.id, mention.node or 0, node
        if len(used) < len(mentions):
            self._db.executemany("DELETE FROM mention WHERE id = ?", [(m.id,) for m in mentions if m.uses <= 0])

    def _described(self, mention: _Mention, called: Sequence[_Called]) -> int | None:
        if mention.ref is not None and (row := self._described_id(mention.ref)):
            return row[0]
        for kind in mention.kinds.split(","):
            for one in called:
                if one.kind == kind and one.spelling == mention.spelling and _year_fits(mention.year, one.year):
                    return one.node
        return None

    def _described_id(self, ident: str) -> tuple[int, str] | None:
        row = self._db.execute("SELECT id, kind FROM node WHERE ident = ? AND file IS NOT NULL", (ident,)).fetchone()
        return (int(row[0]), str(row[1])) if row else None

    def _keep(self, slug: str, implied: Sequence[_Implied], kept: set[int]) -> None:
        """Give each its node, the one that it had if it can be; the nodes of names that are not used any more go."""
        columns = "SELECT kind, name, year, ident, id FROM node WHERE id = ?"
        rows = [self._db.execute(columns, (node,)).fetchone() for node in sorted(kept, reverse=True)]
        before = {(row[0], normalise(row[1]), row[2]): row for row in rows}
        taken: set[str] = set()
        for one in implied:
            one.ident = self._ident(slug, one.kind, taken) if one.kind in KINDS else None
            row = before.pop((one.kind, one.spelling, one.year), None)
            if row is None:
                one.node = self.new_node(one.kind, one.name, one.year, one.ident)
                self._name(one)
                continue
            one.node = row[4]
            kept.discard(one.node)
            if (row[1], row[3]) != (one.name, one.ident):
                change = (one.name, one.ident, one.node)
                self._db.execute("UPDATE node SET name = ?, ident = ? WHERE id = ?", change)
                self._names.remove(one.node)
                self._name(one)
        for node in kept:
            self._names.remove(node)
            self._db.execute("DELETE FROM node WHERE id = ?", (node,))

    def _name(self, one: _Implied) -> None:
        self._names.add(one.node, one.name, further_names(one.name, self._spellings.get(one.kind, ())), one.kind)

    def _ident(self, slug: str, kind: str, taken: set[str]) -> str:
        """An id that neither a file nor another name of the group has. Slugs have no dots, so groups do not meet."""
        ident, number = slug, 1
        while ident in taken or self._described_id(ident):
            ident = f"{slug}.{kind}" if number == 1 else f"{slug}.{kind}.{number}"
            number += 1
        taken.add(ident)
        return ident

    def _trouble(self, mention: _Mention, called: Sequence[_Called]) -> str | None:
        """What a person should be told about a mention, as the problems of the snapshot do."""
        kinds = mention.kinds.split(",")
        if kinds[0] not in KINDS:
            return None
        if mention.ref is not None:
            row = self._described_id(mention.ref)
            return NO_ID if row is None else None if row[1] in kinds else OTHER_KIND
        folded = mention.text.casefold()
        for also in (0, 1):
            found = {c.node: c.year for c in called if c.folded == folded and c.also == also and c.kind in kinds}
            if found:
                return SEVERAL if sum(mention.year in (None, year) for year in found.values()) > 1 else None
        return None


def _order(mention: _Mention) -> tuple[int, str, bool, int, str, str]:
    kinds = mention.kinds.count(",")
    return kinds, mention.kinds, mention.year is None, mention.year or 0, mention.text, mention.ref or ""


def _year_fits(asked: int | None, year: int | None) -> bool:
    return asked is None or year in (asked, None)


def _among(mention: _Mention, implied: Sequence[_Implied]) -> _Implied | None:
    for kind in mention.kinds.split(","):
        for one in implied:
            if one.kind == kind and one.spelling == mention.spelling and _year_fits(mention.year, one.year):
                return one
    return None
