"""Asks the questions that the facts are to be tested with, and says which no longer get their answer.

Those that fact files carry under ``asks``, and the examples of every relation, filled with a fact that there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from bot.answering.answer import Answer
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import VALUE_TYPES, Ask, Location
from bot.facts.rows import Node
from bot.facts.vocabulary import SUBJECT, Relation

Asking = Callable[[str], Answer]
#: Values that nobody asks with as they are written: 170, for a length of time.
AMOUNTS = frozenset(VALUE_TYPES) - {"date", "label"}
#: So many facts of a relation are looked at for one whose names mean nothing else.
MOST_FACTS = 50


@dataclass(frozen=True, slots=True)
class Broken:
    """A question that does not get what is ``expected`` (nothing: that it has no answer), and what it gets instead."""

    question: str
    expected: tuple[str, ...]
    answers: tuple[str, ...]
    text: str
    location: Location

    def __str__(self) -> str:
        wanted = ", ".join(self.expected) or "no answer"
        return f"{self.location}: {self.question!r} is to get {wanted}, and gets: {self.text}"


@dataclass(frozen=True, slots=True)
class SelfTest:
    """How many questions were asked, and those that do not hold."""

    asked: int
    broken: tuple[Broken, ...]


def self_test(ask: Asking, wanted: Iterable[Ask], base: KnowledgeBase, relations: Mapping[str, Relation]) -> SelfTest:
    """What came of asking everything, what fact files want asked first: `ask` answers one question by itself."""
    asked, broken = 0, []
    for question in wanted:
        asked += 1
        if (wrong := check(ask, question)) is not None:
            broken.append(wrong)
    for example in examples(base, relations):
        asked += 1
        if (wrong := check(ask, example, among=True)) is not None:
            broken.append(wrong)
    return SelfTest(asked, tuple(broken))


def check(ask: Asking, wanted: Ask, among: bool = False) -> Broken | None:
    """What is wrong with the answer to a question, if anything; with ``among``, it may have more answers."""
    return judged(ask(wanted.question), wanted, among)


def judged(answer: Answer, wanted: Ask, among: bool = False) -> Broken | None:
    """As `check`, of an answer that is there already."""
    got = answer.answers if answer.status == "answered" else ()
    said, expected = {value.casefold() for value in got}, {value.casefold() for value in wanted.expected}
    holds = expected <= said if among and expected else expected == said and (answer.status == "answered") == bool(said)
    return None if holds else Broken(wanted.question, wanted.expected, got, answer.text, wanted.location)


def examples(base: KnowledgeBase, relations: Mapping[str, Relation]) -> Iterator[Ask]:
    """The examples of every relation that has facts, about one of them whose names mean nothing else."""
    for relation in base.known_relations():
        facts = [fact for _, fact in base.lookup(relation, SUBJECT, {})[:MOST_FACTS]]
        for phrasing in relations[relation].phrasings.values():
            for role, questions in phrasing.examples.items():
                for question in questions:
                    needed = {name for _, name, _, _ in Formatter().parse(question) if name}
                    if any(relations[relation].kinds(name)[0] in AMOUNTS for name in needed):
                        continue
                    if (roles := _fitting(base, facts, {*needed, role})) is not None:
                        filled = question.format(**{name: node.name for name, node in roles.items()})
                        yield Ask(filled, (roles[role].name,), Location(relations[relation].file))


def _fitting(base: KnowledgeBase, facts: Iterable[int], needed: set[str]) -> dict[str, Node] | None:
    """The nodes of the first fact that has something in each role, all of whose names mean one thing only."""
    for fact in facts:
        nodes = {role: base.node(node) for role, node in base.roles_of(fact).items()}
        if needed <= nodes.keys() and all(_plain(base, nodes[role]) for role in needed):
            return nodes
    return None


def _plain(base: KnowledgeBase, node: Node) -> bool:
    return not node.is_entity or len(base.called(node.name)) == 1
