"""'the first film': one of those just listed, where nothing says whose first film or of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.language.conversation import Conversation
from bot.language.lexicon import Lexicon
from bot.language.meanings import Kinds, Ordinal
from bot.language.name_worth import LONGER
from bot.language.pieces import PHRASE, Piece


class Listing:
    """Finds such stretches in one language."""

    def __init__(self, language: Mapping[str, Plain], lexicon: Lexicon) -> None:
        ordinals = cast(Mapping[str, Sequence[str]], language["ordinals"])
        self._ranks = {normalise(word): int(rank) for rank, words in ordinals.items() for word in words}
        self._matches = lexicon.spelt
        self._articles = lexicon.function_words.articles

    def pieces(self, words: Sequence[str], conversation: Conversation) -> Iterator[Piece]:
        """Each 'the first film' that is one of the last list, which is still spoken of."""
        lists = [conversation.through, conversation.last_list if conversation.goes_through_list() else ()]
        for start, word in enumerate(words[:-1]):
            if word not in self._ranks or start == 0 or words[start - 1] not in self._articles:
                continue
            rank = self._ranks[word]
            kinds = {things[rank - 1 if rank > 0 else rank][1] for things in lists if len(things) >= abs(rank)}
            for end, meanings in self._matches(words, start + 1):
                if any(isinstance(m, Kinds) and not m.asks and not kinds.isdisjoint(m.kinds) for m in meanings):
                    worth = PHRASE * (end - start) + LONGER * (end - start)
                    yield Piece(start, end, (Ordinal(rank),), worth)
