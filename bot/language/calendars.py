"""Dates in questions: years, decades, centuries, days, seasons; `reckoning` adds what is told from today."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from bot.facts.dates import read_date
from bot.language.figures import Token
from bot.language.numerals import Numerals
from bot.language.periods import Period, known, period, whole_years
from bot.language.reckoning import Reckoning

_YEAR = re.compile(r"(1[89]|20)\d\d$")
_DECADE = re.compile(r"(?:1[89]|20)?\d0$")
_ORDINALS = ("st", "nd", "rd", "th")
#: The first and last year of a part of a decade.
_PARTS_OF_DECADE = {"early": (0, 3), "mid": (4, 6), "late": (6, 9)}
#: Two figures are a year of the last century from here on: 'the 30s' and 'the 20s'.
_LAST_CENTURY = 30


class Calendar:
    """Finds dates with one language's words; ``today`` is asked where a question needs it."""

    def __init__(self, numerals: Numerals, today: Callable[[], date]) -> None:
        self._words = numerals
        self._reckoning = Reckoning(numerals, today)

    def at(self, found: Sequence[Token], start: int) -> Iterator[Period]:
        """Every stretch of time that begins at `start`."""
        token = found[start]
        if _YEAR.match(token.text):
            yield period(start, start + 1, token.text)
        if day := _figures(token.text):
            yield period(start, start + 1, day)
        years = self._years(found, start)
        if years:
            yield Period(start, years[0], whole_years(*years[1:]))
        yield from self._part(found, start)
        yield from self._day(found, start)
        yield from self._reckoning.at(found, start)

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
            yield from known(start, at + 1, f"{name} {found[at].text}")
        years = self._years(found, at)
        if years and name in _PARTS_OF_DECADE:
            end, first, last = years
            step = (last - first + 1) // 10
            low, high = (first + year * step for year in _PARTS_OF_DECADE[name])
            yield Period(start, end, whole_years(low, high + step - 1))

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
        yield from known(start, end, f"{years[0]}-{month:02}" + (f"-{days[0]:02}" if days else ""))


def _decade(text: str) -> tuple[int, int]:
    """The years of '90' and '1990'; the hundreds but the last are whole centuries: 'the 1800s'."""
    first = int(text) if len(text) == 4 else int(text) + (1900 if int(text) >= _LAST_CENTURY else 2000)
    return first, first + (99 if first % 100 == 0 and first < 2000 else 9)
