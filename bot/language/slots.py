"""The things that one utterance names or speaks of, as numbered slots: all that joining needs to know of them.

'who directed X' is understood in the same way whichever film X is, so what joining found out for one holds for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.language.linking import Mention
from bot.language.parts import Part
from bot.language.query import Query, Unplaced
from bot.language.trees import nodes_in, renamed, replaced, unplaced_in

#: Kinds of things that slots can have: more than the relations declare.
KINDS_APART = 1024
#: Around the number of a slot, in a text that holds the name in it; nobody types it.
_MARK = "\x00"
_SLOT = re.compile(f"{_MARK}(-?[0-9]+){_MARK}('s)?")
#: ... and around the place in an utterance of a name that nobody knows.
_MARK_STRANGE = "\x01"
_STRANGE = re.compile(f"{_MARK_STRANGE}([0-9]+){_MARK_STRANGE}")


class Kinds:
    """The kinds of slots, as a part of their numbers."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._names: list[str] = []

    def slot(self, place: int, kind: str) -> int:
        """The number of a place for something of a kind: below zero, as no node's is."""
        if kind not in self._numbers:
            self._numbers[kind] = len(self._names)
            self._names.append(kind)
        return -1 - (place * KINDS_APART + self._numbers[kind])

    def of(self, slot: int) -> str:
        """The kind of what a slot holds."""
        return self._names[(-1 - slot) % KINDS_APART]


class Slots:
    """The slots of one utterance. ``kind`` gives the kind of a node; years are of interest only if ``dated``."""

    def __init__(self, kinds: Kinds, kind: Callable[[int], str], dated: bool) -> None:
        self._kinds, self._kind, self._dated = kinds, kind, dated
        self._slots: dict[int, int] = {}
        self._nodes: dict[int, int] = {}
        self._texts: dict[int, str] = {}

    def emptied(self, part: Part, place: int) -> Part:
        """The part, of what stands at a place, with slots for the things in it, and for a name that nobody knows."""
        query, mention = part.query, part.mention
        if isinstance(query, Unplaced):
            return part._replace(query=Unplaced(f"{_MARK_STRANGE}{place}{_MARK_STRANGE}"))
        if query is None or not (named := nodes_in(query)):
            return part
        slots = {node: self._slot(node) for node in named}
        if mention is not None:
            mention = self._anonymous(mention)
        return part._replace(query=renamed(query, slots), mention=mention)

    def filled(self, part: Part, typed: Callable[[int], str]) -> Part:
        """The part with the things that its slots stand for; ``typed`` gives the words at a place that name nothing."""
        query, mention = part.query, part.mention
        if mention is not None:
            mention = mention._replace(nodes=tuple(n._replace(node=self._nodes[n.node]) for n in mention.nodes))
        further = tuple(self._filled(each, typed) for each in part.further)
        return part._replace(query=query and self._filled(query, typed), mention=mention, further=further)

    def _filled(self, query: Query, typed: Callable[[int], str]) -> Query:
        query = renamed(query, self._nodes)
        for unplaced in unplaced_in(query):  # 'Night Shift (1931)', of which only the slot was known
            text = _STRANGE.sub(lambda place: typed(int(place[1])), _SLOT.sub(self._typed, unplaced.text))
            query = replaced(query, unplaced, Unplaced(text))
        return query

    def _typed(self, slot: re.Match[str]) -> str:
        return self._texts[int(slot[1])]

    def _slot(self, node: int) -> int:
        if node not in self._slots:
            slot = self._kinds.slot(len(self._slots), self._kind(node))
            self._slots[node], self._nodes[slot] = slot, node
        return self._slots[node]

    def _anonymous(self, mention: Mention) -> Mention:
        nodes = tuple(
            named._replace(node=self._slot(named.node), year=named.year if self._dated else None)
            for named in mention.nodes
        )
        first = nodes[0].node
        self._texts[first] = mention.text
        return Mention(0, 0, nodes, f"{_MARK}{first}{_MARK}" + ("'s" if mention.owning else ""))
