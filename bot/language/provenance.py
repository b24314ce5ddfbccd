"""'How do you know?', 'who says that …': questions about an answer, or a claim, instead of about a film."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.language.query import Any, Query

#: The aspect of which a thing by itself is asked, not a claim: 'what changed about X?'
CHANGED = "changed"
#: What stands for an answer where none was given.
NOTHING: Query = Any(())

Phrase = tuple[str, ...]


class Asking:
    """The phrases of one language (the ``provenance`` key of its file), by the aspect that they ask about."""

    def __init__(self, language: Mapping[str, Plain], around: Collection[str]) -> None:
        """``around`` are the words that may stand before and after a phrase and say nothing."""
        entries = cast(Mapping[str, Mapping[str, Sequence[str]]], language["provenance"])
        self._around = around
        self._words = {_phrase(words): aspect for aspect, entry in entries.items() for words in entry["words"]}
        self._around_claims = [
            (_phrase(words.partition("...")[0]), _phrase(words.partition("...")[2]), aspect)
            for aspect, entry in entries.items()
            for words in sorted(entry["before"], key=len, reverse=True)
        ]

    def alone(self, words: Sequence[str]) -> str | None:
        """The aspect that an utterance asks about, if it says nothing else."""
        first, last = self._start(words), len(words)
        for start in range(first + 1):
            for end in range(last, start, -1):
                if (aspect := self._words.get(tuple(words[start:end]))) is not None:
                    return aspect
                if words[end - 1] not in self._around:
                    break
        return None

    def claims(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """(aspect, first word, first word after it) of each claim that a phrase stands before, or around."""
        for start in range(self._start(words) + 1):
            for opening, closing, aspect in self._around_claims:
                first, last = start + len(opening), len(words) - len(closing)
                if first < last and tuple(words[start:first]) == opening and tuple(words[last:]) == closing:
                    yield aspect, first, last

    def _start(self, words: Sequence[str]) -> int:
        """How many words at the beginning say nothing."""
        return next((at for at, word in enumerate(words) if word not in self._around), max(0, len(words) - 1))


def _phrase(words: str) -> Phrase:
    return tuple(normalise(words).split())
