"""Neighbouring parts joined until they cover the utterance, cheapest first.

An agenda in the order of cost (Knuth's generalisation of Dijkstra's algorithm to grammars, 1977): whatever is joined
is final, so the work is only that of the parts as cheap as the best reading, and a little more.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

from bot.language.applying import Context, Gap
from bot.language.compose import join
from bot.language.parts import NOUN_REFUND as REFUND
from bot.language.parts import Part

#: Parts kept for each stretch of pieces.
BEAM = 12
#: How much dearer than the cheapest part that covers everything others may be: closing them may cost less.
MARGIN = 0.25
#: No more parts than this are made for one utterance, whatever somebody typed (a question makes some hundreds).
MOST_MADE = 15_000


class Effort:
    """What is left of the work that one utterance is worth."""

    def __init__(self, left: int = MOST_MADE) -> None:
        self.left = left


def chart(
    leaves: Sequence[Sequence[Part]], gaps: Sequence[Gap], context: Context, budget: float, effort: Effort
) -> list[Part]:
    """The parts that cover all pieces at a cost within `budget`, cheapest first, found before the effort is spent.

    ``gaps[i]`` are the glue words before piece i; the last, after all.
    """
    return list(_Agenda(leaves, gaps, context, budget, effort).covering())


class _Agenda:
    def __init__(
        self, leaves: Sequence[Sequence[Part]], gaps: Sequence[Gap], context: Context, budget: float, effort: Effort
    ) -> None:
        self._gaps, self._context, self._limit, self._effort = gaps, context, budget, effort
        self._count = len(leaves)
        self._heap: list[tuple[float, int, int, int, Part]] = []
        self._pushed = 0
        self._cells: dict[tuple[int, int], set[object]] = {}
        self._starting: list[list[tuple[int, Part]]] = [[] for _ in range(self._count + 1)]
        self._ending: list[list[tuple[int, Part]]] = [[] for _ in range(self._count + 1)]
        for place, parts in enumerate(leaves):
            for part in parts:
                self._push(place, place + 1, part)

    def covering(self) -> Iterator[Part]:
        """The parts that cover everything, in the order of their cost."""
        while self._heap and self._effort.left > 0:
            cost, _, start, end, part = heapq.heappop(self._heap)
            if cost > self._limit:
                return
            if not self._keep(start, end, part):
                continue
            if end - start == self._count:
                self._limit = min(self._limit, cost + MARGIN)
                yield part
                continue
            for further, right in self._starting[end]:
                self._join(start, further, part, right, self._gaps[end])
            for further, left in self._ending[start]:
                self._join(further, end, left, part, self._gaps[start])
            self._starting[start].append((end, part))
            self._ending[end].append((start, part))

    def _keep(self, start: int, end: int, part: Part) -> bool:
        """Whether this is a part that its stretch did not have yet, and has room for."""
        cell = self._cells.setdefault((start, end), set())
        key = (part.cat, part.query, part.meaning, part.asks, part.counted, part.also, part.extreme, part.share)
        if key in cell or (len(cell) >= BEAM and end - start > 1):
            return False
        cell.add(key)
        return True

    def _join(self, start: int, end: int, left: Part, right: Part, gap: Gap) -> None:
        if left.cost + right.cost > self._limit + REFUND:
            return
        for part in join(left, right, gap, self._context):
            self._effort.left -= 1
            self._push(start, end, part)

    def _push(self, start: int, end: int, part: Part) -> None:
        if part.cost <= self._limit:
            self._pushed += 1
            heapq.heappush(self._heap, (part.cost, self._pushed, start, end, part))
