"""What noun phrases are put together from: a noun with what stands around it, and look-ups that are told as one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.language.query import Any, Lookup, Nodes, Query


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun in its `forms` (one|many), and what stands before and after it: 'horror', 'film', 'by Jordan Peele'.

    ``apart`` is what stands behind all that: 'other than Us'.
    """

    forms: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


def united(parts: Sequence[Query]) -> list[Query]:
    """Look-ups that differ in one known thing as one of them all: 'films with X and Y'."""
    same: dict[object, list[Query]] = {}
    for part in parts:
        match part:
            case Lookup(relation, ask, ((role, Nodes()),)):
                same.setdefault((relation, ask, role), []).append(part)
            case _:
                same[part] = [part]
    return [_as_one(group) for group in same.values()]


def _as_one(lookups: Sequence[Query]) -> Query:
    first = lookups[0]
    if len(lookups) == 1 or not isinstance(first, Lookup):
        return first
    named = tuple(part for each in lookups if isinstance(each, Lookup) for _, part in each.given)
    return replace(first, given=((first.given[0][0], Any(named, every=True)),))
