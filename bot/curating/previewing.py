"""What a change would do: which facts it changes, which answers, and which problems it would bring."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from bot.answering.answerer import Answerer
from bot.answering.snapshots import Snapshot
from bot.curating.answerers import View
from bot.curating.proposal import AnswerChange, FactChange
from bot.curating.self_test import Broken, judged
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import Ask, Problem
from bot.facts.rows import Statement
from bot.facts.vocabulary import SUBJECT, Vocabulary
from bot.language.conversation import Conversation

#: So many examples are asked at most, and so many questions of the files; of a relation those about so many facts.
_QUESTIONS, _ASKS, _FACTS = 40, 40, 3
_WORDS = re.compile(r"\w+")


def asked(
    view: View, after: Snapshot, changes: Sequence[FactChange], asks: Sequence[Ask], known: Collection[str] = ()
) -> tuple[tuple[AnswerChange, ...], tuple[Broken, ...]]:
    """The questions about these facts whose answers change, and those that do not get what they are to get, then.

    Asked are `asks`, which the fact files want asked, and the relations' examples. What they wanted before (``known``),
    and did not get then either, is not told again.
    """
    answerer = Answerer(after)
    wanted = {ask.question: ask for ask in asks[:_ASKS]}
    changed, broken = [], []
    for question in dict.fromkeys((*wanted, *_questions(view.snapshot, after, changes))):
        old, new = (each.answer(question, Conversation()) for each in (view.answerer, answerer))
        answered = "answered" in (old.status, new.status)  # how it is said that nobody knows does not matter
        if answered and (old.answers != new.answers or _words(old.text) != _words(new.text)):
            changed.append(AnswerChange(question, old.text, new.text))
        wrong = judged(new, wanted[question]) if question in wanted else None
        if wrong is not None and (question not in known or old.answers != new.answers):
            broken.append(wrong)
    return tuple(changed), tuple(broken)


def _words(text: str) -> list[str]:
    """The words of an answer; which of what else is known comes first does not matter."""
    return sorted(_WORDS.findall(text))


def concerned(snapshots: Iterable[Snapshot], changes: Iterable[FactChange]) -> set[str]:
    """The ids of what the facts name that change, as they are in any of these snapshots."""
    found: set[str] = set()
    for base in (snapshot.base for snapshot in snapshots):
        for change in changes:
            facts = _statements(base, change)[:_FACTS]
            nodes = base.nodes({node for fact in facts for node in base.roles_of(fact.id).values()})
            found.update(node.ident for node in nodes.values() if node.ident and node.file)
    return found


def new_problems(before: Sequence[Problem], after: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems that there were not before, wherever the line stands now."""
    old = {(problem.location.file, problem.what) for problem in before}
    return tuple(problem for problem in after if (problem.location.file, problem.what) not in old)


def _questions(before: Snapshot, after: Snapshot, changes: Sequence[FactChange]) -> list[str]:
    """Each question once."""
    asked: dict[str, None] = {}
    for change in changes:
        if change.relation not in after.relations:  # a name, or what is known of a source
            continue
        for snapshot in (after, before):
            for roles in _facts(snapshot.base, change):
                asked |= dict.fromkeys(_examples(snapshot.relations, change.relation, roles))
    return list(asked)[:_QUESTIONS]


def _facts(base: KnowledgeBase, change: FactChange) -> Iterator[Mapping[str, str]]:
    """The names in the roles of the facts that change; those that are in both snapshots too, if there are few."""
    for each in _statements(base, change)[:_FACTS]:
        roles = base.roles_of(each.id)
        named = base.nodes(set(roles.values()))
        yield {role: named[node].label if role == SUBJECT else named[node].name for role, node in roles.items()}


def _statements(base: KnowledgeBase, change: FactChange) -> list[Statement]:
    """The facts of a relation that changes; those that change themselves come first."""
    number = base.by_ident(change.entity)
    about = [] if number is None else base.statements_about(number)
    of_relation = [statement for statement in about if statement.relation == change.relation]
    told = {*change.before, *change.after}
    nodes = base.nodes({each.value for each in of_relation})
    return sorted(of_relation, key=lambda each: not any(nodes[each.value].name in text for text in told))


def _examples(vocabulary: Vocabulary, relation: str, roles: Mapping[str, str]) -> Iterator[str]:
    """A question in each direction."""
    for phrasing in vocabulary[relation].phrasings.values():
        for templates in phrasing.examples.values():
            for template in templates:
                try:
                    yield template.format(**roles)
                except KeyError:  # of a role that this fact does not have
                    continue
                break
