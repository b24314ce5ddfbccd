"""The answer to 'which one do you mean?': 'the second one', '1995', 'the film', or a word of its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.facts.vocabulary import Relation
from bot.language.lexicon import Lexicon
from bot.language.meanings import Degree, Kinds, Noun
from bot.language.query import Query

_YEAR_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several things that a question may mean: the question it would then be, and what tells it apart.

    ``part`` is the part that it has in something, a relation and a role: 'the actor'. ``node`` is the thing, and
    ``known`` are words of the names that facts about it hold: 'the one with X'.
    """

    query: Query
    label: str
    kind: str = ""
    year: int | None = None
    part: tuple[str, str] | None = None
    node: int | None = None
    known: frozenset[str] = frozenset()


class Choosing:
    """Reads such answers in one language."""

    def __init__(self, language: Mapping[str, Plain], lexicon: Lexicon, relations: Mapping[str, Relation]) -> None:
        self._dated = frozenset(name for name, relation in relations.items() if relation.begins)
        ordinals = cast(Mapping[str, Sequence[str]], language["ordinals"])
        self._ranks = {normalise(word): int(rank) for rank, words in ordinals.items() for word in words}
        decades = cast(Mapping[str, Mapping[str, str]], language["numbers"]).get("decades", {})
        self._decades = {normalise(word): str(decade) for word, decade in decades.items()}
        self._nouns = frozenset(map(normalise, cast(Sequence[str], language["ordinal_nouns"])))
        self._noise = lexicon.glue | lexicon.filler_words | self._nouns
        self._phrases = sorted({*lexicon.follow_up, *(p for ps in lexicon.filler.values() for p in ps)}, key=len)[::-1]
        also = cast(Mapping[str, Sequence[str]], language["operations"])["also"]
        self._other = frozenset(map(normalise, also))
        self._agreement = frozenset(map(normalise, cast(Sequence[str], language["agreement"])))
        self._matches = lexicon.spelt

    def chosen(
        self, words: Sequence[str], choices: Sequence[Choice], taken: Choice | None = None, ranked: bool = True
    ) -> Choice | None:
        """The only choice that `words` fit, if they say nothing else.

        'The other one' is not the one that was ``taken``. Where the choices were not shown, they are not ``ranked``.
        """
        if len(choices) == 1 and " ".join(words) in self._agreement:
            return choices[0]
        words = self._telling(words)
        left = list(choices)
        pointing = not self._nouns.isdisjoint(words)
        said, place = False, 0
        while place < len(words):
            word = words[place]
            rank = self._rank(word)
            kinds, end = self._kinds(words, place)
            if ranked and rank and -len(choices) <= rank <= len(choices):
                named = choices[rank - 1 if rank > 0 else rank]
                left = [choice for choice in left if choice == named]
            elif in_year := _of_year(self._decades.get(word, word), choices):
                left = [choice for choice in left if choice in in_year]
            elif kinds:
                left = [choice for choice in left if choice.kind in kinds] or self._named(word, left)
                place = end - 1
            elif taken is not None and word in self._other:
                left = [choice for choice in left if choice != taken]
            elif (told := self._told_apart(words, place, left)) is not None:
                left, place = told
            elif named_so := self._named(word, left, pointing):
                left = named_so
            elif word not in self._noise:
                return None
            else:
                place += 1
                continue
            said, place = True, place + 1
        return left[0] if said and len(left) == 1 else None

    def _telling(self, words: Sequence[str]) -> Sequence[str]:
        """The words without 'no i meant' and the like, unless that is all."""
        kept: list[str] = []
        place = 0
        while place < len(words):
            phrase = next((p for p in self._phrases if len(p) > 1 and tuple(words[place : place + len(p)]) == p), ())
            kept += () if phrase else (words[place],)
            place += len(phrase) or 1
        while len(kept) > 1 and (kept[0],) in self._phrases:
            kept = kept[1:]
        return kept or words

    def _rank(self, word: str) -> int | None:
        return int(word) if word.isdigit() and 0 < len(word) < _YEAR_LENGTH else self._ranks.get(word)

    def _kinds(self, words: Sequence[str], place: int) -> tuple[frozenset[str], int]:
        """The kinds that a noun at `place` stands for ('the book', 'the tv show'), and the word after it."""
        best: tuple[frozenset[str], int] = frozenset(), place
        for end, meanings in self._matches(words, place):
            kinds = [kind for m in meanings if isinstance(m, Kinds) and not m.asks for kind in m.kinds]
            if kinds and end > best[1]:
                best = frozenset(kinds), end
        return best

    def _told_apart(self, words: Sequence[str], place: int, left: list[Choice]) -> tuple[list[Choice], int] | None:
        """Those that 'newer' or 'actor' picks, and the last of its words; None if it picks none."""
        for end, meanings in sorted(self._matches(words, place), key=lambda match: -match[0]):
            for meaning in meanings:
                if isinstance(meaning, Noun) and not meaning.asks:
                    having = [choice for choice in left if choice.part == (meaning.relation, meaning.role)]
                    if having:
                        return having, end - 1
                years = [choice.year for choice in left if choice.year is not None]
                if not isinstance(meaning, Degree) or meaning.rank != 1 or meaning.relation not in self._dated:
                    continue
                if len(years) == len(left) > 1:
                    year = max(years) if meaning.more else min(years)
                    return [choice for choice in left if choice.year == year], end - 1
        return None

    def _named(self, word: str, choices: Sequence[Choice], pointing: bool = False) -> list[Choice]:
        """Those with the word in their label, if it is no small one; `pointing`: or in what is known of them."""
        if word in self._noise:
            return []
        named = [choice for choice in choices if word in normalise(choice.label).split()]
        return named or [choice for choice in choices if pointing and word in choice.known]


def _of_year(word: str, choices: Sequence[Choice]) -> list[Choice]:
    """The choices of a year or a decade ('80s'), if it is one; of one whose century is left out, if there are any."""
    figures = word.removesuffix("s")
    if not figures.isdigit() or len(figures) not in (_YEAR_LENGTH, _YEAR_LENGTH // 2):
        return []
    century, span = 10 ** len(figures), 1 if figures == word else 10
    return [c for c in choices if c.year is not None and c.year % century // span == int(figures) // span]
