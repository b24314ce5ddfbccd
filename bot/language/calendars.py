"""Dates in questions: years, decades, centuries, days, seasons; and stretches told from today."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.facts.dates import read_date
from bot.language.figures import Token
from bot.language.numerals import Numerals
from bot.language.query import Range

_YEAR = re.compile(r"(1[89]|20)\d\d$")
_DECADE = re.compile(r"(?:1[89]|20)?\d0$")
_ORDINALS = ("st", "nd", "rd", "th")
#: The first and last year of a part of a decade.
_PARTS_OF_DECADE = {"early": (0, 3), "mid": (4, 6), "late": (6, 9)}
#: Two figures are a year of the last century from here on: 'the 30s' and 'the 20s'.
_LAST_CENTURY = 30


class Period(NamedTuple):
    """Tokens [start, end) that are a stretch of time."""

    start: int
    end: int
    range: Range


class Calendar:
    """Finds dates with one language's words; ``today`` is asked where a question needs it."""

    def __init__(self, numerals: Numerals, today: Callable[[], date]) -> None:
        self._words, self._today = numerals, today

    def at(self, found: Sequence[Token], start: int) -> Iterator[Period]:
        """Every stretch of time that begins at `start`."""
        token = found[start]
        if _YEAR.match(token.text):
            yield _period(start, start + 1, token.text)
        if day := _figures(token.text):
            yield _period(start, start + 1, day)
        years = self._years(found, start)
        if years:
            yield Period(start, years[0], _years(*years[1:]))
        yield from self._part(found, start)
        yield from self._day(found, start)
        yield from self._told_from_today(found, start)

    # -- years ---------------------------------------------------------------------------------------------------

    def _years(self, found: Sequence[Token], start: int) -> tuple[int, int, int] | None:
        """(end, first year, last year) of a decade or a century: 'nineties', '90s', "80's", '20th century'."""
        token, rest = found[start], [further.text for further in found[start + 1 : start + 3]]
        if token.text in self._words.decades:
            return start + 1, *_decade(self._words.decades[token.text].removesuffix("s"))
        if _DECADE.match(token.text) and rest[:1] == ["s"]:
            return start + 2, *_decade(token.text)
        if _DECADE.match(token.text) and len(rest) == 2 and rest[0] in ("'", "’") and rest[1] == "s":
            return start + 3, *_decade(token.text)
        if token.number is not None and len(rest) == 2 and rest[0] in _ORDINALS and rest[1] in self._words.century:
            first = int(token.number) * 100 - 100
            return (start + 3, first, first + 99) if 0 <= first < 9900 else None
        return None

    def _part(self, found: Sequence[Token], start: int) -> Iterator[Period]:
        """'early 1995', 'summer of 1995', 'late 90s', 'mid-1990s'."""
        part = self._words.parts.at(found, start)
        if part is None:
            return
        at, name = part[0], str(part[1])
        while at < len(found) and (found[at].text in self._words.between or found[at].text == "-"):
            at += 1
        if at >= len(found):
            return
        if _YEAR.match(found[at].text):
            yield from _known(start, at + 1, f"{name} {found[at].text}")
        years = self._years(found, at)
        if years and name in _PARTS_OF_DECADE:
            end, first, last = years
            step = (last - first + 1) // 10
            low, high = (first + year * step for year in _PARTS_OF_DECADE[name])
            yield Period(start, end, _years(low, high + step - 1))

    # -- days ----------------------------------------------------------------------------------------------------

    def _day(self, found: Sequence[Token], start: int) -> Iterator[Period]:
        """'december 15th, 1995', '15th of december 1995', 'december 1995', '1995 december 15'."""
        numbers: list[int] = []
        month, end = 0, start
        while end < len(found) and not (month and len(numbers) == 2):
            token = found[end]
            if token.number is not None and token.number.is_integer() and not token.spelled:
                numbers.append(int(token.number))
                end += 1 + (end + 1 < len(found) and found[end + 1].text in _ORDINALS)
            elif token.text in self._words.months and not month:
                month, end = self._words.months[token.text], end + 1
            elif end > start and (token.text in self._words.between or token.text in (",", ".")):
                end += 1
            else:
                break
            if month and numbers and (token.number is not None or len(numbers) == 2):
                yield from _dated(start, end, month, numbers)

    # -- told from today -----------------------------------------------------------------------------------------

    def _told_from_today(self, found: Sequence[Token], start: int) -> Iterator[Period]:
        """'last year', 'the last ten years', 'this decade', '20 years ago'."""
        counted = self._counted(found, start)
        if counted and counted[0] < len(found) and found[counted[0]].text in self._words.ago:
            end, unit, count = counted
            day = self._moved(unit, -count)
            yield Period(start, end + 1, _whole(unit, day))
        way = self._words.relative.at(found, start)
        if way is None:
            return
        counted = self._counted(found, way[0])
        if counted is None:
            return
        end, unit, count = counted
        several, today = end > way[0] + 1, self._today()
        if way[1] in ("last", "past") and (several or way[1] == "past"):
            yield Period(start, end, _days(self._moved(unit, -count), today))
        elif way[1] == "next" and several:
            yield Period(start, end, _days(today, self._moved(unit, count)))
        elif not several:
            steps = {"last": -1, "next": 1, "current": 0}[str(way[1])]
            yield Period(start, end, _whole(unit, self._moved(unit, steps)))

    def _counted(self, found: Sequence[Token], start: int) -> tuple[int, str, int] | None:
        """(end, unit, count) of 'ten years' and of 'year'; '10 decades' are 100 years."""
        at, count = start, 1
        if at < len(found) and (found[at].number is not None or found[at].text in self._words.one):
            count, at = int(found[at].number or 1), at + 1
        if at >= len(found) or found[at].text not in self._words.periods or count > 3000:
            return None
        return at + 1, self._words.periods[found[at].text], count

    def _moved(self, unit: str, count: int) -> date:
        """Today, some units on."""
        today = self._today()
        if unit.startswith("days"):
            return today + timedelta(days=count * int(unit.removeprefix("days")))
        months = today.year * 12 + today.month - 1 + count * int(unit.removeprefix("months"))
        year, month = max(1, min(9998, months // 12)), months % 12 + 1
        return date(year, month, min(today.day, monthrange(year, month)[1]))


def _figures(text: str) -> str | None:
    """A date in figures as ISO text; None if it may be of two days, as 3/4/1995 may."""
    parts = [int(part) for part in re.split(r"[-/.]", text) if part.isdigit()]
    if len(parts) != 3 or not re.search(r"[-/.]", text):
        return None
    if parts[0] > 31:
        year, month, day = parts
    else:
        year, small, large = parts[2], *sorted(parts[:2])
        if small != large and large <= 12:
            return None
        month, day = small, large
    iso = f"{year:04}-{month:02}-{day:02}"
    return iso if read_date(iso) else None


def _dated(start: int, end: int, month: int, numbers: Sequence[int]) -> Iterator[Period]:
    """The month, or the day, that a month and one or two numbers are."""
    years = [number for number in numbers if _YEAR.match(str(number))]
    days = [number for number in numbers if number not in years]
    if len(years) == 1 and len(days) < 2:
        yield from _known(start, end, f"{years[0]}-{month:02}" + (f"-{days[0]:02}" if days else ""))


def _known(start: int, end: int, text: str) -> Iterator[Period]:
    if read_date(text):
        yield _period(start, end, text)


def _period(start: int, end: int, text: str) -> Period:
    value = read_date(text)
    assert value is not None  # noqa: S101 - the callers have made it out of a good year, month and day
    return Period(start, end, Range("date", value.low, value.high, value.text))


def _decade(text: str) -> tuple[int, int]:
    """The years of '90' and '1990'; the hundreds but the last are whole centuries: 'the 1800s'."""
    first = int(text) if len(text) == 4 else int(text) + (1900 if int(text) >= _LAST_CENTURY else 2000)
    return first, first + (99 if first % 100 == 0 and first < 2000 else 9)


def _years(first: int, last: int) -> Range:
    text = f"{first}s" if last == first + 9 and first % 10 == 0 else f"{first}–{last}"
    return Range("date", first * 10000 + 101, last * 10000 + 1231, text)


def _days(first: date, last: date) -> Range:
    return Range("date", _number(first), _number(last), f"{first} – {last}")


def _whole(unit: str, day: date) -> Range:
    """The whole day, month, year, decade ... that `day` is in."""
    months = int(unit.removeprefix("months")) if unit.startswith("months") else 0
    if months >= 120:
        years = months // 12
        return _years(day.year // years * years, day.year // years * years + years - 1)
    if months == 12:
        return _period(0, 0, str(day.year)).range
    if months == 1:
        return _period(0, 0, f"{day:%Y-%m}").range
    first = day - timedelta(days=day.weekday()) if unit == "days7" else day
    return _days(first, first + timedelta(days=6 if unit == "days7" else 0))


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day
