"""'I have no box office for Heat': what a question without an answer turns on, and what there is instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from bot.answering.filling import filled
from bot.answering.naming import Naming
from bot.answering.phrases import Phrases
from bot.answering.sentences import closed
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.reading import Plain
from bot.facts.templates import fields, says
from bot.facts.vocabulary import SUBJECT, VALUE, Phrasing, Relation
from bot.language.query import (
    Age,
    All,
    Beyond,
    Check,
    Count,
    Describe,
    Except,
    Exists,
    Kind,
    Lookup,
    Nodes,
    Query,
    Reflexive,
    Shared,
    Within,
)

#: How many relations of a thing are named when a fact is missing.
MOST_NAMED = 6


class Missing:
    """Words what is missing, in one language."""

    def __init__(
        self,
        base: KnowledgeBase,
        relations: Mapping[str, Relation],
        language: Mapping[str, Plain],
        naming: Naming,
        phrases: Phrases,
    ) -> None:
        self._base, self._relations = base, relations
        self._naming, self._phrases = naming, phrases
        self._code = str(language["language"])
        self._replies = cast(Mapping[str, str], language["replies"])

    def _say(self, reply: str, **values: object) -> str:
        return self._replies[reply].format(**values)

    def _phrasing(self, relation: str) -> Phrasing:
        return self._relations[relation].phrasings[self._code]

    def text(self, query: Query) -> str:
        """'I have no box office for Heat', and what there is instead."""
        lookup = missing_lookup(query)
        if isinstance(query, Age):
            return self._say("no_fact", name=self._replies["age"], subject=self._phrases.phrase(query))
        if isinstance(query, Shared):
            return self._say("nothing_shared", naming=self._phrases.phrase(query.of))
        if lookup is None:
            inner = query.of if isinstance(query, Exists | Count | Describe) else query
            return self._say("no_such", naming=self._phrases.phrase(inner))
        phrasing = self._phrasing(lookup.relation)
        given = {role: self._phrases.filler(part) for role, part in lookup.given}
        beyond = any(isinstance(part, Beyond) for _, part in lookup.given)  # 'films longer than X' are named as such
        template = None if beyond else phrasing.missing.get(lookup.ask)
        subjects = [part.ids for role, part in lookup.given if role == SUBJECT and isinstance(part, Nodes)]
        unsaid = [role for role in given if role not in (SUBJECT, VALUE) and not (template and says(template, role))]
        if unsaid and lookup.ask == VALUE and subjects and self._has(subjects[0], lookup.relation):
            text = self._say("no_such", naming=self._phrases.phrase(lookup))  # 'who plays X in Y': there is a cast of Y
        elif template and not unsaid and all(role in given or role == lookup.ask for role, _ in fields(template)):
            text = closed(filled(template, given))
        elif lookup.ask == VALUE and SUBJECT in given:
            text = self._say("no_fact", name=phrasing.name, subject=given[SUBJECT].text)
        else:
            text = self._say("no_such", naming=self._phrases.phrase(lookup))
        if subjects and len(subjects[0]) == 1:
            text = " ".join([text, *self.known_about(subjects[0][0])])
        return text

    def _has(self, nodes: Sequence[int], relation: str) -> bool:
        return any(said.relation == relation for node in nodes for said in self._base.statements_about(node))

    def known_about(self, node: int) -> list[str]:
        """What there is to tell of a thing, as a sentence; nothing where there is nothing."""
        relations = dict.fromkeys(statement.relation for statement in self._base.statements_about(node))
        names = list(dict.fromkeys(self._phrasing(relation).name for relation in relations))
        if not names:
            return []
        listed = self._naming.listed(names, most=MOST_NAMED)
        return [self._say("known_about", name=self._naming.label(node), list=listed)]


def missing_lookup(query: Query) -> Lookup | None:
    """The look-up that a query without an answer turns on, where there is one."""
    match query:
        case Lookup():
            return query
        case Check(Lookup() as things, Lookup() | Within()):
            return things
        case Check(things, Reflexive(relation)):
            return Lookup(relation, VALUE, ((SUBJECT, things),))
        case Check(things, Lookup(relation, ask, given)):
            if ask == VALUE:
                return Lookup(relation, ask, given)
            rest = tuple((role, part) for role, part in given if role != VALUE)
            return Lookup(relation, VALUE, ((SUBJECT, things), *rest))
        case Exists(of) | Count(of) | Describe(of):
            return missing_lookup(of)
        case All(parts):
            narrowing = [part for part in parts if not isinstance(part, Kind)]
            return missing_lookup(narrowing[0]) if len(narrowing) == 1 else None
    return None


def both(query: Query) -> Query | None:
    """What there would have to be for a claim about two things to be true: films with both of them."""
    match query:
        case Check(Lookup(_, ask) as one, Lookup(_, other) as two) if ask == other == SUBJECT:
            return All((one, two))
        case Check(Nodes() as one, Except(Lookup(relation, ask, ((role, those),)), Nodes())) if ask == VALUE:
            parts = those.parts if isinstance(those, All) else (those,)
            return All((*parts, Lookup(relation, role, ((ask, one),))))
    return None
