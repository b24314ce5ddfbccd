"""What people ask about films that facts never tell: what to watch, how it ends, where to get a copy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.language.blocks import ANYTHING, entries
from bot.language.linking import Mention


class _Phrase(NamedTuple):
    """The words of a phrase, those of its ending behind any others, whether it goes on behind them, and the reply."""

    said: tuple[str, ...]
    ending: tuple[str, ...]
    goes_on: bool
    reply: str

    def end(self, words: Sequence[str], behind: int) -> int | None:
        """Where it ends, if the utterance has its ending behind a word or more; ``behind`` is where the rest begins."""
        if not self.ending:
            return behind
        last = len(words) - len(self.ending)
        places = range(behind + 1, last) if self.goes_on else range(max(last, behind + 1), last + 1)
        return next(
            (len(words) for at in places if tuple(words[at : at + len(self.ending)]) == self.ending),
            None,
        )


class Untold:
    """Knows it by the phrases of one language, its ``untold``: a single word only where an utterance begins with it."""

    def __init__(self, language: Mapping[str, Plain], noise: Collection[str]) -> None:
        self._noise = noise
        self._phrases: dict[str, list[_Phrase]] = {}
        for entry in entries(language, "untold"):
            for phrase in entry["words"]:
                opening, _, rest = phrase.partition(ANYTHING)
                ending, goes_on, _ = rest.partition(ANYTHING)
                said, end = tuple(normalise(opening).split()), tuple(normalise(ending).split())
                told = _Phrase(said, end, bool(goes_on), cast(str, entry["reply"]))
                self._phrases.setdefault(said[0], []).append(told)

    def reply(self, texts: Sequence[str], named: Iterable[Mention]) -> str | None:
        """The reply to an utterance that asks such a thing, outside of the names in it that are known."""
        names = [range(mention.start, mention.end) for mention in named]
        for start, end, reply in self._said(texts):
            said = range(start, end)
            if not any(_cuts(name, said) for name in names):
                return reply
        return None

    def _said(self, texts: Sequence[str]) -> Iterator[tuple[int, int, str]]:
        """(start, end, reply) of each phrase that is said."""
        words = ["1" if text.isdigit() else text for text in texts]
        first = next((at for at, word in enumerate(words) if word not in self._noise), 0)
        for start, word in enumerate(words):
            for phrase in self._phrases.get(word, ()):
                behind = start + len(phrase.said)
                alone = len(phrase.said) == 1 and not phrase.ending
                if tuple(words[start:behind]) != phrase.said or (alone and start > first):
                    continue
                if (end := phrase.end(words, behind)) is not None:
                    yield start, end, phrase.reply


def _cuts(name: range, said: range) -> bool:
    """Whether a phrase stands in a name, or has some of its words: 'movie like' in 'the movie Like Nothing'."""
    common = min(name.stop, said.stop) - max(name.start, said.start)
    return common > 0 and common in {len(said), *range(1, len(name))}
