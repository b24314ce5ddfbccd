"""Asking one question of MetaQA under its conventions, and what came of it.

Booth leaves the entity asked about out of an answer where the question says so ('also', 'other', 'share'). MetaQA
always does: in two steps it drops out of the answer, in three out of the set that the second step fetches. So the query
that Booth chose is evaluated once more with that taken away; what it chose stays as it is.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.answering.deciding import Decision
from bot.answering.outcome import Answered, Outcome
from bot.facts.text import normalise
from bot.language.conversation import Conversation
from bot.language.parse import Parse
from bot.language.query import Check, Count, Describe, Except, Exists, Lookup, Nodes, Query
from bot.language.trees import nodes_in, parts_of, replaced
from tests.bench.metaqa import Question

#: Kinds of query whose answer is not the names of a set.
_NO_SET = (Check, Count, Describe, Exists)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what was right, and what was answered: `ms` is processor time, `text` what was typed."""

    text: str
    gold: tuple[str, ...]
    right: frozenset[str]
    status: str
    answers: tuple[str, ...]
    query: str
    ms: float

    @property
    def hit(self) -> bool:
        """Whether the first answer is right."""
        return bool(self.answers) and normalise(self.answers[0]) in self.right

    @property
    def exact(self) -> bool:
        """Whether the answers are all of the right ones and nothing else."""
        return frozenset(map(normalise, self.answers)) == self.right


class Recording(Answerer):
    """An answerer that keeps the outcome of the last question, from which its answer was worded."""

    outcome: Outcome | None = None

    def _decide(self, parse: Parse) -> Decision:
        decision = super()._decide(parse)
        self.outcome = decision.outcome
        return decision

    def names(self, query: Query) -> list[str]:
        """The names of what a query fetches, in order."""
        found = self._evaluator.evaluate(query).nodes
        nodes = self._base.nodes(found)
        return list(dict.fromkeys(nodes[node].name for node in found))

    def named(self, query: Query) -> set[str]:
        """The names of the things that a query mentions."""
        return {node.name for node in self._base.nodes(nodes_in(query)).values()}


class Asker:
    """Asks questions of one knowledge folder."""

    def __init__(self, knowledge: Path, cache: Path) -> None:
        found = Recording.open(knowledge, cache)
        assert isinstance(found, Recording)
        self._answerer = found
        self.problems = found.problems
        found.answer("hello")  # what is made at first use is made: a running bot is warm

    def close(self) -> None:
        self._answerer.close()

    def ask(self, question: Question, hop: str) -> Asked:
        """Ask `question`, which MetaQA counts as so many steps ('2-hop')."""
        started = time.process_time()
        answer = self._answerer.answer(question.text, Conversation())
        ms = (time.process_time() - started) * 1000
        outcome = self._answerer.outcome
        answers = answer.answers
        if isinstance(outcome, Answered) and not isinstance(outcome.query, _NO_SET):
            answers = tuple(self._under_convention(outcome.query, hop, answers))
        return Asked(question.text, question.gold, question.right, answer.status, answers, answer.query, ms)

    def _under_convention(self, query: Query, hop: str, answers: tuple[str, ...]) -> list[str]:
        if hop.startswith("2"):
            mentioned = self._answerer.named(query)
            return [name for name in answers if name not in mentioned]
        if hop.startswith("3"):
            return self._answerer.names(without_mentioned(query))
        return list(answers)


def without_mentioned(query: Query) -> Query:
    """`query` with the things it names taken out of each set that is two look-ups away from them."""
    constants = Nodes(tuple(nodes_in(query)))
    for part in _second_steps(query):
        query = replaced(query, part, Except(part, constants))
    return query


def _second_steps(query: Query) -> list[Lookup]:
    if isinstance(query, Lookup) and _steps(query) == 2:
        return [query]
    return [found for part in parts_of(query) for found in _second_steps(part)]


def _steps(query: Query) -> int:
    """How many look-ups stand between a set and what it names."""
    return max(map(_steps, parts_of(query)), default=0) + isinstance(query, Lookup)


def clipped(asked: Asked, most: int = 5) -> Asked:
    """`asked` with long lists cut, to be shown."""
    return replace(asked, gold=asked.gold[:most], answers=asked.answers[:most])
