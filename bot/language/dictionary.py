"""Which words a language has, whether or not Booth knows what they mean: a word that exists is hardly a typing mistake.

'wave' is no misspelling of 'have' though one letter apart, and 'hvae' is. The words come with pyspellchecker, of which
nothing else is used: its corrections know neither the words of our relations nor the names of our films.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

#: Words that its sources have less often than a hundred times are names, misprints and curiosities. The file is a JSON
#: object of words and counts: reading a third of it as text takes a third of the time, at every start.
_COMMON = re.compile(r'"([^"\\]+)": \d{3,}')


class Dictionary:
    """The words of one language.

    They are kept as one text, and that of each two letters which a word began with is looked for in its part of it: a
    tenth of the memory of a set.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._text = "\n".join(("", *sorted(words), ""))
        self._parts: dict[str, str] = {}

    def __contains__(self, word: str) -> bool:
        return bool(word) and f"\n{word}\n" in self._part(word[:2])

    def _part(self, start: str) -> str:
        """The part of the text with the words that begin so, found in that of those that begin with one letter less."""
        part = self._parts.get(start)
        if part is None:
            whole = self._part(start[:-1]) if len(start) > 1 else self._text
            begin, end = whole.find(f"\n{start}"), whole.rfind(f"\n{start}")
            part = self._parts[start] = whole[begin : whole.find("\n", end + 1) + 1] if begin >= 0 else ""
        return part


@lru_cache(maxsize=1)
def dictionary(language: str) -> Dictionary:
    """The dictionary of a language by its code ('en'). Raises FileNotFoundError where there is none."""
    packed = files("spellchecker").joinpath(f"resources/{language}.json.gz").read_bytes()
    return Dictionary(_COMMON.findall(gzip.decompress(packed).decode()))
