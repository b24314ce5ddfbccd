"""The pipeline from question to answer: parse, choose a reading, evaluate it, word what came of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bot.answering.answer import Answer
from bot.answering.deciding import Decider
from bot.answering.evaluate import Evaluator
from bot.answering.outcome import Answered, Outcome, UnknownFact, UnknownName
from bot.answering.presenting import Presenter
from bot.answering.snapshots import Snapshot, open_snapshot
from bot.answering.trying import Trying
from bot.facts.model import Problem
from bot.language.conversation import Conversation
from bot.language.parser import Parse, Parser, Reading
from bot.language.query import Except, nodes_in

#: The package's own knowledge: relations and language for folders that have only facts.
SHIPPED = Path(__file__).resolve().parents[2] / "knowledge"


class Answerer:
    """Answers questions from one knowledge folder. One thread at a time."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._base = snapshot.base
        self._relations = snapshot.relations
        self._digest = snapshot.digest
        self.problems: tuple[Problem, ...] = snapshot.problems
        self._parser = Parser(snapshot.base, snapshot.relations, snapshot.language)
        self._evaluator = Evaluator(snapshot.base, snapshot.relations)
        self._decider = Decider(Trying(snapshot.base, snapshot.relations, self._evaluator))
        self._presenter = Presenter(snapshot, self.examples)
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
        answer = self._presenter.answer(parse, reading, outcome)
        return replace(answer, ms=(time.perf_counter() - started) * 1000)

    def _decide(self, parse: Parse) -> tuple[Reading | None, Outcome]:
        return self._decider.decide(parse)

    def examples(self, count: int = 8) -> list[str]:
        """Questions that this knowledge base can answer, one a relation, the relations with most facts first."""
        if self._examples is None:
            self._examples = list(self._example_questions())
        return self._examples[:count]

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
