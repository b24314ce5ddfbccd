"""Stretches of time as ranges, made of years, of days, or on one side of another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bot.facts.dates import read_date
from bot.language.query import Range, above, below


class Period(NamedTuple):
    """Tokens [start, end) that are a stretch of time."""

    start: int
    end: int
    range: Range


def bounded(inner: Range, bound: str, text: str) -> Range:
    """The stretch on one side of a literal; strictly beyond it, or from it on."""
    match bound:
        case "over":
            return replace(inner, low=above(inner.high or 0.0), high=None, text=text)
        case "under":
            return replace(inner, low=None, high=below(inner.low or 0.0), text=text)
        case "least":
            return replace(inner, high=None, text=text)
    return replace(inner, low=None, text=text)


def known(start: int, end: int, text: str) -> Iterator[Period]:
    """Tokens [start, end) as the date that `text` is, if it is one."""
    if read_date(text):
        yield period(start, end, text)


def period(start: int, end: int, text: str) -> Period:
    """Tokens [start, end) as the date that `text` is."""
    value = read_date(text)
    assert value is not None  # noqa: S101 - the callers have made it out of a good year, month and day
    return Period(start, end, Range("date", value.low, value.high, value.text))


def whole_years(first: int, last: int) -> Range:
    """Whole years."""
    text = f"{first}s" if last == first + 9 and first % 10 == 0 else f"{first}–{last}"
    return Range("date", first * 10000 + 101, last * 10000 + 1231, text)


def whole_days(first: date, last: date) -> Range:
    """From one day to another."""
    return Range("date", number(first), number(last), f"{first} – {last}")


def number(day: date) -> int:
    """A day as its place on the number line of dates."""
    return day.year * 10000 + day.month * 100 + day.day
