"""Which words a language has, whether or not Booth knows what they mean: a word that exists is hardly a typing mistake.

'wave' is no misspelling of 'have' though one letter apart, and 'hvae' is. The words come with pyspellchecker, of which
nothing else is used: its corrections know neither the words of our relations nor the names of our films.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

#: Words that its sources have less often than this are names, misprints and curiosities.
RAREST = 100


class Dictionary:
    """The words of one language.

    They are kept as one text for each two letters that words begin with: a tenth of the memory of a set.
    """

    def __init__(self, words: Iterable[str]) -> None:
        starts: dict[str, list[str]] = {}
        for word in words:
            starts.setdefault(word[:2], []).append(word)
        self._by_start = {start: f" {' '.join(alike)} " for start, alike in starts.items()}

    def __contains__(self, word: str) -> bool:
        return f" {word} " in self._by_start.get(word[:2], "")


@lru_cache(maxsize=1)
def dictionary(language: str) -> Dictionary:
    """The dictionary of a language by its code ('en'). Raises FileNotFoundError where there is none."""
    packed = files("spellchecker").joinpath(f"resources/{language}.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return Dictionary(word for word, count in counts.items() if count >= RAREST)
