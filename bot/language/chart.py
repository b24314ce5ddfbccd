"""Neighbouring parts joined until they cover the utterance, the most promising first.

An A* search over the lattice of pieces (Klein and Manning, 'A* parsing', 2003): a part comes up in the order of what it
lost so far and of the best that the words around it could still be worth, so that all ways to cut the utterance share
their work, and little is joined that cannot be in a good reading.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from math import inf
from typing import NamedTuple

from bot.language.joining import Joining, Known, Sort, Ways
from bot.language.lattice import Lattice, Stretch
from bot.language.parts import Part
from bot.language.pieces import Piece

#: Parts kept for each stretch of words.
BEAM = 12
#: How much dearer than the cheapest part that covers everything others may be: closing them may cost less.
MARGIN = 0.8
#: No more parts than this are made for one utterance, whatever somebody typed (a question makes some dozens).
MOST_MADE = 1_000


class Covering(NamedTuple):
    """A part that covers a whole utterance, its cost (below zero: it is worth so much), and its pieces in order."""

    part: Part
    cost: float
    pieces: tuple[Piece, ...]


class _Item(NamedTuple):
    """A part over the words [start, end).

    What it lost so far, the worth of its pieces, the first and last of them, and how it was made.
    """

    start: int
    end: int
    known: Known
    cost: float
    worth: float
    first: Piece
    last: Piece
    asked: bool
    made_of: tuple[_Item, Stretch, _Item] | None = None

    def pieces(self) -> tuple[Piece, ...]:
        """All pieces, in order."""
        if self.made_of is None:
            return (self.first,)
        left, gap, right = self.made_of
        return (*left.pieces(), *gap.pieces, *right.pieces())


class _Meeting(NamedTuple):
    """Two neighbours that are to be joined in one of the ways that there are: most never come up.

    ``cost`` is what they lost so far and what the words around them could still be worth; ``ways`` is None where it was
    not worked out yet.
    """

    left: _Item
    gap: Stretch
    right: _Item
    worth: float
    cost: float
    ways: Ways | None
    at: int = 0


@dataclass(slots=True)
class Chart:
    """The search over one lattice. Costs above ``limit`` are of no interest: whoever reads the results lowers it.

    It ends when ``most_made`` parts were made.
    """

    lattice: Lattice
    joining: Joining
    limit: float = inf
    most_made: int = MOST_MADE

    def covering(self, leaves: Callable[[Piece], Iterable[Part]]) -> Iterator[Covering]:
        """The parts that cover everything, best first; ``leaves`` gives what a piece may be by itself."""
        return _Agenda(self, leaves).run()


class _Agenda:
    def __init__(self, chart: Chart, leaves: Callable[[Piece], Iterable[Part]]) -> None:
        self._chart, self._lattice, self._joining = chart, chart.lattice, chart.joining
        size = self._lattice.size
        self._leaves = leaves
        self._heap: list[tuple[float, int, Piece | _Item | _Meeting | Covering]] = []
        self._made, self._order = 0, count()
        self._cells: defaultdict[tuple[int, int], set[Sort]] = defaultdict(set)
        self._starting: list[list[_Item]] = [[] for _ in range(size + 1)]
        self._ending: list[list[_Item]] = [[] for _ in range(size + 1)]
        self._leads = {gap.end: gap for gap in self._lattice.gaps_from[0]}
        self._trails = {gap.start: gap for gap in self._lattice.gaps_to[size]}
        for piece in self._lattice.pieces:
            self._add(-piece.score - self._lattice.outside(piece.start, piece.end), piece)

    def run(self) -> Iterator[Covering]:
        heap, chart = self._heap, self._chart
        while heap and self._made < chart.most_made:
            promise, _, item = heapq.heappop(heap)
            if promise > chart.limit:
                return
            if isinstance(item, _Meeting):
                self._join(item)
            elif isinstance(item, _Item):
                if item.known.sort not in self._cells[item.start, item.end]:
                    self._keep(item)
            elif isinstance(item, Piece):
                self._leave(item)
            else:
                chart.limit = min(chart.limit, item.cost + MARGIN)
                yield item

    def _keep(self, item: _Item) -> None:
        """Go on from a part that its stretch did not have yet."""
        self._cells[item.start, item.end].add(item.known.sort)
        self._cover(item)
        self._introduce(item)

    def _cover(self, item: _Item) -> None:
        """Note the part as a whole if nothing but glue is around it, and it waits for nothing."""
        lead, trail = self._leads.get(item.start), self._trails.get(item.end)
        if lead is None or trail is None or item.known.part.bound:
            return
        cost = item.cost - item.worth - lead.beside(None, item.first) - trail.beside(item.last, None)
        if cost <= self._chart.limit:
            part = item.known.part._replace(cost=item.cost)
            self._add(cost, Covering(part, cost, (*lead.pieces, *item.pieces(), *trail.pieces)))

    def _introduce(self, item: _Item) -> None:
        """Let the part meet its neighbours."""
        starting, ending = self._starting, self._ending
        for gap in self._lattice.gaps_from[item.end]:
            for right in starting[gap.end]:
                self._meet(item, right, gap)
        for gap in self._lattice.gaps_to[item.start]:
            for left in ending[gap.start]:
                self._meet(left, item, gap)
        starting[item.start].append(item)
        ending[item.end].append(item)

    def _meet(self, left: _Item, right: _Item, gap: Stretch) -> None:
        worth = left.worth + right.worth + gap.beside(left.last, right.first)
        cost = left.cost + right.cost - worth - self._lattice.before[left.start] - self._lattice.after[right.end]
        ways = self._joining.remembered(left.known, right.known, gap.words, not (left.asked or right.asked))
        if ways is None:
            promise = cost - left.known.hope - right.known.hope
        elif ways:
            promise = cost + ways[0].least
        else:
            return
        if promise <= self._chart.limit:
            self._add(promise, _Meeting(left, gap, right, worth, cost, ways))

    def _leave(self, piece: Piece) -> None:
        """Make what a piece may be by itself."""
        best = piece.score + self._lattice.outside(piece.start, piece.end)
        for part in self._leaves(piece):
            known, cost, least = self._joining.known(part)
            promise, asked = least - best, part.asks or part.counted
            if promise <= self._chart.limit:
                self._made += 1
                self._add(promise, _Item(piece.start, piece.end, known, cost, piece.score, piece, piece, asked))

    def _join(self, meeting: _Meeting) -> None:
        """Make what two neighbours may be together, where their stretch has room for it."""
        left, gap, right, worth, cost, ways, at = meeting
        cell = self._cells[left.start, right.end]
        if len(cell) >= BEAM:
            return
        asked = left.asked or right.asked
        if ways is None:
            ways = self._joining.join(left.known, right.known, gap.words, not asked)
        else:
            way, at = ways[at], at + 1
            if way.known.sort not in cell:
                self._made += 1
                lost, made_of = left.cost + right.cost + way.cost, (left, gap, right)
                self._keep(_Item(left.start, right.end, way.known, lost, worth, left.first, right.last, asked, made_of))
        if at < len(ways):
            promise = cost + ways[at].least
            if promise <= self._chart.limit:
                self._add(promise, _Meeting(left, gap, right, worth, cost, ways, at))

    def _add(self, promise: float, item: Piece | _Item | _Meeting | Covering) -> None:
        heapq.heappush(self._heap, (promise, next(self._order), item))
