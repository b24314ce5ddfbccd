"""Neighbouring parts joined until they cover the utterance, the most promising first.

An A* search over the lattice of pieces (Klein and Manning, 'A* parsing', 2003): a part comes up in the order of what it
lost so far and of the best that the words around it could still be worth, so that all ways to cut the utterance share
their work, and little is joined that cannot be in a good reading.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from bot.language.joining import Joining, Known, Sort
from bot.language.lattice import Lattice, Stretch
from bot.language.parts import Part
from bot.language.pieces import Piece

#: Parts kept for each stretch of words.
BEAM = 12
#: How much dearer than the cheapest part that covers everything others may be: closing them may cost less.
MARGIN = 0.8
#: No more parts than this are made for one utterance, whatever somebody typed (a question makes some hundreds).
MOST_MADE = 5_000


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
    """Two neighbours that have not been joined yet: most never come up."""

    left: _Item
    gap: Stretch
    right: _Item
    worth: float


@dataclass(slots=True)
class Chart:
    """The search over one lattice. Costs above ``limit`` are of no interest: whoever reads the results lowers it.

    It ends when ``most_made`` parts were made.
    """

    lattice: Lattice
    joining: Joining
    limit: float = float("inf")
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
        self._cells: dict[tuple[int, int], set[Sort]] = {}
        self._starting: list[list[_Item]] = [[] for _ in range(size + 1)]
        self._ending: list[list[_Item]] = [[] for _ in range(size + 1)]
        for piece in self._lattice.pieces:
            self._add(-piece.score - self._lattice.outside(piece.start, piece.end), piece)

    def run(self) -> Iterator[Covering]:
        heap, chart = self._heap, self._chart
        while heap and self._made < chart.most_made:
            promise, _, item = heapq.heappop(heap)
            if promise > chart.limit:
                return
            if isinstance(item, Covering):
                chart.limit = min(chart.limit, item.cost + MARGIN)
                yield item
            elif isinstance(item, _Meeting):
                self._join(item)
            elif isinstance(item, Piece):
                for part in self._leaves(item):
                    known, cost = self._joining.known(part)
                    asked = part.asks or part.counted
                    self._push(_Item(item.start, item.end, known, cost, item.score, item, item, asked))
            elif self._keep(item):
                self._cover(item)
                for gap in self._lattice.gaps_from[item.end]:
                    for right in self._starting[gap.end]:
                        self._meet(item, right, gap)
                for gap in self._lattice.gaps_to[item.start]:
                    for left in self._ending[gap.start]:
                        self._meet(left, item, gap)
                self._starting[item.start].append(item)
                self._ending[item.end].append(item)

    def _keep(self, item: _Item) -> bool:
        """Whether this is a part that its stretch did not have yet, and has room for."""
        cell = self._cells.setdefault((item.start, item.end), set())
        sort = item.known.sort
        if sort in cell or (len(cell) >= BEAM and item.made_of is not None):
            return False
        cell.add(sort)
        return True

    def _cover(self, item: _Item) -> None:
        """Note the part as a whole if nothing but glue is around it."""
        lead = next((gap for gap in self._lattice.gaps_to[item.start] if gap.start == 0), None)
        trail = next((gap for gap in self._lattice.gaps_from[item.end] if gap.end == self._lattice.size), None)
        if lead is None or trail is None:
            return
        cost = item.cost - item.worth - lead.beside(None, item.first) - trail.beside(item.last, None)
        if cost <= self._chart.limit:
            part = item.known.part._replace(cost=item.cost)
            self._add(cost, Covering(part, cost, (*lead.pieces, *item.pieces(), *trail.pieces)))

    def _meet(self, left: _Item, right: _Item, gap: Stretch) -> None:
        worth = left.worth + right.worth + gap.beside(left.last, right.first)
        best = worth + self._lattice.outside(left.start, right.end)
        promise = left.cost - left.known.hope + right.cost - right.known.hope - best
        if promise <= self._chart.limit:
            self._add(promise, _Meeting(left, gap, right, worth))

    def _join(self, meeting: _Meeting) -> None:
        left, gap, right, worth = meeting
        asked = left.asked or right.asked
        made_of, lost = (left, gap, right), left.cost + right.cost
        for known, cost in self._joining.join(left.known, right.known, gap.words, not asked):
            self._push(_Item(left.start, right.end, known, lost + cost, worth, left.first, right.last, asked, made_of))

    def _push(self, item: _Item) -> None:
        promise = item.cost - item.known.hope - item.worth - self._lattice.outside(item.start, item.end)
        if promise <= self._chart.limit:
            self._made += 1
            self._add(promise, item)

    def _add(self, promise: float, item: Piece | _Item | _Meeting | Covering) -> None:
        heapq.heappush(self._heap, (promise, next(self._order), item))
