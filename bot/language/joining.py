"""What neighbours make together, remembered from one utterance to the next."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple
from weakref import WeakValueDictionary

from bot.language.applying import Context
from bot.language.compose import join
from bot.language.joints import Gap
from bot.language.parts import Part, given_back

#: Joins remembered at most, about 1 kB each.
MOST_REMEMBERED = 20_000


@dataclass(eq=False, slots=True, weakref_slot=True)
class Sort:
    """What two parts share that differ in nothing that can be read from them."""


@dataclass(eq=False, slots=True, weakref_slot=True)
class Known:
    """A part at no cost, its sort, and how much of what it lost may be given back in joining it.

    Equal parts are one object, so that they are quick to tell apart.
    """

    part: Part
    sort: Sort
    hope: float


class Joined(NamedTuple):
    """What two neighbours make, what joining them so costs, and the least of it that will not be given back."""

    known: Known
    cost: float
    least: float


#: What two neighbours make together, the most promising first.
Ways = tuple[Joined, ...]


class Joining:
    """Joins parts in one context."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: WeakValueDictionary[Part, Known] = WeakValueDictionary()
        self._sorts: WeakValueDictionary[object, Sort] = WeakValueDictionary()
        self._joined: OrderedDict[tuple[Known, Known, Gap, bool], Ways] = OrderedDict()

    def known(self, part: Part) -> Joined:
        """A part, its cost apart."""
        free = part._replace(cost=0.0) if part.cost else part
        known = self._known.get(free)
        if known is None:
            known = self._known[free] = Known(free, self._sort(free), given_back(free, self._context.relations))
        return Joined(known, part.cost, part.cost - known.hope)

    def remembered(self, left: Known, right: Known, gap: Gap, claims: bool) -> Ways | None:
        """What two neighbours make together, if that was asked for before."""
        return self._joined.get((left, right, gap, claims))

    def join(self, left: Known, right: Known, gap: Gap, claims: bool) -> Ways:
        """What two neighbours make together, see `compose.join`."""
        made = map(self.known, join(left.part, right.part, gap, self._context, claims))
        ways = tuple(sorted(made, key=attrgetter("least")))
        self._joined[left, right, gap, claims] = ways
        if len(self._joined) > MOST_REMEMBERED:
            self._joined.popitem(last=False)
        return ways

    def _sort(self, part: Part) -> Sort:
        key = (
            *(part.cat, part.query, part.meaning, part.asks, part.counted, part.also, part.extreme),
            *(
                part.share,
                part.span,
                part.negated,
                part.frequent,
                part.everything,
                part.beside,
                part.further,
                part.bound,
            ),
        )
        sort = self._sorts.get(key)
        if sort is None:
            sort = self._sorts[key] = Sort()
        return sort
