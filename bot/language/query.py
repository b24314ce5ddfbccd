"""The logical form: what to fetch, free of words. Queries are frozen trees, evaluated by `bot.answering.evaluate`.

Sets of nodes (ids of one snapshot) are the only type; a query that is a question of another shape (a count, yes or
no) stands at the root only.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Nodes:
    """Known things: one, or several that share a name (then which one is meant is still open)."""

    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A mention that names nothing known. A query that holds one has no answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Everything of some kinds."""

    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of a number line: literals of a type between `low` and `high`, either end open. `text` shows it.

    ``currency`` is the sign that amounts of money must have.
    """

    type: str
    low: float | None
    high: float | None
    text: str
    currency: str = ""


def above(number: float) -> float:
    """The low end of what is strictly more than `number`."""
    return math.nextafter(number, math.inf)


def below(number: float) -> float:
    """The high end of what is strictly less than `number`."""
    return math.nextafter(number, -math.inf)


@dataclass(frozen=True, slots=True)
class Beyond:
    """The literals of a relation's number line that are more (or less) than those of the things in `than`."""

    relation: str
    more: bool
    than: Query


@dataclass(frozen=True, slots=True)
class Within:
    """The dates in the same year, or on the same day, as those of a query; ``span`` is that length of time."""

    of: Query
    span: str


@dataclass(frozen=True, slots=True)
class Lookup:
    """The fillers of the role `ask` in those facts of a relation whose other roles are filled by `given`.

    With ``through``, also what those lead to, and so on: all sequels.
    """

    relation: str
    ask: str
    given: tuple[tuple[str, Query], ...] = ()
    through: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """What is in every one of these sets."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """What is in at least one of these sets; with ``every``, they were named together ('X and Y')."""

    parts: tuple[Query, ...]
    every: bool = False


@dataclass(frozen=True, slots=True)
class Except:
    """What is in `these` and not in `those`."""

    these: Query
    those: Query


@dataclass(frozen=True, slots=True)
class Extreme:
    """The members of a set with the most (or least) of a relation's number line; `rank` 2 is the second."""

    of: Query
    relation: str
    most: bool
    rank: int = 1


@dataclass(frozen=True, slots=True)
class Frequent:
    """What most (or fewest) of the things given to a look-up lead to, or so many: who directed the most films."""

    of: Lookup
    most: bool | Range


@dataclass(frozen=True, slots=True)
class Reflexive:
    """What two relations say of one another: the subjects that have one value in both, or those values (``ask``).

    Films that star their director, or directors who are in films of their own; ``among`` are the subjects that count.
    """

    relation: str
    other: str
    ask: str
    among: Query | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many things are in a set."""

    of: Query


@dataclass(frozen=True, slots=True)
class Check:
    """Yes or no: whether every one of `things` is among `among`."""

    things: Query
    among: Query


@dataclass(frozen=True, slots=True)
class Exists:
    """Yes or no: whether there is anything in a set."""

    of: Query


@dataclass(frozen=True, slots=True)
class Describe:
    """What is known about things, in short."""

    of: Query


@dataclass(frozen=True, slots=True)
class Today:
    """The day of the question, as a date."""


@dataclass(frozen=True, slots=True)
class Age:
    """How old things are: from what begins them to what ends them, or to today."""

    of: Query


@dataclass(frozen=True, slots=True)
class Difference:
    """How far apart two literals of one type are: two dates, two running times; dates ``in_days``, if so asked."""

    one: Query
    other: Query
    in_days: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the answer of a query comes from: its `aspect` is ``source``, ``said_by``, ``certainty`` or ``as_of``.

    With ``changed``, what was changed about what it is about.
    """

    of: Query
    aspect: str


Query = (
    Nodes
    | Unplaced
    | Kind
    | Range
    | Beyond
    | Within
    | Lookup
    | All
    | Any
    | Except
    | Extreme
    | Frequent
    | Reflexive
    | Count
    | Check
    | Exists
    | Describe
    | Today
    | Age
    | Difference
    | Provenance
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
        case Extreme(of, relation, most, rank):
            return Extreme(swap(of), relation, most, rank)
        case Frequent(of, most):
            inner = swap(of)
            return Frequent(inner, most) if isinstance(inner, Lookup) else inner
        case Reflexive(relation, other, ask, among) if among is not None:
            return Reflexive(relation, other, ask, swap(among))
        case Count(of) | Exists(of) | Describe(of) | Age(of):
            return type(query)(swap(of))
        case Provenance(of, what) | Within(of, what):
            return type(query)(swap(of), what)
        case Beyond(relation, more, than):
            return Beyond(relation, more, swap(than))
        case Difference(one, other, in_days):
            return Difference(swap(one), swap(other), in_days)
    return query
