"""'the first film': one of those just listed, where nothing says whose first film or of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import ARTICLES, normalise
from bot.language.conversation import Conversation
from bot.language.costs import POSSESSIVES
from bot.language.lexicon import Kinds, Lexicon, Ordinal
from bot.language.pieces import LONGER, PHRASE, Piece


class Listing:
    """Finds such stretches in one language."""

    def __init__(self, language: Mapping[str, Plain], lexicon: Lexicon) -> None:
        ordinals = cast(Mapping[str, Sequence[str]], language["ordinals"])
        self._ranks = {normalise(word): int(rank) for rank, words in ordinals.items() for word in words}
        self._matches = lexicon.spelt

    def pieces(self, words: Sequence[str], conversation: Conversation) -> Iterator[Piece]:
        """Each 'the first film' that is one of the last list, which is still spoken of."""
        if not conversation.goes_through_list():
            return
        for start, word in enumerate(words[:-1]):
            listed = conversation.listed(self._ranks[word]) if word in self._ranks else None
            if listed is None or start == 0 or words[start - 1] not in ARTICLES or words[start - 1] in POSSESSIVES:
                continue
            for end, meanings in self._matches(words, start + 1):
                if any(isinstance(m, Kinds) and not m.asks and listed[1] in m.kinds for m in meanings):
                    worth = PHRASE * (end - start) + LONGER * (end - start)
                    yield Piece(start, end, (Ordinal(self._ranks[word]),), worth)
