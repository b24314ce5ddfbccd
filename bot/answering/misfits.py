"""What is offered where a relation does not fit the thing: not who directed a person, but who directed their films."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping

from bot.answering.deciding import Decision
from bot.answering.evaluate import Evaluator
from bot.answering.outcome import Ambiguous, Answered, Misfitting, NotUnderstood, UnknownFact, UnknownName
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.misfit import Misfit, misfit, tidied
from bot.language.parse import Parse, Reading
from bot.language.query import Lookup, Nodes
from bot.language.trees import nodes_in, unplaced_in

#: How much better a question must read as one that does not fit: than a reading without an answer, than one with an
#: answer. Readings with an answer that explain more than CLEAR of the question are not doubted.
BETTER, MUCH_BETTER, CLEAR = 0.2, 0.5, 0.7
#: How well such a reading must explain the question: as asking about the thing; as asking for what the thing does.
EXPLAINED = {SUBJECT: 0.7, VALUE: 0.8}


class Misfits:
    """Finds them in one knowledge base."""

    def __init__(self, base: KnowledgeBase, relations: Mapping[str, Relation], evaluator: Evaluator) -> None:
        self._base, self._relations, self._evaluator = base, relations, evaluator

    def instead(self, decision: Decision, bound: float, loosely: Callable[[float], Parse]) -> Decision:
        """The decision, or that the question does not fit its thing, where it reads much better so.

        ``bound`` is the score that no reading exceeds, and ``loosely`` reads the utterance with names that may be
        anything, where a reading has a score above one.
        """
        margin = self._margin(decision)
        if margin is None:
            return decision
        better = -math.inf if decision.reading is None else decision.reading.score + margin
        loose = next(iter(loosely(better).readings), None) if bound >= better else None
        if loose is None or loose.score < better:
            return decision
        found = misfit(loose.query, self._relations, lambda node: self._base.node(node).kind)
        if found is None or loose.understood < EXPLAINED[found.role] or unplaced_in(loose.query):
            return decision
        if decision.reading is not None and self._narrows(found.node, decision.reading):
            return decision
        label = self._relations.get(self._base.node(found.node).kind)
        if label is not None and label.places:  # 'born in France' asks for a place, of which nothing is known
            return decision
        why = f"it reads better so, but a {self._base.node(found.node).kind} has no {found.relation}"
        outcome = Misfitting(tidied(loose.query), found, tuple(self._offers(found)))
        return Decision(loose, outcome, decision.tried, why)

    def _narrows(self, node: int, reading: Reading) -> bool:
        """Whether a reading takes what does not fit for what narrows others down: 'French actors'."""
        meanings = ({named.node for named in mention.nodes} for _, mention in reading.mentions)
        narrowing = any(node in nodes and not nodes.isdisjoint(nodes_in(reading.query)) for nodes in meanings)
        return narrowing and not self._base.node(node).is_entity

    def _margin(self, decision: Decision) -> float | None:
        match decision.outcome:
            case UnknownName() | UnknownFact() | NotUnderstood():
                return BETTER
            case Answered() | Ambiguous() if decision.reading is not None and decision.reading.understood < CLEAR:
                return MUCH_BETTER
        return None

    def _offers(self, found: Misfit) -> Iterator[Answered]:
        """The relation looked up through the works that the thing is in, by the relation that joins most of them."""
        relation = self._relations[found.relation]
        if found.role != SUBJECT:
            return
        kind = self._base.node(found.node).kind
        joining = [
            (len(rows), name)
            for name, other in self._relations.items()
            if name != found.relation and kind in other.kinds(VALUE) and set(other.subject) & set(relation.subject)
            if (rows := self._base.lookup(name, SUBJECT, {VALUE: [found.node]}))
        ]
        for _, name in sorted(joining, key=lambda row: -row[0]):
            works = Lookup(name, SUBJECT, ((VALUE, Nodes((found.node,))),))
            query = Lookup(found.relation, VALUE, ((SUBJECT, works),))
            result = self._evaluator.evaluate(query)
            if set(result.nodes) - {found.node}:
                yield Answered(query, result.nodes, result.facts)
                return
