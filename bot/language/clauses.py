"""A statement read along the clauses of the relations: 'X played Y in Z', whatever X, Y and Z are called.

The parser finds what known names say to each other. In what is told two or three names may be new: then only the words
between them say where each begins and ends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.facts.text import Word, clean, words
from bot.language.lexicon import Lexicon
from bot.language.look_ups import OTHER
from bot.language.meanings import Meaning, Noun, Operation, Verb


@dataclass(frozen=True, slots=True)
class Clausal:
    """A relation with the words that stand in each of its roles; ``said`` is how many words the clause itself has."""

    relation: str
    roles: tuple[tuple[str, str], ...]
    said: int
    order: int


class ClauseReader:
    """Reads statements with the verbs of one lexicon."""

    def __init__(self, lexicon: Lexicon, anew: Collection[str] = ()) -> None:
        """``anew`` are words before a noun for what somebody has got: 'X has a new budget'."""
        self._lexicon, self._small, self._anew = lexicon, lexicon.function_words, frozenset(anew)
        self._between = lexicon.auxiliaries | self._small.copulas | self._small.articles

    def read(self, claim: str) -> list[Clausal]:
        """Every way to read `claim` along one clause, those that explain most first."""
        text = clean(claim)
        found = words(text)
        texts = [word.text for word in found]
        ways = [
            way
            for start in range(1, len(found))
            for end, meanings in [
                *self._lexicon.spelt(texts, start),
                (start + 1, self._lexicon.light.get(texts[start], ())),
            ]
            for verb in meanings
            if isinstance(verb, Verb) and not verb.stranded
            for way in self._along(verb, text, found, start, end)
        ]
        ways += [
            way
            for start in range(len(found))
            for end, meanings in self._lexicon.spelt(texts, start)
            for noun in meanings
            if isinstance(noun, Noun) and not noun.asks and noun.role in OTHER
            for way in self._with_noun(noun, text, found, start, end)
        ]
        unique = {(way.relation, way.roles): way for way in sorted(ways, key=lambda way: -way.order)}
        return sorted(unique.values(), key=lambda way: (-len(way.roles), -way.said, way.order))

    def _verbs(self, texts: Sequence[str], start: int) -> Iterator[tuple[int, Verb]]:
        """The verbs that begin at `start`, each with its end."""
        for end, meanings in self._lexicon.spelt(texts, start):
            yield from ((end, verb) for verb in meanings if isinstance(verb, Verb) and not verb.stranded)
        yield from ((start + 1, verb) for verb in self._lexicon.light.get(texts[start], ()))

    def _along(self, verb: Verb, text: str, found: Sequence[Word], start: int, end: int) -> Iterator[Clausal]:
        """The readings with the verb at [start, end): active, or passive with an agent behind it."""
        clause = verb.clause
        before, after = self._typed(text, found, 0, self._without_auxiliaries(found, start)), end
        if not before or clause.right is None or clause.tail or end >= len(found):
            return
        if found[end].text in self._small.agents and not verb.preposition and not clause.rest:
            behind = self._typed(text, found, end + 1, len(found))
            if behind:
                roles = ((clause.right, before), (clause.left, behind))
                yield Clausal(verb.relation, roles, end + 1 - start, verb.order)
            return
        if verb.preposition:
            if found[after].text != verb.preposition:
                return
            after += 1
        said = after - start
        filled = [(clause.left, before)]
        role = clause.right
        for phrase, following in clause.rest:
            ties = phrase.split()
            at = next(
                (at for at in range(after + 1, len(found)) if [w.text for w in found[at : at + len(ties)]] == ties),
                None,
            )
            if at is None:
                return
            filled.append((role, self._typed(text, found, after, at)))
            role, after, said = following, at + len(ties), said + len(ties)
        filled.append((role, self._typed(text, found, after, len(found))))
        if all(typed for _, typed in filled):
            yield Clausal(verb.relation, tuple(filled), said, verb.order)

    def _with_noun(self, noun: Noun, text: str, found: Sequence[Word], start: int, end: int) -> Iterator[Clausal]:
        """'The NOUN of X is Y', 'X's NOUN is Y', 'Y is the NOUN of X', 'X has a new NOUN: Y'."""
        texts = [word.text for word in found]
        first = self._without_anew(texts, start)
        opens = first == 0 or (first == 1 and texts[0] in self._small.articles)
        copulas = [at for at in range(end, len(found)) if texts[at] in self._small.copulas and not found[at].capital]
        behind = end < len(found) and texts[end] in self._small.belonging | self._small.of
        behind_first = end < len(found) and texts[end] in self._small.prepositions  # 'the music for X'
        pairs: list[tuple[str, str]] = []
        if opens and behind_first:
            pairs += [
                (self._typed(text, found, end + 1, at), self._typed(text, found, so, len(found)))
                for at in copulas
                for so in (at + 1, *self._made_so(noun, texts, start, end, at + 1))
            ]
        elif start > 1 and texts[start - 1] == "'s" and copulas[:1] == [end]:
            pairs.append((self._typed(text, found, 0, start - 1), self._typed(text, found, end + 1, len(found))))
        elif behind and (last := self._without_auxiliaries(found, start)) < start:
            pairs.append((self._typed(text, found, end + 1, len(found)), self._typed(text, found, 0, last)))
        elif (whose := self._having(found, start)) and end < len(found):
            colon = ":" in text[found[end - 1].end : found[end].start]
            if colon or texts[end] in self._small.of:
                so = end if colon else end + 1
                pairs.append((self._typed(text, found, 0, whose), self._typed(text, found, so, len(found))))
        for of, is_so in pairs:
            if of and is_so:
                roles = ((OTHER[noun.role][0], of), (noun.role, is_so))
                yield Clausal(noun.relation, roles, end + 1 - start, noun.order)

    def _made_so(self, noun: Noun, texts: Sequence[str], start: int, end: int, at: int) -> Iterator[int]:
        """Where the value begins if a verb of the relation stands at `at`.

        'The music of X was written by Y', 'the release of X was delayed to Y'.
        """
        said = list(texts[start:end])
        for by in range(at + 1, len(texts)):
            if texts[by] in self._small.agents:
                whole = [*texts[at:by], *said]
                if any(length == len(whole) and _is_of(noun, found) for length, found in self._lexicon.spelt(whole, 0)):
                    yield by + 1
        for behind, found in self._lexicon.spelt(texts, at):
            verbs = [verb for verb in found if isinstance(verb, Verb) and verb.relation == noun.relation]
            if behind < len(texts) and any(
                verb.preposition == texts[behind] and verb.clause.right == noun.role for verb in verbs
            ):
                yield behind + 1

    def _having(self, found: Sequence[Word], start: int) -> int:
        """The end of what has the thing whose noun begins at `start`, if it is said so: 'X got a new …'; else 0."""
        texts = [word.text for word in found]
        at = self._without_anew(texts, start)
        if at > 0 and texts[at - 1] in self._small.articles:
            at -= 1
        having = self._lexicon.glue - self._small.prepositions - self._small.copulas
        if at == start or at < 2 or texts[at - 1] not in having:
            return 0
        while at > 1 and texts[at - 1] in having and not found[at - 1].capital:
            at -= 1
        return at

    def _without_anew(self, texts: Sequence[str], end: int) -> int:
        """The end of what is before a noun, without 'new', 'final'."""
        while end > 0 and texts[end - 1] in self._anew:
            end -= 1
        return end

    def _without_auxiliaries(self, found: Sequence[Word], end: int) -> int:
        """The end of what is before a verb, without 'was', 'will be', 'is the', 'co-'."""
        while end > 0 and not found[end - 1].capital and self._is_between(found[end - 1].text):
            end -= 1
        return end

    def _is_between(self, word: str) -> bool:
        meanings = (meaning for _, found in self._lexicon.spelt([word], 0) for meaning in found)
        return word in self._between or any(isinstance(m, Operation) and m.name == "share" for m in meanings)

    def _typed(self, text: str, found: Sequence[Word], start: int, end: int) -> str:
        """Words [start, end) as they were typed, without an article that is not a part of a name."""
        if start < end and found[start].text in self._small.articles and not found[start].capital:
            start += 1
        if start >= end:
            return ""
        last = found[end - 1]
        return text[found[start].start : last.end]


def _is_of(noun: Noun, found: Iterable[Meaning]) -> bool:
    """Whether a verb of the noun's relation is among these, with what the noun stands for behind it."""
    return any(
        isinstance(verb, Verb) and verb.relation == noun.relation and verb.clause.left == noun.role for verb in found
    )
