"""The readings of a question to one outcome: which are sensible, which is taken, which others are tried."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answering.outcome import (
    Ambiguous,
    Answered,
    NotUnderstood,
    Outcome,
    Smalltalk,
    UnknownFact,
    UnknownName,
    Untold,
)
from bot.answering.trying import Trying
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import KINDS
from bot.facts.vocabulary import SUBJECT, VALUE
from bot.language.parse import EQUAL, Parse, Reading
from bot.language.query import Beyond, Describe, Extreme, Lookup, Provenance
from bot.language.trees import nodes_in, unplaced_in, walk

#: A reading must account for this much of what a fully understood utterance of as many words would score.
#: ... less where it only says that a name is unknown.
SENSIBLE, SENSIBLE_STRANGER = 0.5, 0.44
#: Readings this close to the best are tried as well, in case the best has no answer.
CLOSE = 0.14
#: ... and those that only how usual a phrase is tells apart: one with an answer is taken before one that asks back.
AS_GOOD = 0.05
MOST_TRIED = 10
TIED = "several readings are as good, and their answers differ"


@dataclass(frozen=True, slots=True)
class Decision:
    """The reading that is taken and its outcome; no reading where nothing was understood.

    ``tried`` are the readings whose outcomes were compared, best first, and ``why`` this one was taken.
    """

    reading: Reading | None
    outcome: Outcome
    tried: tuple[tuple[Reading, Outcome], ...] = ()
    why: str = ""

    @property
    def settled(self) -> bool:
        """Whether it is the same whatever readings there are that are worse than the best."""
        return isinstance(self.outcome, Answered | UnknownName | Smalltalk | Untold)


class Decider:
    """Chooses among readings, the equals of the best among them: they are a choice to show."""

    def __init__(self, base: KnowledgeBase, trying: Trying) -> None:
        self._base, self._trying = base, trying

    def decide(self, parse: Parse) -> Decision:
        """What is taken of the readings of one utterance."""
        if parse.smalltalk is not None:
            return Decision(None, Smalltalk(parse.smalltalk))
        if parse.untold is not None:
            return Decision(None, Untold(parse.untold))
        readings = [reading for reading in parse.readings if sensible(reading)]
        if not readings:
            return Decision(None, NotUnderstood())
        best = readings[0]
        # of two things that are asked for together, each has its own answer, or none
        close = [best] if best.further else [each for each in readings if _instead(each, best)]
        outcomes, answered = self._try(close[:MOST_TRIED])
        if isinstance(outcomes[0][1], UnknownName) or _is_none(outcomes[0][1]) or not answered:
            return Decision(*outcomes[0], tuple(outcomes))
        first, found = answered[0]
        for reading, outcome in outcomes:
            if _asks_back(outcome, reading, first):
                return Decision(reading, outcome, tuple(outcomes))
        ties = [pair for pair in answered if pair[0].score >= first.score - EQUAL]
        kept = self._differing(ties)
        if len(kept) > 1:
            return Decision(first, Ambiguous(tuple((outcome.query, None) for outcome in kept)), tuple(outcomes), TIED)
        return (
            Decision(first, found, tuple(outcomes)) if found in kept else Decision(*_of(kept[0], ties), tuple(outcomes))
        )

    def _try(self, readings: Sequence[Reading]) -> tuple[list[tuple[Reading, Outcome]], list[tuple[Reading, Answered]]]:
        """The outcomes of the first readings, until one has an answer, and of its equals; and those with an answer."""
        outcomes: list[tuple[Reading, Outcome]] = []
        answered: list[tuple[Reading, Answered]] = []
        for reading in readings:
            if answered and reading.score < answered[0][0].score - EQUAL:
                break
            outcome = self._trying.outcome(reading)
            outcomes.append((reading, outcome))
            if isinstance(outcome, Answered) and (reading is readings[0] or _may_be_meant(reading, readings[0])):
                answered.append((reading, outcome))
            if isinstance(outcome, UnknownName) and reading is readings[0]:
                break
        return outcomes, answered

    def _differing(self, ties: Sequence[tuple[Reading, Answered]]) -> list[Answered]:
        """Those of some equals that there is a choice between.

        Not between verdicts that agree, nor between a part of an answer and the whole, nor between the first found and
        queries of other shapes. What a fact is about is meant rather than what it says besides; a thing or prose
        rather than a label or a number.
        """
        outcomes = [outcome for _, outcome in ties]
        if any(isinstance(outcome.query, Provenance) or outcome.holds is not None for outcome in outcomes):
            return outcomes[:1]
        alike = [outcome for outcome in outcomes if _size(outcome) == _size(outcomes[0])]
        best = min(map(self._oddity, alike))
        kept: list[Answered] = []
        for outcome in alike:
            if self._oddity(outcome) == best and all(_differ(outcome, other) for other in kept):
                kept.append(outcome)
        return kept

    def _oddity(self, outcome: Answered) -> tuple[int, int]:
        lookups = [part for part in walk(outcome.query) if isinstance(part, Lookup)]
        besides = sum(part.ask not in (SUBJECT, VALUE) for part in lookups)
        kind = self._base.node(outcome.nodes[0]).kind if outcome.nodes else ""
        return besides, int(kind not in KINDS and kind != "text")


def _may_be_meant(reading: Reading, best: Reading) -> bool:
    """Whether an answer may be what the best reading has none for.

    Where that leaves out what is asked about, only one that names it: 'who composed the score' of a film so called.
    """
    return not isinstance(reading.query, Describe) and (not best.needs or bool(reading.mentions))


def _asks_back(outcome: Outcome, reading: Reading, answered: Reading) -> bool:
    """Whether a reading asks back though another one is answered.

    That is clearly worse, or has the name as well of which several things are meant.
    """
    if reading.score < answered.score or not isinstance(outcome, Ambiguous) or not outcome.known:
        return False
    same_name = not {node for _, node in outcome.readings}.isdisjoint(nodes_in(answered.query))
    return same_name or answered.score < reading.score - AS_GOOD


def _instead(reading: Reading, best: Reading) -> bool:
    """Whether a reading may be taken where the best has no answer: it is close, and leaves out no name.

    Where the best is about something that was spoken of, so is any other: 'it' is not the film of that name then.
    """
    if reading.score < best.score - CLOSE or (_spoken_of(best) and not _spoken_of(reading)):
        return False
    spans = [(mention.start, mention.end) for _, mention in reading.mentions]
    return all(any(start < mention.end and mention.start < end for start, end in spans) for _, mention in best.mentions)


def _spoken_of(reading: Reading) -> set[int]:
    """The things that a reading is about though the question does not name them."""
    return set(nodes_in(reading.query)) - {named.node for _, mention in reading.mentions for named in mention.nodes}


def _relations(outcome: Answered) -> set[str]:
    return {part.relation for part in walk(outcome.query) if isinstance(part, Lookup | Extreme | Beyond)}


def _size(outcome: Answered) -> tuple[int, int]:
    """How many steps a query takes, along how many relations."""
    return sum(isinstance(part, Lookup) for part in walk(outcome.query)), len(_relations(outcome))


def _differ(one: Answered, other: Answered) -> bool:
    """Whether two answers are along other relations, and neither is a part of the other."""
    if one.measured or other.measured:
        return _relations(one) != _relations(other)
    nodes, others = set(one.nodes), set(other.nodes)
    return _relations(one) != _relations(other) and not (nodes <= others or others <= nodes)


def _of(outcome: Answered, pairs: Sequence[tuple[Reading, Answered]]) -> tuple[Reading, Answered]:
    return next(pair for pair in pairs if pair[1] is outcome)


def sensible(reading: Reading) -> bool:
    """Whether a reading accounts for enough of its utterance."""
    return reading.understood >= (SENSIBLE_STRANGER if unplaced_in(reading.query) else SENSIBLE)


def _is_none(outcome: Outcome) -> bool:
    """Whether it is known that there is nothing: then no other reading has what was asked for."""
    return isinstance(outcome, UnknownFact) and outcome.none
