"""Queries as trees: what is inside one, and the same with something else in its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.language.query import (
    Age,
    All,
    Any,
    Beyond,
    Check,
    Count,
    Describe,
    Difference,
    Except,
    Exists,
    Extreme,
    Frequent,
    Kind,
    Lookup,
    Nodes,
    Provenance,
    Query,
    Range,
    Reflexive,
    Shared,
    Unplaced,
    Within,
)


def parts_of(query: Query) -> tuple[Query, ...]:
    """The queries directly inside a query."""
    match query:
        case Nodes() | Unplaced() | Kind() | Range():  # most are one of these
            return ()
        case Lookup(_, _, given):
            return tuple(part for _, part in given)
        case All(parts) | Any(parts):
            return parts
        case Except(these, those):
            return (these, those)
        case Check(things, among):
            return (things, among)
        case Difference(one, other):
            return (one, other)
        case Shared(of):
            return (of,)
        case Extreme(of) | Frequent(of) | Count(of) | Exists(of) | Describe(of) | Age(of) | Provenance(of) | Within(of):
            return (of,)
        case Beyond(_, _, than):
            return (than,)
        case Reflexive(_, _, _, among) if among is not None:
            return (among,)
    return ()


def walk(query: Query) -> Iterator[Query]:
    """A query and everything inside it, outermost first."""
    todo = [query]
    while todo:
        part = todo.pop()
        yield part
        todo += reversed(parts_of(part))


def nodes_in(query: Query) -> list[int]:
    """The known things that a query names, in its order, each once."""
    return list(dict.fromkeys(node for part in walk(query) if isinstance(part, Nodes) for node in part.ids))


def is_row(query: Query) -> bool:
    """Whether a query is of something and of all that follows it: 'the X films'."""
    return isinstance(query, Any) and any(isinstance(part, Lookup) and part.through for part in query.parts)


def unplaced_in(query: Query) -> list[Unplaced]:
    """The mentions in a query that name nothing known, each once."""
    return list(dict.fromkeys(part for part in walk(query) if isinstance(part, Unplaced)))


def renamed(query: Query, names: Mapping[int, int]) -> Query:
    """`query` with other numbers for the things in it."""
    for nodes in dict.fromkeys(part for part in walk(query) if isinstance(part, Nodes)):
        query = replaced(query, nodes, Nodes(tuple(names[node] for node in nodes.ids)))
    return query


def replaced(query: Query, old: Query, new: Query) -> Query:  # noqa: PLR0912 - one case a kind of query
    """`query` with `new` wherever `old` stands in it."""

    def swap(part: Query) -> Query:
        return replaced(part, old, new)

    if query == old:
        return new
    match query:
        case Lookup(relation, ask, given, through):
            return Lookup(relation, ask, tuple((role, swap(part)) for role, part in given), through)
        case All(parts):
            return All(tuple(map(swap, parts)))
        case Any(parts, every):
            return Any(tuple(map(swap, parts)), every)
        case Except(these, those):
            return Except(swap(these), swap(those))
        case Check(things, among):
            return Check(swap(things), swap(among))
        case Extreme(of):
            return replace(query, of=swap(of))
        case Frequent(of, often):
            inner = swap(of)
            return Frequent(inner, often) if isinstance(inner, Lookup) else inner
        case Reflexive(relation, other, ask, among) if among is not None:
            return Reflexive(relation, other, ask, swap(among))
        case Shared(of):
            inner = swap(of)
            return Shared(inner) if isinstance(inner, Any) else inner
        case Exists(of, passed):
            return Exists(swap(of), passed)
        case Count(of) | Describe(of) | Age(of):
            return type(query)(swap(of))
        case Provenance(of, what) | Within(of, what):
            return type(query)(swap(of), what)
        case Beyond(relation, more, than):
            return Beyond(relation, more, swap(than))
        case Difference(one, other, in_days):
            return Difference(swap(one), swap(other), in_days)
    return query
