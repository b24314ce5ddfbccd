"""What people ask bots that has nothing to do with films: the weather, the time, sums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.language.blocks import by_first_word, listed, longest_first
from bot.language.parse import Reading
from bot.language.query import Describe
from bot.language.trees import unplaced_in


class Elsewhere:
    """Knows it by the phrases of one language, its ``elsewhere``; 1 stands for any number in them."""

    def __init__(self, language: Mapping[str, Plain]) -> None:
        self._phrases = by_first_word(longest_first(listed(language, "elsewhere")))

    def asked(self, texts: Sequence[str], best: Reading) -> bool:
        """Whether such a thing is asked, and nothing is named outside of it.

        Not inside a name that nobody knows, if something is asked about that: 'who directed the weather man'.
        """
        asked = list(self._stretches(texts))
        named = [set(range(mention.start, mention.end)) for _, mention in best.mentions]
        strange = [] if isinstance(best.query, Describe) else [normalise(name.text) for name in unplaced_in(best.query)]
        inside = any(" ".join(texts[at.start : at.stop]) in name for at in asked for name in strange)
        return bool(asked) and not inside and all(any(name.issubset(at) for at in asked) for name in named)

    def _stretches(self, texts: Sequence[str]) -> Iterator[range]:
        said = ["1" if text.isdigit() else text for text in texts]
        for start, text in enumerate(said):
            for phrase in self._phrases.get(text, ()):
                if tuple(said[start : start + len(phrase)]) == phrase:
                    yield range(start, start + len(phrase))
