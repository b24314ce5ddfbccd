"""The pipeline from question to answer: parse, choose a reading, evaluate it, word what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.answering.answer import Answer, EntityUsed, FactUsed
from bot.answering.evaluate import Evaluator
from bot.answering.explain import explain
from bot.answering.outcome import (
    Ambiguous,
    Answered,
    MissingThing,
    NotUnderstood,
    Outcome,
    Smalltalk,
    UnknownFact,
    UnknownName,
)
from bot.answering.snapshots import Snapshot, open_snapshot
from bot.answering.wording import Wording
from bot.facts.model import KINDS, Certainty, Problem
from bot.facts.vocabulary import SUBJECT
from bot.language import names
from bot.language.conversation import Conversation
from bot.language.parser import Parse, Parser, Reading
from bot.language.query import (
    Check,
    Count,
    Describe,
    Except,
    Exists,
    Lookup,
    Nodes,
    Query,
    Unplaced,
    nodes_in,
    render,
    replaced,
    unplaced_in,
    walk,
)

#: The package's own knowledge: relations and language for folders that have only facts.
SHIPPED = Path(__file__).resolve().parents[2] / "knowledge"

#: A reading must account for this much of what a fully understood utterance of as many words would score.
#: ... less where it only says that a name is unknown.
SENSIBLE, SENSIBLE_STRANGER = 0.5, 0.4
#: Readings this close to the best are tried as well, in case the best has no answer; equals are a choice to show.
CLOSE, EQUAL = 0.14, 0.02


class Answerer:
    """Answers questions from one knowledge folder. One thread at a time."""

    def __init__(self, snapshot: Snapshot, today: Callable[[], date] = date.today) -> None:
        self._base = snapshot.base
        self._relations = snapshot.relations
        self._digest = snapshot.digest
        self._source_lines = {ident: source.line for ident, source in snapshot.sources.items()}
        self.problems: tuple[Problem, ...] = snapshot.problems
        self._parser = Parser(snapshot.base, snapshot.relations, snapshot.language, today)
        self._evaluator = Evaluator(snapshot.base, snapshot.relations, today)
        source_names = {ident: source.name for ident, source in snapshot.sources.items()}
        self._wording = Wording(snapshot.base, snapshot.relations, snapshot.language, source_names)
        self._examples: list[str] | None = None

    @classmethod
    def open(cls, knowledge: Path, cache: Path, shipped: Path = SHIPPED) -> Answerer:
        """An answerer over `knowledge`, compiled into `cache` if need be; its `problems` tell of broken files.

        Raises KnowledgeMissing when there is no such folder.
        """
        return cls(open_snapshot(knowledge, cache, shipped))

    def close(self) -> None:
        """Release the snapshot."""
        self._base.close()

    def answer(self, question: str, conversation: Conversation | None = None) -> Answer:
        """The answer to `question`; `conversation` is read for what it leaves out, and takes note of it."""
        started = time.perf_counter()
        conversation = conversation if conversation is not None else Conversation()
        if conversation.snapshot != self._digest:
            conversation.clear()
            conversation.snapshot = self._digest
        parse = self._parser.parse(question, conversation)
        reading, outcome = self._decide(parse)
        self._remember(conversation, reading, outcome)
        answer = self._answer(parse, reading, outcome)
        return replace(answer, ms=(time.perf_counter() - started) * 1000)

    def examples(self, count: int = 8) -> list[str]:
        """Questions that this knowledge base can answer, one a relation, the relations with most facts first."""
        if self._examples is None:
            self._examples = list(self._example_questions())
        return self._examples[:count]

    # -- from readings to an outcome -----------------------------------------------------------------------------

    def _decide(self, parse: Parse) -> tuple[Reading | None, Outcome]:
        if parse.smalltalk is not None:
            return None, Smalltalk(parse.smalltalk)
        readings = [reading for reading in parse.readings if reading.understood >= _sensible(reading)]
        if not readings:
            return None, NotUnderstood()
        best = readings[0]
        close = [reading for reading in readings if reading.score >= best.score - CLOSE]
        outcomes = [(reading, self._outcome(reading)) for reading in close[:6]]
        answered = [
            (reading, outcome)
            for reading, outcome in outcomes
            if isinstance(outcome, Answered) and (reading is best or not isinstance(outcome.query, Describe))
        ]
        if isinstance(outcomes[0][1], UnknownName | Ambiguous | MissingThing) or not answered:
            return outcomes[0]
        first, found = answered[0]
        equals = [pair for pair in answered if pair[0].score >= first.score - EQUAL and pair[1].nodes != found.nodes]
        if equals and isinstance(found.query, Lookup):
            union = dict.fromkeys(node for _, outcome in [answered[0], *equals] for node in outcome.nodes)
            if all(set(union) == set(outcome.nodes) for _, outcome in answered[:1]):
                return answered[0]
        return answered[0]

    def _outcome(self, reading: Reading) -> Outcome:
        query = reading.query
        if reading.needs:
            return MissingThing(reading.needs)
        for unplaced in unplaced_in(query):
            return self._unknown_name(query, unplaced)
        choices = list(self._choices(query))
        if len(choices) > 1:
            return self._choose(query, choices)
        return self._evaluated(choices[0][0])

    def _evaluated(self, query: Query) -> Answered | UnknownFact:
        result = self._evaluator.evaluate(query)
        if result.missing is not None or result.unsure:
            return UnknownFact(query, result.nodes, result.facts, missing=result.missing)
        if isinstance(query, Check | Exists):
            if result.holds is None:
                return UnknownFact(query, result.nodes, result.facts)
            return Answered(query, result.nodes, result.facts, result.holds)
        if not result.nodes:
            return UnknownFact(query)
        return Answered(query, result.nodes, result.facts, measured=result.measured)

    def _choices(self, query: Query) -> Iterator[tuple[Query, int | None]]:
        """The query for each thing that an ambiguous name in it may be; itself when there is none."""
        open_names = [part for part in walk(query) if isinstance(part, Nodes) and len(part.ids) > 1]
        if not open_names:
            yield query, None
            return
        for node in open_names[0].ids:
            for closed, _ in self._choices(replaced(query, open_names[0], Nodes((node,)))):
                yield closed, node

    def _choose(self, query: Query, choices: Sequence[tuple[Query, int | None]]) -> Outcome:
        """One of several things of a name: the only one that fits, or all if they agree, or the most usual kind."""
        outcomes = [(self._evaluated(closed), node) for closed, node in choices]
        answered = [(outcome, node) for outcome, node in outcomes if isinstance(outcome, Answered)]
        if isinstance(query, Describe):
            known = self._base.nodes([node for _, node in choices if node is not None])
            ranked = sorted(known.values(), key=lambda node: KINDS.index(node.kind) if node.is_entity else len(KINDS))
            entities = tuple(node.id for node in ranked if node.is_entity)
            return Answered(query, entities or tuple(known), ())
        ranks = self._kind_ranks(choices[0][0], [node for _, node in choices if node is not None])
        first = [pair for pair in outcomes if pair[1] is not None and ranks[pair[1]] == 0]
        if answered and len(answered) == len(outcomes) and len({outcome.nodes for outcome, _ in answered}) == 1:
            return (first or outcomes)[0][0]
        if len(first) == 1:
            chosen, node = first[0]
            if isinstance(chosen, UnknownFact):
                others = tuple(outcome for outcome, other in answered if other != node)
                return replace(chosen, others=others[:1])
            return chosen
        if len(answered) == 1:
            return answered[0][0]
        return Ambiguous(tuple((outcome.query, node) for outcome, node in first))

    def _kind_ranks(self, query: Query, nodes: Sequence[int]) -> dict[int, int]:
        """0 for the nodes of the kind that the relation is most usually about, 1 for the others."""
        named = set(nodes)
        lookup = next(
            (part for part in walk(query) if isinstance(part, Lookup) and named.intersection(nodes_in(part))
             and any(role == SUBJECT and isinstance(filler, Nodes) for role, filler in part.given)), None
        )  # fmt: skip
        kinds = {node: self._base.node(node).kind for node in nodes}
        order = list(self._relations[lookup.relation].subject if lookup else KINDS)
        best = min((order.index(kind) for kind in kinds.values() if kind in order), default=None)
        return {node: int(best is not None and kind != order[best]) for node, kind in kinds.items()}

    def _unknown_name(self, query: Query, unplaced: Unplaced) -> Outcome:
        if isinstance(query, Describe) and (" of " in unplaced.text or not any(map(str.isalpha, unplaced.text))):
            return NotUnderstood((unplaced.text,))  # 'what is the capital of ...': a description, hardly a name
        kinds: tuple[str, ...] = ()
        for part in walk(query):
            if isinstance(part, Lookup):
                for role, filler in part.given:
                    if filler == unplaced:
                        kinds = self._relations[part.relation].kinds(role)
        typed = names.split(unplaced.text)
        nearest = names.suggestions(self._base, typed, kinds or None) if typed else []
        return UnknownName(query, unplaced.text, tuple(nearest), kinds)

    # -- what to remember ----------------------------------------------------------------------------------------

    def _remember(self, conversation: Conversation, reading: Reading | None, outcome: Outcome) -> None:
        if isinstance(outcome, UnknownName):
            conversation.forget(outcome.kinds)
            conversation.query = outcome.query
        if not isinstance(outcome, Answered | UnknownFact) or reading is None:
            return
        ids = nodes_in(outcome.query)
        nodes = self._base.nodes([*ids, *(outcome.nodes[:20] if isinstance(outcome, Answered) else ())])
        mentioned = [(node, nodes[node].kind) for node in ids if nodes[node].is_entity]
        answers = [
            (node, nodes[node].kind)
            for node in (outcome.nodes[:20] if isinstance(outcome, Answered) and outcome.holds is None else ())
        ]
        query = outcome.query.these if isinstance(outcome.query, Except) else outcome.query
        conversation.remember(mentioned, answers, query)

    # -- from an outcome to an answer ----------------------------------------------------------------------------

    def _answer(self, parse: Parse, reading: Reading | None, outcome: Outcome) -> Answer:
        query = getattr(outcome, "query", None)
        facts = outcome.facts if isinstance(outcome, Answered) else ()
        if isinstance(outcome, Answered) and isinstance(outcome.query, Describe):
            told = (statements for node in outcome.nodes for *_, statements in self._wording.told(node))
            facts = tuple(s.id for statements in told for s in statements)
        if isinstance(outcome, UnknownFact):
            facts = tuple(fact for other in outcome.others for fact in other.facts) or outcome.facts
        statements = self._base.statements(facts)
        used = dict.fromkeys(self._source_lines.get(s.source, s.source) for s in statements if s.source)
        return Answer(
            status=_status(outcome),
            text=self._wording.text(outcome, self.examples(3)),
            answers=self._plain_answers(outcome),
            query=render(query, self._ident) if query is not None else "",
            entities=tuple(self._entities(reading, query)),
            facts=tuple(self._facts(facts)),
            suggestions=tuple(self._suggestions(outcome)),
            confidence=self._confidence(reading, outcome),
            ms=0.0,
            sources=tuple(used),
            explanation=explain(parse, reading, outcome, self._ident),
        )

    def _ident(self, node: int) -> str:
        found = self._base.node(node)
        return found.ident or found.name

    def _plain_answers(self, outcome: Outcome) -> tuple[str, ...]:
        if not isinstance(outcome, Answered):
            return ()
        if outcome.holds is not None:
            return ("yes" if outcome.holds else "no",)
        if outcome.measured:
            return tuple(self._wording.measures.plain(measured) for measured in outcome.measured)
        if isinstance(outcome.query, Count):
            return (str(len(outcome.nodes)),)
        if isinstance(outcome.query, Describe):
            return tuple(self._wording.description(node) for node in outcome.nodes)
        nodes = self._base.nodes(outcome.nodes)
        return tuple(dict.fromkeys(nodes[node].name for node in outcome.nodes))

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

    def _facts(self, facts: Sequence[int]) -> Iterator[FactUsed]:
        statements = self._base.statements(facts)
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
                yield from self._wording.naming.labels(nearest)
            case Ambiguous(readings):
                yield from self._wording.naming.labels([node for _, node in readings if node is not None])
            case NotUnderstood() | Smalltalk():
                yield from self.examples(3)

    def _confidence(self, reading: Reading | None, outcome: Outcome) -> float:
        if isinstance(outcome, Smalltalk):
            return 1.0
        if reading is None:
            return 0.0
        return round(max(0.0, min(1.0, reading.understood / 0.8)), 2)

    def _example_questions(self) -> Iterator[str]:
        for relation in self._base.known_relations():
            phrasing = next(iter(self._relations[relation].phrasings.values()))
            rows = self._base.lookup(relation, "subject", {})
            for questions in phrasing.examples.values():
                for question in questions[:1]:
                    roles = self._base.roles_of(rows[0][1])
                    try:
                        yield question.format(**{role: self._base.node(node).name for role, node in roles.items()})
                    except KeyError:
                        continue
                break


def _sensible(reading: Reading) -> float:
    """How much of an utterance a reading must account for."""
    return SENSIBLE_STRANGER if unplaced_in(reading.query) else SENSIBLE


def _status(outcome: Outcome) -> str:
    match outcome:
        case Answered():
            return "answered"
        case Ambiguous():
            return "ambiguous"
        case NotUnderstood():
            return "unsupported"
        case Smalltalk():
            return "smalltalk"
    return "unknown"
