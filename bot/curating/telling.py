"""A plain sentence to a proposed fact: understood with the phrases that questions use, but as something told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from bot.answering.snapshots import Snapshot
from bot.curating.bounds import AMOUNTS, Bounds
from bot.curating.faults import Faults
from bot.curating.filling import Filler
from bot.curating.handing_over import HandingOver
from bot.curating.new_names import Misfilled
from bot.curating.prose import WELL, Prose
from bot.curating.refusals import Refusals
from bot.curating.relative_days import RelativeDays
from bot.curating.replacing import Replacing
from bot.curating.saying import Saying
from bot.curating.stages import Staged, StageReader
from bot.curating.told import (
    INCOMPLETE,
    NOT_A_VALUE,
    NOTHING,
    SEVERAL,
    UNKNOWN_WORDS,
    VAGUE,
    NotTold,
    Telling,
    Told,
    WhichOne,
)
from bot.facts.model import Certainty
from bot.facts.text import words
from bot.facts.vocabulary import SUBJECT, VALUE
from bot.language.attributions import Attributed, Attributions
from bot.language.clauses import ClauseReader
from bot.language.conversation import Conversation
from bot.language.parse import Parse, Reading
from bot.language.parser import Parser
from bot.language.query import All, Any, Check, Frequent, Kind, Lookup, Nodes, Query, Unplaced
from bot.language.trees import unplaced_in, walk

#: A reading this much worse than the best is no reading of a sentence.
MARGIN = 0.15


class Teller:
    """Understands sentences over one snapshot. One thread at a time."""

    def __init__(self, snapshot: Snapshot, parser: Parser, today: Callable[[], date] = date.today) -> None:
        self._base, self._relations = snapshot.base, snapshot.relations
        self._parser = parser
        telling = cast(Mapping[str, Sequence[str]], snapshot.language["telling"])
        self._clauses = ClauseReader(parser.lexicon, telling["anew"])
        self._filler = Filler(snapshot, parser.lexicon)
        self._faults = Faults(snapshot.language, parser.lexicon)
        self._stages = StageReader(snapshot.relations.values(), snapshot.language, parser.lexicon)
        self._today = today
        self._refuse = Refusals(snapshot.language)
        self._days = RelativeDays(snapshot.language, today, parser.lexicon.function_words.prepositions)
        self._replacing = Replacing(snapshot, parser.lexicon)
        self._saying = Saying(snapshot, parser.lexicon.function_words)
        self._and = parser.lexicon.function_words.conjunctions
        self._prose = Prose(snapshot, parser)
        self._bounds = Bounds(snapshot.language)
        self._handing_over = HandingOver(snapshot, parser.lexicon, self._filler)
        begins = self._handing_over.begins
        self._attributions = Attributions(
            snapshot.language, today, lambda word: parser.lexicon.begins_verb(word) or word in begins
        )

    def tell(self, sentence: str) -> Telling:
        """The fact that a sentence tells, which one of several things it may be about, or why it tells none."""
        if (found := self._days.find(sentence)) is None:
            return self._tell(sentence)
        if self._base.called(found[0]):  # a film may be called 'Yesterday'
            told = self._tell(sentence)
            if isinstance(told, Told) and found[0].casefold() in (
                told.subject.text.casefold(),
                told.value.text.casefold(),
            ):
                return told
        return self._tell(self._days.dated(sentence, found))

    def _tell(self, sentence: str) -> Telling:
        said = self._attributions.apart(sentence)
        said = replace(said, claim=self._days.instead(said.claim))
        if not said.claim:
            return self._refuse(NOTHING, "", "a_sentence")
        if (bounded := self._bounds.find(said.claim)) is not None:
            quoting = replace(said, claim=bounded.claim, quote=said.quote or bounded.said)
            if self._is_amount(found := self._understood(quoting, sentence)):
                return found
        return self._understood(said, sentence)

    def _understood(self, said: Attributed, sentence: str) -> Telling:
        """What the claim of a sentence tells, with what is said beside it."""
        parse = self._parser.parse(said.claim, Conversation(), claim=True)
        along = self._along(said.claim)
        if (fault := self._faults.of(sentence, said.claim, parse, _new_names(along))) is not None:
            return fault
        if (handed := self._handing_over.read(said.claim)) is not None:
            return self._handed(handed, said)
        ways = self._stages.read(said.claim, self._today())
        found = self._staged([way for way in ways if not way.strange], said.claim)
        found = (
            found or self._in_prose(said.claim) or self._known(parse, said.claim) or along or self._best(said, parse)
        )
        if isinstance(found, NotTold):
            found = self._strange(ways) or along or self._unfinished(said.claim) or found
        return found if isinstance(found, NotTold) else self._with_details(found, said)

    def _handed(self, found: Told | WhichOne | NotTold, said: Attributed) -> Telling:
        """What goes, and what comes instead; what is only about to go has not gone."""
        if isinstance(found, NotTold):
            return found
        first = found.choices[0][1] if isinstance(found, WhichOne) else found
        if first.gone and said.certainty in (Certainty.EXPECTED, Certainty.RUMOURED):
            return self._refuse(VAGUE, said.claim, "still_so")
        return self._with_details(found, said)

    def _is_amount(self, found: Telling) -> bool:
        """Whether the value of a told fact is an amount."""
        told = found.choices[0][1] if isinstance(found, WhichOne) else found
        return isinstance(told, Told) and self._relations[told.relation].value[0] in AMOUNTS

    # -- what is told --------------------------------------------------------------------------------------------

    def _known(self, parse: Parse, claim: str) -> Told | WhichOne | None:
        """The fact of the best reading, if it knows every name in it."""
        for reading in parse.readings[:1]:
            if reading.understood >= WELL and not unplaced_in(reading.query):
                found = self._read(reading, claim)
                return None if isinstance(found, NotTold) else found
        return None

    def _along(self, claim: str) -> Told | WhichOne | NotTold | None:
        """The fact along a clause whose names may be new, or what is missing in it."""
        incomplete: NotTold | None = None
        for way in self._clauses.read(claim):
            roles = {role: self._filler.placed(way.relation, role, typed, named=way.noun) for role, typed in way.roles}
            placed = {role: query for role, query in roles.items() if query is not None}
            if len(placed) < len(way.roles):
                continue
            found = self._fact(way.relation, placed, claim)
            if not isinstance(found, NotTold):
                return found
            if found.why == INCOMPLETE:
                incomplete = incomplete or found
        return incomplete

    def _best(self, said: Attributed, parse: Parse) -> Told | WhichOne | NotTold:
        """The fact of the first good reading that has one; else what is wrong with the best."""
        first: NotTold | None = None
        best = parse.readings[0].score if parse.readings else 0.0
        near = [each for each in parse.readings if each.score >= best - MARGIN and each.understood >= WELL]
        for reading in sorted(near, key=_of_something_new):
            found = self._read(reading, said.claim)
            if not isinstance(found, NotTold):
                return found
            first = first or found
        if first is not None:
            return first
        strange = [
            unplaced.text
            for reading in parse.readings[:1]
            for unplaced in unplaced_in(reading.query)
            if not self._base.called(unplaced.text)
        ]
        return self._refuse(UNKNOWN_WORDS if strange else NOTHING, strange[0] if strange else said.claim, "one_fact")

    def _read(self, reading: Reading, claim: str) -> Told | WhichOne | NotTold:
        query = reading.query
        if reading.passed:
            return self._refuse(UNKNOWN_WORDS, reading.passed[0], "strange")
        if (counted := _counted(query)) and not unplaced_in(query):  # 'X directed three films' names none of them
            return self._refuse(INCOMPLETE, claim, "named", what=self._relations[counted].noun)
        if not isinstance(query, Check):
            strange = unplaced_in(query)
            return self._refuse(
                UNKNOWN_WORDS if strange else NOTHING, strange[0].text if strange else claim, "one_fact"
            )
        among = query.among
        if isinstance(among, All):  # 'X is a French film' tells one thing of it, that it is a film is known
            parts = [part for part in among.parts if not isinstance(part, Kind)]
            if len(parts) > 1:
                strange = unplaced_in(among)
                if strange and not self._joins(claim):
                    return self._refuse(UNKNOWN_WORDS, strange[0].text, "one_fact")
                return self._refuse(SEVERAL, claim, "one_at_a_time")
            among = parts[0] if parts else among
        if not isinstance(among, Lookup):
            return self._refuse(NOTHING, claim, "one_fact")
        return self._fact(among.relation, {among.ask: query.things, **dict(among.given)}, claim)

    def _fact(self, relation: str, roles: Mapping[str, Query], claim: str) -> Told | WhichOne | NotTold:
        """The fact with these fillers, or each that it may be."""
        for role in (SUBJECT, VALUE):
            if role not in roles:
                declared = self._relations[relation]
                what = declared.noun if role == VALUE else " or ".join(declared.kinds(SUBJECT))
                return self._refuse(INCOMPLETE, claim, "of_which", what=what)
        several = next((query for query in roles.values() if isinstance(query, Any)), None)
        if several is not None:
            return self._refuse(SEVERAL, claim, "one_at_a_time")
        for role, query in roles.items():
            if isinstance(query, Nodes) and len(query.ids) > 1:
                return self._which(relation, roles, role, query, claim)
        try:
            filled = {role: self._filler.fill(relation, role, query, claim) for role, query in roles.items()}
        except Misfilled as wrong:
            return wrong.told
        told = Told(filled.pop(SUBJECT), relation, filled.pop(VALUE), filled)
        if told.subject.entity is not None and told.subject.entity == told.value.entity:
            return self._refuse(NOT_A_VALUE, told.value.text, "the_same")
        return self._replacing.compared(told, claim)

    def _which(
        self, relation: str, roles: Mapping[str, Query], role: str, several: Nodes, claim: str
    ) -> Told | WhichOne | NotTold:
        choices: list[tuple[str, Told]] = []
        labels = {node: f"{self._base.node(node).label}, {self._base.node(node).kind}" for node in several.ids}
        times = Counter(labels.values())  # two persons of one name: then their ids tell which
        for node in several.ids:
            found = self._fact(relation, {**roles, role: Nodes((node,))}, claim)
            if isinstance(found, NotTold):
                return found
            label = labels[node] + (f", {self._base.node(node).ident}" if times[labels[node]] > 1 else "")
            inner = found.choices if isinstance(found, WhichOne) else ((label, found),)
            choices += [(label if told is found else f"{label}; {other}", told) for other, told in inner]
        return WhichOne(self._base.node(several.ids[0]).name, tuple(choices))

    def _staged(self, ways: Sequence[Staged], claim: str) -> Told | WhichOne | NotTold | None:
        """'X has wrapped filming': what that comes to, if X is something that can be so far."""
        for way in ways:
            roles = self._filler.staged(way)
            if roles is not None:
                return self._fact(way.relation, roles, claim)
        return None

    def _in_prose(self, claim: str) -> Told | WhichOne | NotTold | None:
        """'The status of X is …'."""
        found = self._prose.read(claim)
        return self._fact(found.relation, found.roles, claim) if found else None

    def _unfinished(self, claim: str) -> NotTold | None:
        """'X has died': of what is known, and yet nothing is told."""
        for relation, role, typed in self._clauses.unfinished(claim):
            if isinstance(self._filler.placed(relation, role, typed), Nodes):
                return self._refuse(INCOMPLETE, claim, "of_which", what=self._relations[relation].noun)
        return None

    def _joins(self, claim: str) -> bool:
        """Whether two things are said with 'and'."""
        return any(word.text in self._and and not word.capital for word in words(claim))

    def _strange(self, ways: Sequence[Staged]) -> NotTold | None:
        """What is not understood behind a stage."""
        way = next((way for way in ways if way.strange and self._filler.staged(way) is not None), None)
        return self._refuse(UNKNOWN_WORDS, way.strange, "place_or_day") if way else None

    # -- what is said beside it ----------------------------------------------------------------------------------

    def _with_details(self, found: Told | WhichOne, said: Attributed) -> Told | WhichOne:
        details = self._saying.details(said)
        if isinstance(found, Told):
            return replace(found, details=details)
        return replace(found, choices=tuple((label, replace(told, details=details)) for label, told in found.choices))


def _counted(query: Query) -> str:
    """The relation of which a query only says how many facts there are; else nothing."""
    of = query.among if isinstance(query, Check) else None
    return (
        next((part.relation for part in walk(of) if isinstance(part, Lookup)), "") if isinstance(of, Frequent) else ""
    )


def _of_something_new(reading: Reading) -> bool:
    """Whether a reading is of something that nobody knows: more often something is told of what is known."""
    query = reading.query
    among = query.among if isinstance(query, Check) else None
    return isinstance(among, Lookup) and isinstance(dict(among.given).get(SUBJECT), Unplaced)


def _new_names(found: Told | WhichOne | NotTold | None) -> list[str]:
    """The names in a fact that nobody knows yet."""
    told = found.choices[0][1] if isinstance(found, WhichOne) else found
    filled = [told.subject, told.value, *told.qualifiers.values()] if isinstance(told, Told) else []
    return [each.text for each in filled if each.new]
