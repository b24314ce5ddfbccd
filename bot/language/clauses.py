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
    """A relation with the words that stand in each of its roles; ``said`` is how many words the clause itself has.

    ``noun`` if it is a noun that says which relation, and no verb.
    """

    relation: str
    roles: tuple[tuple[str, str], ...]
    said: int
    order: int
    noun: bool = False


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
            for way in (*self._along(verb, text, found, start, end), *self._done(verb, text, found, start, end))
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

    def unfinished(self, claim: str) -> Iterator[tuple[str, str, str]]:
        """(relation, role, what fills it) of each verb that a claim ends with though it needs somebody behind it."""
        text = clean(claim)
        found = words(text)
        texts = [word.text for word in found]
        for start in range(1, len(found)):
            for end, meanings in self._lexicon.spelt(texts, start):
                for verb in meanings if end == len(found) and not self._lexicon.is_kind(texts[start]) else ():
                    before = self._typed(text, found, 0, self._without_auxiliaries(found, start))
                    if isinstance(verb, Verb) and verb.clause.right is not None and before:
                        yield verb.relation, verb.clause.left, before

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
        yield from self._filled(verb, text, found, [(clause.left, before)], after, after - start)

    def _done(self, verb: Verb, text: str, found: Sequence[Word], start: int, end: int) -> Iterator[Clausal]:
        """What somebody did to a thing, where the verb says what was done to it: 'X has delayed Y to Z'."""
        clause = verb.clause
        passive = clause.words.partition(" ")[0] in self._small.copulas
        if not (passive and verb.preposition) or clause.tail or not found[0].capital:
            return
        last = self._without_auxiliaries(found, start)
        if any(word.text in self._small.copulas and not word.capital for word in found[last:start]):
            return
        for at in range(end + 1, len(found) - 1):
            if found[at].text == verb.preposition and not found[at].capital:
                left = [(clause.left, self._typed(text, found, end, at))]
                yield from self._filled(verb, text, found, left, at + 1, end - start + 1)

    def _filled(
        self, verb: Verb, text: str, found: Sequence[Word], left: Sequence[tuple[str, str]], after: int, said: int
    ) -> Iterator[Clausal]:
        """The reading with what stands from `after` on in the roles that are still open."""
        clause, filled, role = verb.clause, list(left), verb.clause.right
        if role is None:
            return
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
        elif start > 1 and texts[start - 1] == "'s" and end == len(found):
            pairs += [
                (self._typed(text, found, at + 1, start - 1), self._typed(text, found, 0, at))
                for at in range(1, start - 1)
                if texts[at] in self._small.copulas and not found[at].capital
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
                yield Clausal(noun.relation, roles, end + 1 - start, noun.order, noun=True)

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
        typed = text[found[start].start : found[end - 1].end]
        closing = text[found[end - 1].end : found[end - 1].end + 1]
        return typed + closing if closing == ")" and typed.count("(") > typed.count(")") else typed


def _is_of(noun: Noun, found: Iterable[Meaning]) -> bool:
    """Whether a verb of the noun's relation is among these, with what the noun stands for behind it."""
    return any(
        isinstance(verb, Verb) and verb.relation == noun.relation and verb.clause.left == noun.role for verb in found
    )
