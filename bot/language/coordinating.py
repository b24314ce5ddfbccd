"""What 'and' and 'or' make of two parts: 'X and Y', 'a comedy or a drama', 'did X direct it, or was it Y'."""

from __future__ import annotations

from collections.abc import Iterator

from bot.language.applying import Context
from bot.language.costs import MIXED
from bot.language.parts import CLAIM, SET, Part, alternative, narrow, used
from bot.language.query import All, Any, Check, Lookup, Nodes
from bot.language.trees import replaced


def coordinate(left: Part, right: Part, every: bool, cost: float) -> Iterator[Part]:
    """'X and Y', of one kind if they can be."""
    these, those = left.kinds or right.kinds, right.kinds or left.kinds  # an unknown name is like the other one
    if these is None or those is None:
        return
    common = these & those
    for kinds in _each(common) or [tuple(sorted(these | those))]:
        one, other = narrow(left, kinds), narrow(right, kinds)
        if one and other:
            parts = tuple(
                part for each in (one[0], other[0]) for part in (each.parts if isinstance(each, Any) else (each,))
            )
            extra = 0.0 if common else MIXED
            yield Part(SET, cost + one[1] + other[1] + extra, Any(parts, every), frozenset(kinds), constant=True)


def one_of(left: Part, right: Part, cost: float) -> Iterator[Part]:
    """'a comedy or a drama film', 'a prequel or a sequel', 'directed by X or with Y'."""
    if left.constant or right.constant or left.open is not right.open or right.asks or right.relative:
        return
    if left.query is None or right.query is None or left.kinds is None or left.some or right.some:
        return
    kinds = left.kinds | (right.kinds or left.kinds)
    either = Any((used(left), used(right)))
    open_, headed = left.open and right.open, left.headed or right.headed
    yield Part(SET, cost, either, kinds, open=open_, asks=left.asks, headed=headed)


def which_of_those(asked: Part, named: Part, cost: float) -> Iterator[Part]:
    """'who directed it' and 'X or Y': which of those."""
    if not asked.asks or asked.open or asked.constant or not named.constant:
        return
    narrowed = narrow(named, tuple(asked.kinds or ())) if alternative(named) else None
    if narrowed is not None and asked.query is not None:
        yield asked._replace(cost=cost + narrowed[1], query=All((asked.query, narrowed[0])), leaf="")


def or_else(claim: Part, other: Part, context: Context) -> Iterator[Part]:
    """'did X direct it' and 'or was it Y': X or Y, whichever of the two it was."""
    if not isinstance(claim.query, Check) or not other.constant:
        return
    among = claim.query.among
    named = [claim.query.things, *(part for _, part in among.given)] if isinstance(among, Lookup) else []
    for one in named:
        instead = narrow(other, (context.kind(one.ids[0]),)) if isinstance(one, Nodes) else None
        if instead is not None:
            either = Any((one, instead[0]))
            yield Part(CLAIM, claim.cost + other.cost + instead[1], replaced(claim.query, one, either))


def _each(kinds: frozenset[str]) -> list[tuple[str, ...]]:
    return [(kind,) for kind in sorted(kinds)]
