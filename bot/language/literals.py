"""Numbers in questions: years, decades, dates, lengths of time, amounts; with 'before', 'between' and the like."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from bot.language.query import Range

_YEAR = re.compile(r"(1[89]|20)\d\d$")
_DECADE = re.compile(r"((?:1[89]|20)?\d0)s$")
_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)$")


@dataclass(frozen=True, slots=True)
class Literal:
    """Words [start, end) that name a stretch of a number line; `bounded` if a word such as 'before' opened it."""

    start: int
    end: int
    range: Range


class Literals:
    """Finds literals, with one language's words for units, months and bounds (the ``numbers`` key of its file)."""

    def __init__(self, numbers: Mapping[str, Mapping[str, object]]) -> None:
        self._units = {str(word): str(kind) for word, kind in numbers.get("units", {}).items()}
        self._months = {str(word): int(str(month)) for word, month in numbers.get("months", {}).items()}
        self._bounds = [
            (tuple(str(words).split()), str(bound)) for words, bound in numbers.get("bounds", {}).items()
        ]  # fmt: skip
        self._bounds.sort(key=lambda b: -len(b[0]))
        self._between = frozenset(cast(Collection[str], numbers.get("between", ())))
        self._decades = {str(word): str(decade) for word, decade in numbers.get("decades", {}).items()}

    def find(self, words: Sequence[str]) -> list[Literal]:
        """Every literal in `words`, bounded ones beside the plain ones inside them."""
        plain = [literal for start in range(len(words)) for literal in self._at(words, start)]
        return plain + [wider for literal in plain for wider in self._bounded(words, literal, plain)]

    def _at(self, words: Sequence[str], start: int) -> list[Literal]:
        word = words[start]
        found = []
        if _YEAR.match(word):
            year = int(word)
            found.append(Literal(start, start + 1, Range("date", year * 10000 + 101, year * 10000 + 1231, word)))
        decade = _DECADE.match(self._decades.get(word, word))
        if decade:
            first = int(decade[1]) if len(decade[1]) == 4 else (1900 if int(decade[1]) > 20 else 2000) + int(decade[1])
            found.append(
                Literal(start, start + 1, Range("date", first * 10000 + 101, (first + 9) * 10000 + 1231, f"{first}s"))
            )
        if iso := _ISO.match(word):
            day = int("".join(iso.groups()))
            found.append(Literal(start, start + 1, Range("date", day, day, word)))
        if word in self._months:
            found += self._date(words, start)
        if _NUMBER.match(word):
            found += self._quantity(words, start, float(word))
        return found

    def _date(self, words: Sequence[str], start: int) -> list[Literal]:
        """'december 15 1995', '15 december 1995', 'december 1995'; `start` is the month."""
        month, end, first, day = self._months[words[start]], start + 1, start, 0
        ordinal = re.compile(r"(\d{1,2})(st|nd|rd|th)?$")
        if end < len(words) and (match := ordinal.match(words[end])):
            day, end = int(match[1]), end + 1
        else:
            before = start - 1
            while before > 0 and words[before] in self._between:
                before -= 1
            if before >= 0 and (match := ordinal.match(words[before])):
                day, first = int(match[1]), before
        if end >= len(words) or not _YEAR.match(words[end]) or day > 31:
            return []
        base = int(words[end]) * 10000 + month * 100
        text = f"{words[end]}-{month:02}" + (f"-{day:02}" if day else "")
        return [Literal(first, end + 1, Range("date", base + (day or 1), base + (day or 31), text))]

    def _quantity(self, words: Sequence[str], start: int, number: float) -> list[Literal]:
        """'2 hours', '2 hours 30 minutes', '90 minutes', '50 million dollars', '300'."""
        end, scale = start + 1, 1.0
        while end < len(words) and self._units.get(words[end], "").startswith("x"):
            scale *= float(self._units[words[end]][1:])
            end += 1
        unit = self._units.get(words[end], "") if end < len(words) else ""
        if unit.startswith("minutes"):
            total, end = number * scale * float(unit[7:] or 1), end + 1
            if end + 1 < len(words) and _NUMBER.match(words[end]) and self._units.get(words[end + 1]) == "minutes1":
                total, end = total + float(words[end]), end + 2
            return [Literal(start, end, Range("duration", total, total, f"{total:g} minutes"))]
        if unit == "money":
            amount = number * scale
            return [Literal(start, end + 1, Range("money", amount, amount, f"${amount:,.0f}"))]
        amount = number * scale
        kinds = ("money", "number") if scale > 1 else ("number",)
        return [Literal(start, end, Range(kind, amount, amount, f"{amount:g}")) for kind in kinds]

    def _bounded(self, words: Sequence[str], literal: Literal, plain: Sequence[Literal]) -> list[Literal]:
        """The literal with the words before it: 'before 2000', 'more than 2 hours', 'between 1990 and 1995'."""
        stop = literal.start
        while stop and words[stop - 1] in self._between:
            stop -= 1
        for opening, bound in self._bounds:
            start = stop - len(opening)
            if start < 0 or tuple(words[start:stop]) != opening:
                continue
            low, high, text = literal.range.low, literal.range.high, f"{' '.join(opening)} {literal.range.text}"
            if bound == "between":
                return [
                    Literal(
                        start, other.end, Range(low_range.type, low, other.range.high, f"{text} and {other.range.text}")
                    )
                    for other in plain
                    if other.start == literal.end + 1 and other.range.type == (low_range := literal.range).type
                ]
            just = 0.5  # strictly beyond: dates and minutes are whole numbers
            line = {
                "over": Range(literal.range.type, (high or 0) + just, None, text),
                "under": Range(literal.range.type, None, (low or 0) - just, text),
                "least": Range(literal.range.type, low, None, text),
                "most": Range(literal.range.type, None, high, text),
            }[bound]
            return [Literal(start, literal.end, line)]
        return []
