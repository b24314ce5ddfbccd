"""What stands under one key of a language file, by its shape."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import normalise

#: Any of these, in the middle of a phrase: '(want|need) to know'.
_CHOICE = re.compile(r"\(([^()]*)\)")


def spelt_out(phrases: Iterable[str]) -> Iterator[str]:
    """Every phrase that some phrases with choices in them stand for: '(want|need) to know' for two."""
    for phrase in phrases:
        choice = _CHOICE.search(phrase)
        if choice is None:
            yield phrase
            continue
        before, behind = phrase[: choice.start()], phrase[choice.end() :]
        yield from spelt_out(f"{before}{word}{behind}" for word in choice[1].split("|"))


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
