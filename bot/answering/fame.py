"""How well known things are, as far as facts say so: by how many voted on them, then by how many works they are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.vocabulary import SUBJECT, Relation


class Fame:
    """Ranks the things of one knowledge base."""

    def __init__(self, base: KnowledgeBase, relations: Mapping[str, Relation]) -> None:
        self._base = base
        self._roles = [(relation.name, relation.fame) for relation in relations.values() if relation.fame]

    def ranked(self, nodes: Iterable[int]) -> list[int]:
        """Some things, the best known first; those of which the facts do not say stay as they are."""
        things = list(nodes)
        told = self._base.told_of(things)
        return sorted(things, key=lambda node: (-self._votes(node), -told[node]))

    def _votes(self, node: int) -> float:
        numbers = [
            number
            for relation, role in self._roles
            for number, _ in self._base.lookup(relation, role, {SUBJECT: [node]})
        ]
        return max((number.low or 0.0 for number in self._base.nodes(numbers).values()), default=0.0)
