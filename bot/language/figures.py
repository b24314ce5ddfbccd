"""The finest grain of an utterance: figures, words and signs, where `bot.facts.text` has only words.

'$67.4m', "5'11"" and '1990-95' are one or two words to whoever looks for names; to whoever looks for numbers they are
several tokens each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.facts.text import Word, fold

_TOKEN = re.compile(
    r"\d{4}([-/.])\d\d?\1\d\d?(?!\w)|\d\d?([-/.])\d\d?\2\d{4}(?!\w)"  # a date in figures is one token
    r"|\d+(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\d+|[^\W\d_]+|\S"
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?$")
#: Longer figures are no numbers that anybody means.
LONGEST = 15


class Token(NamedTuple):
    """A figure, a word or a sign: folded, with its number if it is one, and where it stands in the text."""

    text: str
    start: int
    end: int
    number: float | None = None
    spelled: bool = False


def tokens(text: str) -> list[Token]:
    """The tokens of a text that `bot.facts.text.clean` has returned."""
    found = []
    for match in _TOKEN.finditer(text):
        raw = match[0]
        folded = fold(raw) if raw.isalpha() else raw
        plain = folded.replace(",", "")
        number = float(plain) if _NUMBER.match(folded) and len(plain) <= LONGEST else None
        found.append(Token(plain if number is not None else folded, *match.span(), number, raw.isalpha()))
    return found


class Alignment:
    """Which words tokens stand in."""

    def __init__(self, found: Sequence[Token], words: Sequence[Word]) -> None:
        self._words = [
            [at for at, word in enumerate(words) if word.start < token.end and token.start < word.end]
            for token in found
        ]

    def words(self, start: int, end: int) -> tuple[int, int] | None:
        """The words [first, end) that tokens [start, end) are; None if they begin or end in the middle of one."""
        inside = [word for token in self._words[start:end] for word in token]
        outside = {word for token in self._words[:start][-1:] + self._words[end : end + 1] for word in token}
        return (inside[0], inside[-1] + 1) if inside and outside.isdisjoint(inside) else None
