"""Words of names that typed ones may be, mistakes and all: from the deletion neighbourhoods of the name index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.name_index import LONGEST_TWICE, SHORTEST_NEAR, deletions
from bot.facts.name_reading import IndexedWord
from bot.language.fuzzy import distance, near_edits

#: How many words of names one typed word is taken for. With 16 of them .01 fewer names with a typo are found.
MOST_NEAR = 32
#: Words of so many letters may have two mistakes in them; those beginning with as many as BEGINNING are compared then.
LONG, BEGINNING = 6, 4
#: Short words have two mistakes, and so many of those that a typed one may be then.
TWICE, MOST_TWICE = 2, 100


class Near(NamedTuple):
    """A word of names that a typed one may be; how many names have it, and the edits between the two."""

    id: int
    word: str
    names: int
    edits: int


def near_words(
    base: KnowledgeBase, words: Sequence[str], positions: Collection[int], twice: Collection[int] = ()
) -> dict[int, list[Near]]:
    """The words of names that the words at some positions may be, nearest first, common ones before rarer ones.

    At the positions `twice` they may be short ones with two mistakes.
    """
    typed = {words[position] for position in positions if words[position] != "'s"}
    alike = base.index.alike(typed)
    found = {word: _near(word, alike[word]) or _beginning_alike(base, word) for word in typed}
    for word in {words[position] for position in twice}.intersection(found):
        if not found[word] or found[word][0].edits:
            found[word] += _near_twice(base, word, {near.id for near in found[word]})
    return {position: found[words[position]] for position in positions if found.get(words[position])}


def _near_twice(base: KnowledgeBase, typed: str, known: Collection[int]) -> list[Near]:
    """The short words two edits away from a typed one, besides those that are `known`; the commonest first."""
    if not SHORTEST_NEAR <= len(typed) <= LONGEST_TWICE + 2 or not typed.isalpha():
        return []
    words = (word for word in base.index.alike_twice(typed) if word.id not in known)
    near = [
        Near(*word, TWICE)
        for word in words
        if len(word.word) >= SHORTEST_NEAR and distance(typed, word.word, TWICE) <= TWICE
    ]
    return sorted(near, key=lambda word: -word.names)[:MOST_TWICE]


def _near(typed: str, words: Iterable[IndexedWord]) -> list[Near]:
    """Those of some words that a typed one may be."""
    edits = ((*word, near_edits(typed, word.word)) for word in words)
    near = [Near(number, word, names, far) for number, word, names, far in edits if far is not None]
    return sorted(near, key=lambda word: (word.edits, -word.names))[:MOST_NEAR]


def _beginning_alike(base: KnowledgeBase, typed: str) -> list[Near]:
    """The words two edits away from a long one, of which no more than one is among the first letters.

    Two mistakes in one word leave no key in common.
    """
    if len(typed) < LONG or not typed.isalpha():
        return []
    return _near(typed, base.index.beginning({key[:BEGINNING] for key in deletions(typed)}))
