"""Places on number lines and how far apart they are: whole years of dates, minutes of running times.

A date of which only the year is known is a stretch of days; what is computed from it may be off by one, and says so.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from itertools import takewhile


@dataclass(frozen=True, slots=True)
class Point:
    """Somewhere between `low` and `high` on the number line of a type.

    ``fact`` says so of ``subject``, with the node ``value``; all three are None for what the question names, or today.
    ``unit`` is a currency or the scale of a rating: only points of one unit can be compared.
    """

    type: str
    low: float
    high: float
    fact: int | None = None
    subject: int | None = None
    value: int | None = None
    relation: str = ""
    today: bool = False
    unit: str = ""

    @property
    def exact(self) -> bool:
        """Whether it is known to the day."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Years:
    """A length of time: whole years, and the months and days beyond them where both ends are known to the day.

    ``about`` if the years may be one more or less; ``nearest`` are the years, rounded.
    """

    years: int
    months: int = 0
    days: int = 0
    about: bool = False
    nearest: int = 0
    back: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """How far it is from one point to another; ``age`` if that is how old the subject of the first is.

    ``in_days`` if it was asked for in days, and both are known to the day.
    """

    one: Point
    other: Point
    age: bool = False
    in_days: bool = False


#: Types whose values have units that cannot be compared.
UNITED = frozenset({"money", "number"})


def unit_of(kind: str, text: str) -> str:
    """What stands before an amount of money, or after a number: ``$``, ``%``, ``/10``."""
    if kind == "money":
        return "".join(takewhile(lambda sign: not sign.isdigit(), text))
    return text.lstrip("0123456789.,−-+") if kind == "number" else ""


def years_between(one: Point, other: Point) -> Years:
    """From one date to another; ``back`` if the other is the earlier."""
    if other.high < one.low or (other.low < one.low and other.high < one.high):
        forward = years_between(other, one)
        return Years(forward.years, forward.months, forward.days, forward.about, forward.nearest, back=True)
    if one.exact and other.exact:
        years, months, days = _elapsed(_day(one.low), _day(other.low))
        return Years(years, months, days, nearest=years + (months >= 6))
    least = _elapsed(_day(one.high), _day(other.low))[0] if one.high <= other.low else 0
    most = _elapsed(_day(one.low), _day(other.high))[0]
    middle = round((_middle(other) - _middle(one)) / 365.2425)
    years = max(least, min(most, middle))
    return Years(years, about=least != most, nearest=max(years, middle))


def days_between(one: Point, other: Point) -> int:
    """How many days two days are apart, whichever is the earlier."""
    return abs((_day(other.low) - _day(one.low)).days)


def stretch(day: int, span: str) -> tuple[int, int]:
    """The first and the last day of the whole day, month, year or decade that a day is in."""
    months = int(span.removeprefix("months")) if span.startswith("months") else 0
    if not months:
        return day, day
    if months == 1:
        return day // 100 * 100 + 1, day // 100 * 100 + 31
    years = months // 12
    first = day // 10000 // years * years
    return first * 10000 + 101, (first + years - 1) * 10000 + 1231


def beyond(one: Point, other: Point, more: bool) -> bool | None:
    """Whether one lies strictly beyond the other; None where too little is known of them to tell."""
    if not more:
        return beyond(other, one, True)
    if one.unit != other.unit:
        return None
    if one.low > other.high:
        return True
    return False if one.high <= other.low else None


def _elapsed(first: date, last: date) -> tuple[int, int, int]:
    """Whole years, months and days from one day to a later one."""
    months = (last.year - first.year) * 12 + last.month - first.month
    days = last.day - first.day
    if days < 0:
        months -= 1
        before = (last.year, last.month - 1) if last.month > 1 else (last.year - 1, 12)
        days = last.day + max(0, monthrange(*before)[1] - first.day)
    return months // 12, months % 12, days


def _middle(point: Point) -> float:
    return (_day(point.low).toordinal() + _day(point.high).toordinal()) / 2


def _day(number: float) -> date:
    whole = int(number)
    return date(whole // 10000, whole // 100 % 100, whole % 100)
