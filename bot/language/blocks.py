"""What stands under one key of a language file, by its shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain, product
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import normalise

#: What stands for any words inside a phrase.
ANYTHING = "..."
#: What stands around the words of which any may be said: '(want|need) to know'.
_CHOICE = re.compile(r"[()]")
_NESTED = re.compile(r"\([^()]*\(")


def spelt_out(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The words of every phrase that some with choices in them stand for, the longest first.

    '(want|need) to know' stands for two. Raises ValueError where choices stand inside of choices.
    """
    return _spelt_out(tuple(phrases))


@lru_cache(maxsize=16)  # every answerer in a process reads the same language
def _spelt_out(phrases: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    found: set[tuple[str, ...]] = set()
    for phrase in phrases:
        if _NESTED.search(phrase):
            raise ValueError(f"choices inside of choices: {phrase}")
        ways = [[tuple(normalise(way).split()) for way in part.split("|")] for part in _CHOICE.split(phrase)]
        found.update(tuple(chain.from_iterable(said)) for said in product(*ways))
    return tuple(sorted(found - {()}, key=len, reverse=True))


def longest_first(phrases: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The words of each phrase, the longest phrase first."""
    return tuple(sorted({tuple(normalise(phrase).split()) for phrase in phrases}, key=len, reverse=True))


def by_first_word(phrases: Iterable[tuple[str, ...]]) -> dict[str, list[tuple[str, ...]]]:
    """The phrases by the word that they begin with."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return found


def listed(language: Mapping[str, Plain], key: str) -> list[str]:
    """A list of phrases; empty if the file has none."""
    return cast(list[str], language.get(key, []))


def rows(language: Mapping[str, Plain], key: str) -> list[list[str]]:
    """A list of lists of words."""
    return cast(list[list[str]], language.get(key, []))


def entries(language: Mapping[str, Plain], key: str) -> list[dict[str, list[str]]]:
    """A list of entries whose keys hold lists."""
    return cast(list[dict[str, list[str]]], language.get(key, []))


def meant(language: Mapping[str, Plain], key: str) -> dict[str, tuple[str, ...]]:
    """Words, and what each may stand for."""
    words = cast(Mapping[str, list[str]], language.get(key, {}))
    return {normalise(word): tuple(map(normalise, others)) for word, others in words.items()}
