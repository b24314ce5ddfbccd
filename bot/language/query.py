"""The logical form: what to fetch, free of words. Queries are frozen trees, evaluated by `bot.answering.evaluate`.

Sets of nodes (ids of one snapshot) are the only type; a query that is a question of another shape (a count, yes or
no) stands at the root only.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum


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


#: The longest list of the best; a higher number is a year.
MOST_OF_A_LIST = 100


def how_many(query: Query | None) -> int | None:
    """The whole number that a query is nothing but: the 3 of 'the 3 longest'."""
    match query:
        case Range("number", low, high) if low == high and low is not None and low.is_integer():
            return int(low) if 0 < low <= MOST_OF_A_LIST else None
    return None


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
    """The members of a set with the most (or least) of a relation's number line; `rank` 2 is the second.

    With `many` so many of them from there on, the best first; None: all, in that order.
    """

    of: Query
    relation: str
    most: bool
    rank: int = 1
    many: int | None = 1


class Often(Enum):
    """How many of some things: the most, the fewest, more than one, or every one of them."""

    MOST = "most"
    FEWEST = "fewest"
    SEVERAL = "several"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Frequent:
    """What most (or fewest, or all) of the things given to a look-up lead to, or so many: who directed most films."""

    of: Lookup
    often: Often | Range


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
class Shared:
    """What several things have in common, whatever relation it is by: people, works, labels."""

    of: Any


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
    """Yes or no: whether there is anything in a set; of dates, if so asked, whether one has ``passed``."""

    of: Query
    passed: bool = False


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
    | Shared
    | Count
    | Check
    | Exists
    | Describe
    | Today
    | Age
    | Difference
    | Provenance
)
