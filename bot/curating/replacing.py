"""What a told fact takes the place of: another value where there can be one only, or what a sentence says has moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from bot.answering.snapshots import Snapshot
from bot.curating.told import Filled, Told
from bot.facts.rows import Node
from bot.facts.text import Word, clean, normalise, words
from bot.language.lexicon import Lexicon
from bot.language.meanings import Verb


class Replacing:
    """Sets facts beside what one snapshot says."""

    def __init__(self, snapshot: Snapshot, lexicon: Lexicon) -> None:
        self._base, self._relations, self._lexicon = snapshot.base, snapshot.relations, lexicon
        telling = cast(Mapping[str, Sequence[str]], snapshot.language["telling"])
        self._now = frozenset(map(normalise, telling["instead"]))

    def compared(self, told: Told, claim: str) -> Told:
        """The fact beside what stands there now."""
        node = self._base.by_ident(told.subject.entity) if told.subject.entity else None
        if node is None:
            return told
        relation = self._relations[told.relation]
        instead = self._instead(told.relation, claim)
        known, replaces = False, []
        for statement in self._base.statements_about(node):
            if statement.relation != told.relation:
                continue
            value = self._base.node(statement.value)
            same = value.ident == told.value.entity if told.value.entity else value.name == told.value.text
            roles = {role: self._base.node(other) for role, other in statement.qualifiers}
            if same and _agree(told.qualifiers, roles):
                known = True
            elif not same and (not relation.many or (instead and _alike(told.qualifiers, roles))):
                replaces.append(value.name)
        if known and not (instead and replaces):
            return replace(told, known=True)
        return replace(told, replaces=tuple(replaces))

    def _instead(self, relation: str, claim: str) -> bool:
        """Whether the claim says that a value of the relation takes the place of another: 'was delayed to'."""
        moving = self._relations[relation].phrasings[self._lexicon.language].instead
        if not moving:
            return False
        found = words(clean(claim))
        if any(word.text in self._now and not word.capital for word in found):
            return True
        return any(self._moves(verb, found, end) for verb, end in self._verbs(found) if verb.clause in moving)

    def _verbs(self, found: Sequence[Word]) -> list[tuple[Verb, int]]:
        texts = [word.text for word in found]
        spelt = (
            (each, end)
            for at in range(len(texts))
            for end, meanings in self._lexicon.spelt(texts, at)
            for each in meanings
        )
        return [(meaning, end) for meaning, end in spelt if isinstance(meaning, Verb)]

    def _moves(self, verb: Verb, found: Sequence[Word], end: int) -> bool:
        return not verb.preposition or (end < len(found) and found[end].text == verb.preposition)


def _agree(told: Mapping[str, Filled], roles: Mapping[str, Node]) -> bool:
    """Whether all that is told of a value stands there."""
    return all(role in roles and each.text == roles[role].name for role, each in told.items())


def _alike(told: Mapping[str, Filled], roles: Mapping[str, Node]) -> bool:
    """Whether a value has the qualifiers that are told, and no others."""
    return told.keys() == roles.keys() and _agree(told, roles)
