"""Dates as people write them: full, partial and vague ones, as ISO text or as a period with its first and last day."""

from __future__ import annotations

import re
from calendar import monthrange

from bot.facts.model import Value

# fmt: off
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")
_MONTH = {name[:length]: number for number, name in enumerate(_MONTHS, 1) for length in (3, len(name))} | {"sept": 9}

#: Parts of a year and their first and last month. A winter ends in the year after the one that it is named by.
_PARTS = {
    "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 14),
    "early": (1, 4), "mid": (5, 8), "late": (9, 12),
    "q1": (1, 3), "q2": (4, 6), "q3": (7, 9), "q4": (10, 12),
}
# fmt: on

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DAY_FIRST = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)? (?:of )?)?([A-Za-z]{3,9})\.?,? (\d{4})", re.ASCII)
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})", re.ASCII)
_PART = re.compile(r"([A-Za-z]{3,6}|[Qq][1-4])[ -](\d{4})", re.ASCII)
_DECADE = re.compile(r"(?:the )?(\d{3}0)'?s", re.ASCII)


def read_date(text: str) -> Value | None:
    """`text` as a date, or None.

    Full and partial dates become ISO (``1995-12-15``, ``1995-12``, ``1995``). ``summer 2027``, ``Q3 2027``,
    ``late 2027`` and ``1990s`` stay words. ``low`` and ``high`` are the first and last day as YYYYMMDD; seasons are the
    northern ones.
    """
    if found := _ISO.fullmatch(text):
        return _date(int(found[1]), int(found[2] or 0), int(found[3] or 0), found[2], found[3])
    if found := _DAY_FIRST.fullmatch(text):
        month = _MONTH.get(found[2].lower())
        if month:
            return _date(int(found[3]), month, int(found[1] or 0), found[2], found[1])
    if found := _MONTH_FIRST.fullmatch(text):
        month = _MONTH.get(found[1].lower())
        return _date(int(found[3]), month, int(found[2]), found[1], found[2]) if month else None
    if (found := _PART.fullmatch(text)) and found[1].lower() in _PARTS:
        return _part(found[1].lower(), int(found[2]))
    if found := _DECADE.fullmatch(text):
        decade = int(found[1])
        return Value(f"{decade}s", decade * 10000 + 101, (decade + 9) * 10000 + 1231)
    return None


def _date(year: int, month: int, day: int, month_given: str | None, day_given: str | None) -> Value | None:
    """The date, partial where a part is not given; None if the calendar has no such day."""
    if not year >= 1 or (month_given and not 1 <= month <= 12):
        return None
    last = monthrange(year, month or 12)[1]
    if day_given and not 1 <= day <= last:
        return None
    low = year * 10000 + (month or 1) * 100 + (day or 1)
    high = year * 10000 + (month or 12) * 100 + (day or last)
    text = f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
    return Value(text, low, high)


def _part(part: str, year: int) -> Value:
    """A season, a quarter or a third of `year`."""
    first, last = _PARTS[part]
    ending, last = (year + 1, last - 12) if last > 12 else (year, last)
    low, high = year * 10000 + first * 100 + 1, ending * 10000 + last * 100 + monthrange(ending, last)[1]
    return Value(f"{part.upper() if part.startswith('q') else part} {year}", low, high)
