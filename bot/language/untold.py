"""What people ask about films that facts never tell: what to watch, how it ends, where to get a copy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.language.blocks import entries
from bot.language.linking import Mention

#: What stands for any words inside a phrase; what follows them ends the utterance.
ANYTHING = "..."


class Untold:
    """Knows it by the phrases of one language, its ``untold``: a single word only where an utterance begins with it."""

    def __init__(self, language: Mapping[str, Plain], noise: Collection[str]) -> None:
        self._noise = noise
        self._phrases: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], str]]] = {}
        for entry in entries(language, "untold"):
            for phrase in entry["words"]:
                opening, _, ending = phrase.partition(ANYTHING)
                said, end = tuple(normalise(opening).split()), tuple(normalise(ending).split())
                self._phrases.setdefault(said[0], []).append((said, end, cast(str, entry["reply"])))

    def reply(self, texts: Sequence[str], named: Iterable[Mention]) -> str | None:
        """The reply to an utterance that asks such a thing, outside of the names in it that are known."""
        names = [range(mention.start, mention.end) for mention in named]
        for start, end, reply in self._said(texts):
            if not any(start in name and end - 1 in name for name in names):
                return reply
        return None

    def _said(self, texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """(start, end, reply) of each phrase that is said."""
        words = ["1" if text.isdigit() else text for text in texts]
        first = next((at for at, word in enumerate(words) if word not in self._noise), 0)
        for start, word in enumerate(words):
            for said, ending, reply in self._phrases.get(word, ()):
                end = start + len(said)
                if tuple(words[start:end]) != said or (len(said) == 1 and not ending and start > first):
                    continue
                if not ending or (end < len(words) - len(ending) and tuple(words[-len(ending) :]) == ending):
                    yield start, len(words) if ending else end, reply
