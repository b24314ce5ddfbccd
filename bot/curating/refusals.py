"""Why a sentence tells no fact, and how it would tell one, in the words of one language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from bot.curating.told import NotTold
from bot.facts.reading import Plain


class Refusals:
    """Makes them with what stands under ``telling`` in a language file: ``why`` by reason, and ``hints`` by name."""

    def __init__(self, language: Mapping[str, Plain]) -> None:
        telling = cast(Mapping[str, Mapping[str, str]], language["telling"])
        self._why, self._hints = telling["why"], telling["hints"]

    def __call__(self, why: str, part: str, hint: str, **named: str) -> NotTold:
        """One of the reasons, the part of the sentence that is at fault, and the mend; ``named`` are named in it."""
        return NotTold(why, part, self._hints[hint].format(**named), self._why[why])

    def misread(self, why: str, part: str, hint: str) -> NotTold:
        """The same with a mend that whoever reads values knows."""
        return NotTold(why, part, hint, self._why[why])
