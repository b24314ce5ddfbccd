"""Chat around a question: 'hey um', 'wait so', 'again please', which say nothing of what is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from bot.facts.reading import Plain
from bot.language.blocks import by_first_word, listed, longest_first, spelt_out

Phrase = tuple[str, ...]


class Chat:
    """Knows it by the phrases of one language: its ``filler``, and before a question those under ``several``."""

    def __init__(self, language: Mapping[str, Plain]) -> None:
        several = cast(Mapping[str, list[str]], language["several"])
        fillers, kept = spelt_out(listed(language, "filler")), frozenset(spelt_out(several["kept"]))
        apart = [phrase for phrase in fillers if phrase not in kept]
        self._before = frozenset(spelt_out(several["chat"]))
        joins = longest_first(several["joins"])
        self._beginning = by_first_word(sorted({*self._before, *fillers, *joins}, key=len, reverse=True))
        self._filling = by_first_word(apart)
        self._ending: dict[str, list[Phrase]] = {}
        for phrase in apart:
            self._ending.setdefault(phrase[-1], []).append(phrase)

    def only(self, texts: Sequence[str]) -> bool:
        """Whether words are nothing but chat such as stands before a question: 'fair enough', 'nice, and'."""
        place, chats = 0, False
        while place < len(texts):
            said = _phrase(self._beginning, texts, place)
            if not said:
                return False
            place, chats = place + len(said), chats or said in self._before
        return chats

    def around(self, texts: Sequence[str], meaning: Sequence[range] = ()) -> tuple[int, int]:
        """The [first, end) of the words without the chat around them, which goes no further than what has a `meaning`.

        All of them if nothing else is left.
        """
        first, end = 0, len(texts)
        while first < end and (said := self._first(texts, first, meaning)):
            first += len(said)
        while first < end and (said := self._last(texts, end, meaning)):
            end -= len(said)
        return (first, end) if first < end else (0, len(texts))

    def _first(self, texts: Sequence[str], start: int, meaning: Sequence[range]) -> Phrase:
        said = _phrase(self._filling, texts, start)
        return () if any(start < each.stop and each.start < start + len(said) for each in meaning) else said

    def _last(self, texts: Sequence[str], end: int, meaning: Sequence[range]) -> Phrase:
        phrases = self._ending.get(texts[end - 1], ())
        said = next((each for each in phrases if tuple(texts[max(0, end - len(each)) : end]) == each), ())
        return () if any(end - len(said) < each.stop and each.start < end for each in meaning) else said


def _phrase(phrases: Mapping[str, Sequence[Phrase]], texts: Sequence[str], place: int) -> Phrase:
    """The longest of some phrases that begins at `place`."""
    here = phrases.get(texts[place], ())
    return next((each for each in here if tuple(texts[place : place + len(each)]) == each), ())
