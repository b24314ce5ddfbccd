"""Whole utterances that go on from the last answer: 'who else?', 'and before that?', 'which is the longest?'.

Their words stand in the language file under ``going_on``; the relations that they walk along stand there too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import cast

from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.conversation import Conversation
from bot.language.lexicon import Lexicon
from bot.language.look_ups import in_row
from bot.language.meanings import Degree, Kinds, Ordinal, Pronoun, Those
from bot.language.query import (
    All,
    Any,
    Beyond,
    Check,
    Count,
    Describe,
    Except,
    Exists,
    Extreme,
    Kind,
    Lookup,
    Nodes,
    Query,
)
from bot.language.rephrasing import phrases_of, small_openings
from bot.language.trees import is_row, nodes_in, replaced, walk

Phrase = tuple[str, ...]
#: The operations that ask for one end of a number line, and for the other.
MOST, LEAST = ("highest", "most"), ("lowest", "fewest")


class GoingOn:
    """Reads such utterances in one language. ``kind`` gives the kind of a node."""

    def __init__(
        self,
        language: Mapping[str, Plain],
        lexicon: Lexicon,
        relations: Mapping[str, Relation],
        kind: Callable[[int], str],
    ) -> None:
        going_on = cast(Mapping[str, list[Mapping[str, object]]], language["going_on"])
        self._relations, self._kind, self._matches = relations, kind, lexicon.spelt
        self._others = [(phrases_of(entry), _kinds(entry)) for entry in going_on["others"]]
        self._roles = [(phrases_of(entry), entry) for entry in going_on["roles"]]
        self._steps = [(phrases_of(entry), entry) for entry in going_on["steps"] if entry["along"] in relations]
        self._about = [(phrases_of(entry), str(entry["relation"])) for entry in going_on["about"]]
        ordinals = cast(Mapping[str, list[str]], language["ordinals"])
        self._ranks = {word: int(rank) for rank, words in ordinals.items() for word in words if int(rank) > 0}
        nouns = cast(Collection[str], language["ordinal_nouns"])
        operations = cast(Mapping[str, Collection[str]], language["operations"])
        self._ends = [(_worded(operations[name]), name in MOST) for name in (*MOST, *LEAST)]
        tying = lexicon.function_words.prepositions - lexicon.function_words.of  # 'who is in the latest'
        self._noise = (lexicon.glue | lexicon.filler_words | frozenset(map(normalise, nouns))) - tying
        self._openings = sorted((phrase for phrase in lexicon.follow_up if len(phrase) > 1), key=len, reverse=True)
        self._follow_up = small_openings(lexicon)

    def queries(self, words: Sequence[str], conversation: Conversation) -> Iterator[Query]:
        """What the utterance asks, the likeliest first; nothing if there is nothing to go on from."""
        last = conversation.query
        if last is None:
            return
        said = self._stripped(words)
        words = self._without_opening(words)
        for phrases, kinds in self._others:
            if said in phrases or tuple(words) in phrases:
                yield from self._other(last, conversation, kinds)
        for phrases, entry in self._roles:
            if said in phrases or tuple(words) in phrases:
                yield from self._other_role(last, conversation, entry)
        for phrases, step in self._steps:
            if said in phrases:
                yield from self._stepped(last, conversation, step)
        for phrases, name in self._about:
            if said in phrases and (node := conversation.latest(self._relations[name].kinds(SUBJECT))) is not None:
                yield Lookup(name, VALUE, ((SUBJECT, Nodes((node,))),))
        if isinstance(last, Extreme):
            yield from self._also_best(words, said, last)
        last = last.of if isinstance(last, Count) else last
        if conversation.goes_through_list():
            yield from self._of_the_list(words, _told(conversation) or last, conversation)
        else:
            yield from self._in_row(words, last, conversation)

    def _without_opening(self, words: Sequence[str]) -> Sequence[str]:
        """The words without 'what about' before them."""
        opening = next((phrase for phrase in self._openings if tuple(words[: len(phrase)]) == phrase), ())
        return words[len(opening) :]

    def _stripped(self, words: Sequence[str]) -> Phrase:
        """The words without 'and', 'ok' and the like around them."""
        first, last = 0, len(words)
        while first < last and words[first] in self._follow_up:
            first += 1
        while last > first and words[last - 1] in self._follow_up:
            last -= 1
        return tuple(words[first:last])

    def _also_best(self, words: Sequence[str], said: Phrase, last: Extreme) -> Iterator[Query]:
        """Behind 'the longest film of X', 'the shortest', 'the second longest'; behind 'the most', 'the least'."""
        for found in self._picked(words):
            if isinstance(found, Degree) and found.superlative:
                yield Extreme(last.of, found.relation, found.more, found.rank, found.many)
        ranked = [at for at, word in enumerate(said) if word in self._ranks]
        for found in self._picked(said[ranked[0] + 1 :]) if ranked else ():
            if isinstance(found, Degree) and found.superlative:
                yield Extreme(last.of, found.relation, found.more, self._ranks[said[ranked[0]]])
        for phrases, most in self._ends:
            if said in phrases:
                yield Extreme(last.of, last.relation, most)

    def _in_row(self, words: Sequence[str], last: Query, conversation: Conversation) -> Iterator[Query]:
        """'and the third one': of the row that the film belongs to of which something was asked."""
        ranks = [found.rank for found in self._picked(words) if isinstance(found, Ordinal)]
        if not ranks or len(conversation.shown) > 1 or len(conversation.namesakes()) > 1:
            return
        for part in walk(last):
            if isinstance(part, Extreme) and is_row(part.of):
                yield from (replaced(last, part, replace(part, most=rank < 0, rank=abs(rank))) for rank in ranks)
                return
        for relation in self._relations.values():
            node = conversation.latest(relation.kinds(SUBJECT)) if relation.row else None
            if node is None or node not in nodes_in(last):
                continue
            places = (in_row(node, self._kind(node), rank, relation, self._relations) for rank in ranks)
            yield from (replaced(last, Nodes((node,)), place) for place in places if place is not None)

    # -- others --------------------------------------------------------------------------------------------------

    def _other(self, last: Query, conversation: Conversation, kinds: Collection[str]) -> Iterator[Query]:
        """Of what was asked for last, those that were not told; of people, those in what was told."""
        if isinstance(last, Check) and isinstance(last.among, Lookup):
            if _fit(kinds, self._relations[last.among.relation].kinds(last.among.ask)):
                yield Except(last.among, last.things)
            return
        lookup = next((part for part in walk(last) if isinstance(part, Lookup)), None)
        if lookup is None or not conversation.answers:
            return
        if _fit(kinds, self._relations[lookup.relation].kinds(lookup.ask)):
            yield Except(last, _together(conversation.answers))
            return
        for role, filler in lookup.given:
            if _fit(kinds, self._relations[lookup.relation].kinds(role)):
                yield Except(Lookup(lookup.relation, role, ((lookup.ask, last),)), filler)

    def _other_role(self, last: Query, conversation: Conversation, entry: Mapping[str, object]) -> Iterator[Query]:
        """Another role of the facts that a question was answered with: 'in what?', 'as who?', 'since when?'."""
        match last.of if isinstance(last, Exists) else last:
            case Check(things, Lookup() as told):
                given = {**dict(told.given), told.ask: things}
            case Lookup() as told:
                given = dict(told.given)
                if len(conversation.answers) == 1:
                    given[told.ask] = Nodes(conversation.answers)
            case _:
                return
        declared, kinds = self._relations[told.relation], cast(Collection[str], entry.get("kinds", ("",)))
        for role in declared.roles:
            named = role in cast(Collection[str], entry.get("roles", ()))
            if role not in given and role != told.ask and (named or _fit(kinds, declared.kinds(role))):
                yield Lookup(told.relation, role, tuple(given.items()))

    # -- before and after ----------------------------------------------------------------------------------------

    def _stepped(self, last: Query, conversation: Conversation, step: Mapping[str, object]) -> Iterator[Query]:
        """The next of a row: of a superlative's; of a series; of somebody's works by their date."""
        along, by = str(step["along"]), str(step["by"])
        back = step["way"] == "back"
        if isinstance(last, Extreme) and last.relation == by:
            if last.most == back:
                yield Extreme(last.of, by, last.most, last.rank + 1)
            elif last.rank > 1:
                yield Extreme(last.of, by, last.most, last.rank - 1)
            return
        node = conversation.latest(self._relations[along].kinds(VALUE))
        if node is None:
            return
        role, ask = (SUBJECT, VALUE) if back else (VALUE, SUBJECT)
        works = self._works(last, conversation, personal="of" in step)
        if works is None:
            yield Lookup(along, ask, ((role, Nodes((node,))),))
            return
        dated = Lookup(by, SUBJECT, ((VALUE, Beyond(by, not back, Nodes((node,)))),))
        yield Extreme(All((works, dated)), by, back)

    def _works(self, last: Query, conversation: Conversation, personal: bool) -> Query | None:
        """The works of somebody: of whom some were asked for last; with `personal`, also of the one just named."""
        for part in walk(last):
            if isinstance(part, Lookup) and part.ask == SUBJECT:
                people = [filler for role, filler in part.given if role == VALUE and isinstance(filler, Nodes)]
                if any(self._kind(node) == "person" for filler in people for node in filler.ids):
                    return part
        answers = conversation.answers
        if personal and isinstance(last, Lookup) and last.ask == VALUE and len(answers) == 1:
            return Lookup(last.relation, SUBJECT, ((VALUE, Nodes(answers)),))
        return None

    # -- of what was listed --------------------------------------------------------------------------------------

    def _of_the_list(self, words: Sequence[str], last: Query, conversation: Conversation) -> Iterator[Query]:
        """'the second film', 'which is the longest': one of what was listed, if nothing else is said."""
        for found in self._picked(words):
            if isinstance(found, Ordinal) and (listed := conversation.listed(found.rank, self._counts(conversation))):
                yield self._asked_of(listed[0], last, conversation)
            elif isinstance(found, Degree) and isinstance(last, Lookup | All | Except | Kind):
                kinds = self._relations[found.relation].kinds(SUBJECT)
                if any(self._kind(node) in kinds for node in conversation.answers):
                    yield Extreme(last, found.relation, found.more, many=found.many)

    def _counts(self, conversation: Conversation) -> bool:
        """Whether the last question was of 'the first', so that 'the second' is the next of the same list."""
        return any(word in self._ranks for word in conversation.said.split())

    def _asked_of(self, node: int, last: Query, conversation: Conversation) -> Query:
        """What was last asked of one of the list, of another one; what there is to tell of it if nothing was."""
        listed = {each for each, _ in conversation.last_list}
        listed |= {each for each, _ in conversation.through} if self._counts(conversation) else set()
        before = [each for each in nodes_in(last) if each in listed]
        return replaced(last, Nodes((before[0],)), Nodes((node,))) if before else Describe(Nodes((node,)))

    def _picked(self, words: Sequence[str]) -> list[Degree | Ordinal]:
        """What picks one of a list, if all the other words say nothing: each meaning of the words that do."""
        found: list[Degree | Ordinal] = []
        place = 0
        while place < len(words):
            word = words[place]
            here = sorted(self._matches(words, place), key=lambda match: -match[0])
            meanings = [(end, meaning) for end, found_here in here for meaning in found_here]
            picking = [(end, m) for end, m in meanings if isinstance(m, Ordinal | Degree) and _picks(m)]
            if word in self._ranks and (place + 1 == len(words) or self._is_kind(words, place + 1)):
                picking = [(place + 1, Ordinal(self._ranks[word]))]
            if picking and not found:
                found = [meaning for end, meaning in picking if end == picking[0][0]]
                place = picking[0][0]
            elif word in self._noise or any(isinstance(meaning, Kinds | Pronoun | Those) for _, meaning in meanings):
                place += 1
            else:
                return []
        return found

    def _is_kind(self, words: Sequence[str], place: int) -> bool:
        """Whether a noun for a kind stands at `place`: 'film' in 'the second film'."""
        if place >= len(words):
            return False
        matches = self._matches(words, place)
        return any(isinstance(m, Kinds) and not m.asks for _, meanings in matches for m in meanings)


def _told(conversation: Conversation) -> Query | None:
    """What was told of a list, where some of it was left out: 'what else'."""
    told = conversation.list_query if len(conversation.answers) > 1 else None
    return told if isinstance(told, Except) else None


def _worded(phrases: Collection[str]) -> frozenset[Phrase]:
    """Phrases, with an article before them as well."""
    return frozenset(tuple(normalise(phrase).split()) for words in phrases for phrase in (words, f"the {words}"))


def _picks(meaning: Ordinal | Degree) -> bool:
    return isinstance(meaning, Ordinal) or meaning.rank == 1


def _together(nodes: Sequence[int]) -> Query:
    """Some things, each of them meant."""
    return Nodes(tuple(nodes)) if len(nodes) == 1 else Any(tuple(Nodes((node,)) for node in nodes))


def _fit(asked: Collection[str], kinds: Collection[str]) -> bool:
    return not asked or not set(asked).isdisjoint(kinds)


def _kinds(entry: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(kind for kind in cast(list[str], entry["kinds"]) if kind != "any")
