"""Amounts that a told sentence only bounds: 'over $60 million', 'about three hours'.

A fact file has amounts and no bounds. So the amount is the value, and the words that were said of it are quoted:
answers tell them beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, cast

from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.facts.values import Mistake, read_value

#: What is measured in a number and a unit, and how many words that has.
AMOUNTS = ("money", "duration", "length", "number")
_LONGEST = 4


class Bounded(NamedTuple):
    """A claim without the words for a bound, and these words with the amount as they were said."""

    claim: str
    said: str


class Bounds:
    """Finds them with the words of one language."""

    def __init__(self, language: Mapping[str, Plain]) -> None:
        bounds = cast(Mapping[str, Sequence[str]], language["telling"])["bounds"]
        longest_first = "|".join(re.escape(phrase) for phrase in sorted(bounds, key=len, reverse=True))
        self._bound = re.compile(rf"(?<!\S)(?:{longest_first}) (?=\S?\d|\w)", re.IGNORECASE)

    def find(self, claim: str) -> Bounded | None:
        """The claim without the first bound before an amount; None where there is none."""
        for match in self._bound.finditer(claim):
            behind = claim[match.end() :].split(" ")
            for count in range(min(_LONGEST, len(behind)), 0, -1):
                amount = " ".join(behind[:count]).rstrip(".,")
                if _is_amount(amount):
                    rest = f"{claim[: match.start()]}{claim[match.end() :]}"
                    return Bounded(rest, f"{match[0]}{amount}")
        return None


def _is_amount(text: str) -> bool:
    plain = normalise(text) if text[:1].isalpha() else text  # 'three hours'
    return plain[:2].strip("$€£¥")[:1].isdigit() and any(
        not isinstance(read_value(plain, (each,)), Mistake) for each in AMOUNTS
    )
