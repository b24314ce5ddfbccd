"""An outcome to an `Answer`: its text, and the plain values, facts and names that it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from bot.answering.answer import Answer, EntityUsed, FactUsed
from bot.answering.deciding import Decision
from bot.answering.explain import explain
from bot.answering.outcome import (
    Ambiguous,
    Answered,
    Misfitting,
    NotUnderstood,
    Outcome,
    Recalled,
    Smalltalk,
    UnknownFact,
    UnknownName,
    Untold,
)
from bot.answering.past import Past
from bot.answering.snapshots import Snapshot
from bot.answering.unanswered import unanswered
from bot.answering.wording import Wording
from bot.facts.model import Certainty
from bot.facts.rows import Statement
from bot.language.choosing import Choice
from bot.language.parse import Parse, Reading
from bot.language.provenance import CHANGED
from bot.language.query import Any, Check, Count, Describe, Nodes, Provenance, Query, Unplaced
from bot.language.rendering import render
from bot.language.trees import nodes_in, replaced


class Presenter:
    """Presents outcomes over one snapshot. ``examples`` are questions that it can answer."""

    def __init__(self, snapshot: Snapshot, examples: Callable[[int], list[str]], today: Callable[[], date]) -> None:
        self._base = snapshot.base
        self._examples = examples
        self._sources = snapshot.sources
        self._wording = Wording(snapshot.base, snapshot.relations, snapshot.language, snapshot.sources, today)
        self.past = Past(snapshot.relations, snapshot.language)

    def answer(self, parse: Parse, decision: Decision) -> Answer:
        """The answer that a decision makes; how long it took is for others to say."""
        answer = self._answer(parse, decision)
        query = getattr(decision.outcome, "query", None)
        if isinstance(decision.outcome, Answered) and isinstance(query, Provenance) and query.aspect == CHANGED:
            return self._with_past(answer, decision.outcome)
        return answer

    def _with_past(self, answer: Answer, outcome: Answered) -> Answer:
        """The answer, where it was asked what changed about what it is about."""
        described = isinstance(_plain(outcome.query), Describe)
        numbers = outcome.nodes if described else [s.subject for s in self._base.statements(outcome.facts)]
        nodes = self._base.nodes(numbers)
        told = [(nodes[number], self.past.changes(nodes[number])) for number in dict.fromkeys(numbers)]
        values = tuple(value for _, changes in told for change in changes for value in change.after)
        text = "\n".join(self.past.text(node, changes) for node, changes in told)
        status = "answered" if any(changes for _, changes in told) else "unknown"
        return replace(answer, status=status, text=text, answers=values, facts=(), sources=())

    def _answer(self, parse: Parse, decision: Decision) -> Answer:
        reading, outcome = decision.reading, decision.outcome
        query = getattr(outcome, "query", None)
        facts = outcome.facts if isinstance(outcome, Answered | Recalled) else ()
        if isinstance(outcome, Answered) and isinstance(_plain(outcome.query), Describe):
            told = (statements for node in outcome.nodes for *_, statements in self._wording.sentences.told(node))
            facts = tuple(s.id for statements in told for s in statements)
            outcome = replace(outcome, facts=facts)
        if isinstance(outcome, UnknownFact):
            facts = tuple(fact for other in outcome.others for fact in other.facts) or outcome.facts
        if isinstance(outcome, UnknownName) and outcome.told is not None:
            facts = outcome.told.facts
        if isinstance(outcome, Misfitting):
            facts = tuple(fact for offer in outcome.offers for fact in offer.facts)
        statements = self._base.statements(facts)
        cited = dict.fromkeys(s.source for s in statements if s.source)
        used = dict.fromkeys(self._sources[name].line if name in self._sources else name for name in cited)
        return Answer(
            status=_status(outcome),
            text=self._wording.text(outcome, self._examples(3)),
            answers=self._plain_answers(outcome),
            query=render(query, self._ident) if query is not None else "",
            entities=tuple(self._entities(reading, query)),
            facts=tuple(self._facts(statements)),
            suggestions=tuple(self._suggestions(outcome)),
            confidence=self._confidence(reading, outcome),
            ms=0.0,
            sources=tuple(used),
            explain=partial(explain, parse, decision, self._ident),
            unanswered=unanswered(outcome, self._base),
        )

    def choices(self, outcome: Outcome) -> tuple[Choice, ...]:
        """What there is to choose from, as it is told: readings, or the names that may have been meant."""
        match outcome:
            case Ambiguous(readings):
                return self._wording.apart.choices(readings)
            case UnknownName(query, name, nearest):
                meant = [(replaced(query, Unplaced(name), Nodes((node,))), node) for node in nearest]
                return self._wording.apart.choices(meant)
        return ()

    def _ident(self, node: int) -> str:
        found = self._base.node(node)
        return found.ident or found.name

    def _plain_answers(self, outcome: Outcome) -> tuple[str, ...]:
        if isinstance(outcome, Recalled):
            return tuple(node.name for node in self._base.nodes(outcome.nodes).values())
        if not isinstance(outcome, Answered):
            return ()
        if isinstance(outcome.query, Provenance) and outcome.holds is not False:
            if outcome.query.aspect == CHANGED:
                return ()
            return self._wording.backing.answers(outcome.query.aspect, self._base.statements(outcome.facts))
        if outcome.so and isinstance(outcome.query, Check) and isinstance(outcome.query.among, Any):
            return tuple(dict.fromkeys(self._wording.phrases.counted(claim.among, 1) for claim in outcome.so))
        if outcome.holds is not None and not outcome.so:
            return ("yes" if outcome.holds else "no",)
        if outcome.measured:
            return tuple(self._wording.measures.plain(measured) for measured in outcome.measured)
        if isinstance(outcome.query, Count):
            return (str(len(outcome.nodes)),)
        if isinstance(outcome.query, Describe):
            return tuple(dict.fromkeys(name for node in outcome.nodes for name in self._told(node)))
        nodes = self._base.nodes(outcome.nodes)
        return tuple(dict.fromkeys(nodes[node].name for node in outcome.nodes))

    def _told(self, node: int) -> list[str]:
        """The values that a description tells; of a thing of which only the name is known, that."""
        told = [other for _, ask, roles, _ in self._wording.sentences.told(node) for other in roles[ask]]
        found = self._base.nodes([*told, node])
        return [found[other].name for other in told or [node]]

    def _entities(self, reading: Reading | None, query: Query | None) -> Iterator[EntityUsed]:
        if query is None:
            return
        mentions: dict[int, tuple[str, float]] = {}
        for text, mention in reading.mentions if reading else ():
            for node, _, quality, _ in mention.nodes:
                mentions.setdefault(node, (text, quality))
        for found in self._base.nodes(nodes_in(query)).values():
            if found.is_entity:
                text, quality = mentions.get(found.id, ("", 1.0))
                yield EntityUsed(found.ident or "", found.name, found.kind, text, round(quality, 2))

    def _facts(self, statements: Sequence[Statement]) -> Iterator[FactUsed]:
        nodes = self._base.nodes({node for s in statements for node in (s.subject, s.value)})
        for s in statements:
            yield FactUsed(
                subject=nodes[s.subject].ident or nodes[s.subject].name,
                relation=s.relation,
                value=nodes[s.value].name,
                source=s.source,
                as_of=s.as_of,
                certainty=s.certainty or Certainty.REPORTED,
                file=s.file,
                line=s.line,
            )

    def _suggestions(self, outcome: Outcome) -> Iterator[str]:
        match outcome:
            case UnknownName(_, _, nearest):
                yield from self._wording.apart.names(nearest)
            case Ambiguous(readings):
                yield from (choice.label for choice in self._wording.apart.choices(readings))
            case Misfitting(_, _, offers):
                yield from (self._wording.phrases.phrase(offer.query) for offer in offers)
            case NotUnderstood() | Untold() | Smalltalk():
                yield from self._examples(3)

    def _confidence(self, reading: Reading | None, outcome: Outcome) -> float:
        if isinstance(outcome, Smalltalk):
            return 1.0
        if reading is None:
            return 0.0
        return round(max(0.0, min(1.0, reading.understood / 0.8)), 2)


def _plain(query: Query) -> Query:
    """What is asked about, where it is asked where that comes from."""
    return query.of if isinstance(query, Provenance) else query


def _status(outcome: Outcome) -> str:
    match outcome:
        case Answered() | Recalled():
            return "answered"
        case Ambiguous():
            return "ambiguous"
        case NotUnderstood() | Untold():
            return "unsupported"
        case Smalltalk():
            return "smalltalk"
    return "unknown"
