"""The small words that say how the others go together, as a language file lists them under ``function_words``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import normalise


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """The small words of one language; the comments in its file say what each kind is for."""

    articles: frozenset[str]
    definite: frozenset[str]
    prepositions: frozenset[str]
    copulas: frozenset[str]
    past: frozenset[str]
    conjunctions: frozenset[str]
    alternatives: frozenset[str]
    coordinators: frozenset[str]
    each: frozenset[str]
    way: frozenset[str]
    agents: frozenset[str]
    company: frozenset[str]
    without: tuple[str, ...]
    of: frozenset[str]
    belonging: frozenset[str]
    within: frozenset[str]
    possessives: frozenset[str]
    own: frozenset[str]
    reflexive: frozenset[str]
    tying: frozenset[str]
    comparing: frozenset[str]
    whose: frozenset[str]
    calling: frozenset[str]
    of_year: frozenset[str]
    #: What ties a noun to what it is of; what stands between two names that may share a last name.
    connectors: frozenset[str]
    joining: frozenset[str]

    @property
    def indefinite(self) -> frozenset[str]:
        """The articles of what is one of several."""
        return self.articles - self.definite


def read_function_words(language: Mapping[str, Plain]) -> FunctionWords:
    """The words of a language file."""
    listed = cast(Mapping[str, Sequence[str]], language["function_words"])
    sets = {key: frozenset(map(normalise, listed[key])) for key in listed if key != "without"}
    connectors = sets["prepositions"] | sets["copulas"] | {"'s"}
    joining = sets["conjunctions"] | sets["alternatives"]
    without = tuple(map(normalise, listed["without"]))
    return FunctionWords(**sets, without=without, connectors=connectors, joining=joining)
