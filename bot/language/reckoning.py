"""Stretches of time told from today: 'last year', 'the last ten years', '20 years ago', 'older than 50 years'."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

from bot.language.figures import Token
from bot.language.numerals import Numerals
from bot.language.periods import Period, bounded, number, period, whole_days, whole_years
from bot.language.query import Range


class Reckoning:
    """Finds stretches of time that need to know what day it is: only then is ``today`` asked."""

    def __init__(self, numerals: Numerals, today: Callable[[], date]) -> None:
        self._words, self._today = numerals, today

    def at(self, found: Sequence[Token], start: int) -> Iterator[Period]:
        """Every stretch of time of this sort that begins at `start`."""
        yield from self._told_from_today(found, start)
        yield from self._by_age(found, start)

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
            yield Period(start, end, whole_days(self._moved(unit, -count), today))
        elif way[1] == "next" and several:
            yield Period(start, end, whole_days(today, self._moved(unit, count)))
        elif not several:
            steps = {"last": -1, "next": 1, "current": 0}[str(way[1])]
            yield Period(start, end, _whole(unit, self._moved(unit, steps)))

    def _by_age(self, found: Sequence[Token], start: int) -> Iterator[Period]:
        """'older than 50 years', 'over 50 years old', 'more than 50 years ago', '50 years old': dates, all of them."""
        opened = self._words.ages.at(found, start) or self._words.aged.at(found, start)
        counted = self._counted(found, opened[0] if opened else start)
        if counted is None or counted[0] == (opened[0] if opened else start) + 1:
            return
        end, unit, count = counted
        said = end < len(found) and found[end].text in self._words.old | self._words.ago
        if not said and (opened is None or self._words.ages.at(found, start) is None):
            return
        day, today = self._moved(unit, -count), self._today()
        if opened is None:
            if found[end].text in self._words.old:
                year = whole_days(self._moved(unit, -count - 1) + timedelta(days=1), day)
                yield Period(start, end + 1, year)
            return
        line = bounded(whole_days(day, day), str(opened[1]), f"… – {day}")
        if line.high is None:  # less than ten years old is nothing that is still to come
            line = Range("date", line.low, number(today), f"{day} – {today}")
        yield Period(start, end + said, line)

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


def _whole(unit: str, day: date) -> Range:
    """The whole day, month, year, decade ... that `day` is in."""
    months = int(unit.removeprefix("months")) if unit.startswith("months") else 0
    if months >= 120:
        length = months // 12
        first = day.year // length * length
        return whole_years(first, first + length - 1)
    if months == 12:
        return period(0, 0, str(day.year)).range
    if months == 1:
        return period(0, 0, f"{day:%Y-%m}").range
    begin = day - timedelta(days=day.weekday()) if unit == "days7" else day
    return whole_days(begin, begin + timedelta(days=6 if unit == "days7" else 0))
