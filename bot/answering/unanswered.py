"""What an outcome leaves unanswered, as plain data: which fact of which thing is missing, or which name or words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.outcome import NotUnderstood, Outcome, UnknownFact, UnknownName
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.vocabulary import SUBJECT, VALUE
from bot.language.query import Check, Lookup, Nodes, Query, Unplaced
from bot.language.trees import walk

FACT, NAME, WORDS = "fact", "name", "words"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """``why`` is ``fact``, ``name`` or ``words``.

    For a fact, ``entity`` is the id of what it is missing of, which stands in the ``role`` of the ``relation``; each is
    empty where the question does not say. For a name, ``text`` is the name that nobody knows, and ``relation`` what was
    asked of it in that ``role``; for words, those that could not be placed.
    """

    why: str
    entity: str = ""
    relation: str = ""
    role: str = ""
    text: str = ""


def unanswered(outcome: Outcome, base: KnowledgeBase) -> tuple[Unanswered, ...]:
    """What `outcome` leaves unanswered that a fact could answer; nothing for the others."""
    match outcome:
        case UnknownFact(query):
            return (_missing(query, outcome.missing, base),)
        case UnknownName(query, name):
            lookup = next((part for part in walk(query) if isinstance(part, Lookup)), None)
            if lookup is None:
                return (Unanswered(NAME, text=name),)
            role = next((role for role, part in lookup.given if isinstance(part, Unplaced)), "")
            return (Unanswered(NAME, relation=lookup.relation, role=role, text=name),)
        case NotUnderstood(strangers):
            return (Unanswered(WORDS, text=", ".join(strangers)),)
    return ()


def _missing(query: Query, missing: Lookup | None, base: KnowledgeBase) -> Unanswered:
    lookup = missing or next((part for part in walk(query) if isinstance(part, Lookup)), None)
    if lookup is None:
        return Unanswered(FACT)
    roles = dict(lookup.given)
    for part in walk(query):
        if isinstance(part, Check) and part.among == lookup:
            roles[lookup.ask] = part.things
    for role in (SUBJECT, VALUE):
        things = roles.get(role)
        if isinstance(things, Nodes) and len(things.ids) == 1 and (ident := base.node(things.ids[0]).ident):
            return Unanswered(FACT, ident, lookup.relation, role)
    return Unanswered(FACT, relation=lookup.relation)
