"""Days that a told sentence reckons from today, as the dates that they are: 'yesterday', 'last Friday', 'in two weeks'.

A fact is read long after it was told. What stands in the sentence is replaced, so that whoever confirms the fact sees
the date; what is a week becomes its month, for a fact file has no weeks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import cast

from bot.facts.dates import read_date
from bot.facts.reading import Plain
from bot.facts.text import normalise

#: A date has no more words than this.
_LONGEST = 3
#: The units of `numbers` that are told apart here.
_DAY, _YEAR = "days1", 12


class RelativeDays:
    """Finds them with the words of one language."""

    def __init__(self, language: Mapping[str, Plain], today: Callable[[], date], prepositions: Iterable[str]) -> None:
        numbers = cast(Mapping[str, Mapping[str, str]], language["numbers"])
        days = cast(Mapping[str, Mapping[str, Mapping[str, str]]], language["telling"])["days"]
        replies = cast(Mapping[str, str], language["replies"])
        self._numbers, self._today, self._prepositions = numbers, today, frozenset(prepositions)
        self._on, self._in = replies["on_day"], replies["in_time"]
        self._named, self._weekdays, self._ones = days["named"], list(days["weekdays"]), list(numbers["one"])
        self._months: dict[int, str] = {}
        for name, number in numbers["months"].items():
            self._months[int(number)] = max(self._months.get(int(number), ""), name.capitalize(), key=len)
        which, unit = f"(?P<which>{_any(numbers['relative'])})", f"(?P<unit>{_any(numbers['periods'])})"
        beside = f"(?:(?:{_any(days['beside'])}) )?"
        patterns = (
            f"{beside}(?P<named>{_any(self._named)})",
            f"{which} (?P<weekday>{_any(self._weekdays)})",
            f"{beside}{which} {unit}",
            f"{beside}{which} (?P<part>{_any([*numbers['parts'], *numbers['months']])})",
            rf"(?P<count>\w+) {unit} (?P<ago>{_any(numbers['ago'])})",
            rf"(?:{_any(days['ahead'])}) (?P<count>\w+) {unit}",
        )
        self._former = re.compile(rf" (?:{_any(days['from'])}) ([^,;]+?) (?:{_any(days['to'])}) ", re.IGNORECASE)
        self._found = [re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE) for pattern in patterns]

    def find(self, sentence: str) -> re.Match[str] | None:
        """Where the sentence tells such a day, if it does: not where that may be a title, with capitals."""
        for pattern in self._found:
            for match in pattern.finditer(sentence):
                opens = not sentence[: match.start()].strip()
                if sentence[match.end() : match.end() + 1] == "," if opens else match[0][0].islower():
                    return match
        return None

    def dated(self, sentence: str, match: re.Match[str]) -> str:
        """The sentence with the date in the place of what was found; the same where that is no date."""
        found = {name: str(text).casefold() for name, text in match.groupdict().items() if text is not None}
        if (told := self._date(found)) is None:
            return sentence
        form, when = told
        before, behind = sentence[: match.start()], sentence[match.end() :]
        if not before.strip():  # 'Last week, X wrapped'
            return f"{behind.strip(' ,.!')} {form.format(date=when)}"
        bare = normalise(before).rpartition(" ")[2] in self._prepositions
        return before + (when if bare else form.format(date=when)) + behind

    def instead(self, claim: str) -> str:
        """A claim without the day that another has taken the place of: 'was put off from 2027 to 2028'."""
        for match in self._former.finditer(claim):
            if read_date(match[1]) is not None and any(
                read_date(" ".join(claim[match.end() :].split()[:count])) for count in range(1, _LONGEST + 1)
            ):
                return claim[: match.start()] + " " + match[0].split()[-1] + " " + claim[match.end() :]
        return claim

    def _date(self, found: Mapping[str, str]) -> tuple[str, str] | None:
        """How a date is told, and the date."""
        today, which = self._today(), self._numbers["relative"].get(found.get("which", ""), "")
        step = {"current": 0, "next": 1}.get(which, -1)
        if "named" in found:
            return self._day(today + timedelta(days=int(self._named[found["named"]])))
        if "weekday" in found:
            away = self._weekdays.index(found["weekday"]) - today.weekday()
            return self._day(
                today + timedelta(days=away if not step else (away % 7 or 7) if step > 0 else -(-away % 7 or 7))
            )
        if "part" in found:
            return self._part(self._numbers["parts"].get(found["part"], found["part"]), step)
        unit = self._numbers["periods"][found["unit"]]
        if "which" in found:
            return None if unit == _DAY else self._away(unit, step)
        count = "1" if found["count"] in self._ones else normalise(found["count"])
        if not count.isdigit() or len(count) > 2:
            return None
        return self._away(unit, -int(count) if "ago" in found else int(count))

    def _away(self, unit: str, count: int) -> tuple[str, str] | None:
        """So many days, weeks, months or years from today, as exactly as that is said."""
        today = self._today()
        size = int(unit.strip("abcdefghijklmnopqrstuvwxyz"))
        if unit == _DAY:
            return self._day(today + timedelta(days=count))
        if not unit.startswith("months"):
            then = today + timedelta(days=size * count)
            months = {(day.year, day.month) for day in (then - timedelta(days=then.weekday()), then)}
            return self._month(*months.pop()) if len(months) == 1 else None
        month = today.year * 12 + today.month - 1 + size * count
        if size == 1:
            return self._month(month // 12, month % 12 + 1)
        return (self._in, str(month // 12)) if size == _YEAR else None

    def _part(self, part: str, step: int) -> tuple[str, str] | None:
        """The season or month of this year; the next that has not begun, or the last that is over."""
        today = int(self._today().strftime("%Y%m%d"))
        for year in (self._today().year + away for away in ((0,) if not step else (0, 1) if step > 0 else (0, -1, -2))):
            known = read_date(f"{part} {year}")
            if known is None or known.low is None or known.high is None:
                return None
            if not step or (known.low > today if step > 0 else known.high < today):
                return self._in, f"{part.capitalize() if part in self._numbers['months'] else part} {year}"
        return None

    def _day(self, day: date) -> tuple[str, str]:
        return self._on, f"{day.day} {self._months[day.month]} {day.year}"

    def _month(self, year: int, month: int) -> tuple[str, str]:
        return self._in, f"{self._months[month]} {year}"


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
