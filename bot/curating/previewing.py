"""What a change would do: which facts it changes, which answers, and which problems it would bring."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.answering.answerer import Answerer
from bot.answering.snapshots import Snapshot
from bot.curating.answerers import View
from bot.curating.proposal import AnswerChange, FactChange
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import Problem
from bot.facts.vocabulary import SUBJECT, Vocabulary
from bot.language.conversation import Conversation

#: So many questions are asked at most, and of a relation with many facts those about so many of them.
_QUESTIONS, _FACTS = 40, 3


def changed_answers(view: View, after: Snapshot, changes: Sequence[FactChange]) -> tuple[AnswerChange, ...]:
    """The questions about these facts, as the relations' examples have them, whose answers change."""
    answerer = Answerer(after)
    found = []
    for question in _questions(view.snapshot, after, changes):
        old, new = (each.answer(question, Conversation()) for each in (view.answerer, answerer))
        if (old.text, old.answers) != (new.text, new.answers):
            found.append(AnswerChange(question, old.text, new.text))
    return tuple(found)


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
    number = base.by_ident(change.entity)
    about = [] if number is None else base.statements_about(number)
    of_relation = [statement for statement in about if statement.relation == change.relation]
    told = {*change.before, *change.after}
    nodes = base.nodes({each.value for each in of_relation})
    of_relation.sort(key=lambda each: not any(nodes[each.value].name in text for text in told))
    for each in of_relation[:_FACTS]:
        roles = base.roles_of(each.id)
        named = base.nodes(set(roles.values()))
        yield {role: named[node].label if role == SUBJECT else named[node].name for role, node in roles.items()}


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
