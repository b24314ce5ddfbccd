"""Text -> typed values: what a curator may write for a date, a duration, money, a number, a length or a name.

``EXAMPLES`` has a good example of each type; a text that does not fit comes back as a Mistake that shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from bot.facts.dates import read_date
from bot.facts.model import Value
from bot.facts.money import read_money

#: A good example of every type, as hints show it.
EXAMPLES = {
    "date": "1995-12-15, 1995-12, 1995, or summer 2027",
    "duration": "170 minutes, or 2h 50m",
    "money": "$67.4 million, or 67,400,000 USD",
    "number": "8.2, or 8.2/10",
    "length": "1.80 m, 180 cm, or 5'11\"",
}
_CALLED = {
    "date": "a date",
    "duration": "a duration",
    "money": "an amount of money in one currency",
    "number": "a number",
    "length": "a length",
}


class Mistake(NamedTuple):
    """A text that is not a value of its type: what is wrong with it, and how to mend it."""

    what: str
    hint: str


def read_value(text: str, declared: tuple[str, ...]) -> Value | Mistake:
    """`text` as a value of what a relation declares: kinds of entities, or one type."""
    if declared == ("text",):
        return Value(text.strip()) if text.strip() else _EMPTY
    text = " ".join(text.split())
    if not text:
        return _EMPTY
    if declared == ("label",):
        return Value(text)
    reader = _READERS.get(declared[0])
    if reader is None:
        return _name(text)
    what = f"{text!r} is not {_CALLED[declared[0]]}"
    return reader(text) or Mistake(what, f"write for example {EXAMPLES[declared[0]]}")


_EMPTY = Mistake("the value is missing", "write it after the colon, or delete the line")
_NAME_AND_YEAR = re.compile(r"(.*\S) \((\d{4})\)", re.ASCII)


def _name(text: str) -> Value:
    """``Name`` or ``Name (Year)``."""
    if text[-1] == ")" and (found := _NAME_AND_YEAR.fullmatch(text)):
        return Value(found[1], year=int(found[2]))
    return Value(text)


_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,9})?"
_HOURS_AND_MINUTES = re.compile(
    rf"(?:({_NUMBER}) ?(?:h|hrs?|hours?))?,? ?(?:and )?(?:({_NUMBER}) ?(?:m|mins?|minutes?)?)?\.?",
    re.ASCII | re.IGNORECASE,
)


def _duration(text: str) -> Value | None:
    """Minutes, as ``170``."""
    found = _HOURS_AND_MINUTES.fullmatch(text)
    if not found or not (found[1] or found[2]):
        return None
    minutes = 60 * _decimal(found[1] or "0") + _decimal(found[2] or "0")
    return Value(_shortest(minutes), float(minutes), float(minutes)) if minutes else None


_RATING = re.compile(rf"([-+−]?{_NUMBER})(?: ?(?:/|out of) ?{_NUMBER}| ?%)?", re.ASCII)


def _number(text: str) -> Value | None:
    """A number as it is written; what follows a slash is its scale and does not change its place on the number line."""
    found = _RATING.fullmatch(text)
    if not found:
        return None
    number = float(_decimal(found[1].replace("−", "-")))
    return Value(text, number, number)


_METRIC = re.compile(
    rf"({_NUMBER}) ?(m|metres?|meters?|cm|centimetres?|centimeters?|km|kilometres?|kilometers?)\.?",
    re.ASCII | re.IGNORECASE,
)
_FEET = re.compile(
    r"(\d{1,3}) ?(?:'|’|′|ft\.?|feet|foot)(?: ?(\d{1,2}(?:\.\d+)?) ?(?:\"|”|″|''|in\.?|inches|inch)?)?",
    re.ASCII | re.IGNORECASE,
)


def _length(text: str) -> Value | None:
    """Metres with two decimals, as ``1.80 m``."""
    if found := _METRIC.fullmatch(text):
        unit = found[2].lower()
        scale = "0.01" if unit.startswith("c") else "1000" if unit.startswith("k") else "1"
        metres = _decimal(found[1]) * Decimal(scale)
    elif found := _FEET.fullmatch(text):
        metres = (12 * Decimal(found[1]) + Decimal(found[2] or "0")) * Decimal("0.0254")
    else:
        return None
    return Value(f"{metres:.2f} m", float(metres), float(metres)) if metres else None


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _shortest(number: Decimal) -> str:
    """`number` without an exponent and without needless zeros: ``170``, ``22.5``."""
    return f"{number.normalize():f}"


_READERS: dict[str, Callable[[str], Value | None]] = {
    "date": read_date,
    "duration": _duration,
    "money": read_money,
    "number": _number,
    "length": _length,
}
