"""The things that one utterance names or speaks of, as numbered slots: all that joining needs to know of them.

'who directed X' is understood in the same way whichever film X is, so what joining found out for one holds for all.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.language.linking import Mention
from bot.language.parts import Part
from bot.language.query import nodes_in, renamed

#: Kinds of things that slots can have: more than the relations declare.
KINDS_APART = 1024


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

    def emptied(self, part: Part) -> Part:
        """The part with slots for the things in it."""
        query, mention = part.query, part.mention
        if query is None or not (named := nodes_in(query)):
            return part
        slots = {node: self._slot(node) for node in named}
        if mention is not None:
            mention = self._anonymous(mention)
        return part._replace(query=renamed(query, slots), mention=mention)

    def filled(self, part: Part) -> Part:
        """The part with the things that its slots stand for."""
        query, mention = part.query, part.mention
        if mention is not None:
            mention = mention._replace(nodes=tuple(n._replace(node=self._nodes[n.node]) for n in mention.nodes))
        further = tuple(renamed(each, self._nodes) for each in part.further)
        return part._replace(query=query and renamed(query, self._nodes), mention=mention, further=further)

    def _slot(self, node: int) -> int:
        if node not in self._slots:
            slot = self._kinds.slot(len(self._slots), self._kind(node))
            self._slots[node], self._nodes[slot] = slot, node
        return self._slots[node]

    def _anonymous(self, mention: Mention) -> Mention:
        nodes = (
            named._replace(node=self._slot(named.node), year=named.year if self._dated else None)
            for named in mention.nodes
        )
        return Mention(0, 0, tuple(nodes), "'s" if mention.owning else "")
