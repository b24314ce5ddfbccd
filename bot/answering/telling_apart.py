"""What tells apart the things that a question may mean: year and kind, else what they are known for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

from bot.answering.naming import Naming
from bot.answering.phrases import Phrases
from bot.facts.knowledge_base import KnowledgeBase, Statement
from bot.facts.reading import Plain
from bot.facts.text import normalise
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.choosing import Choice
from bot.language.query import Query

Told = Callable[[int], Iterable[tuple[str, str, dict[str, Sequence[int]], list[Statement]]]]


class TellingApart:
    """Labels choices in one language. ``told`` gives what a description of a thing would tell."""

    def __init__(
        self,
        base: KnowledgeBase,
        relations: Mapping[str, Relation],
        language: Mapping[str, Plain],
        naming: Naming,
        phrases: Phrases,
        told: Told,
    ) -> None:
        self._base, self._relations, self._naming, self._told = base, relations, naming, told
        self._phrases = phrases
        self._code = str(language["language"])
        self._replies = cast(Mapping[str, str], language["replies"])

    def choices(self, readings: Sequence[tuple[Query, int | None]]) -> tuple[Choice, ...]:
        """The readings with labels: a thing by its name, another reading by what it asks."""
        nodes = [node for _, node in readings if node is not None]
        labels = dict(zip(nodes, self._naming.labels(nodes), strict=True))
        same = {label for label, count in Counter(labels.values()).items() if count > 1}
        return tuple(
            Choice(query, self._phrases.phrase(query))
            if node is None
            else self._choice(query, node, labels[node], alike=labels[node] in same)
            for query, node in readings
        )

    def _choice(self, query: Query, node: int, label: str, alike: bool) -> Choice:
        found = self._base.node(node)
        text, part = self._known_for(node, label) if alike else (label, None)
        return Choice(query, text, found.kind, found.year, part, node, self._known(node))

    def _known(self, node: int) -> frozenset[str]:
        """The words of the names in what a description tells."""
        told = {other for _, ask, roles, _ in self._told(node) for other in roles[ask]}
        return frozenset(word for other in self._base.nodes(told).values() for word in normalise(other.name).split())

    def _known_for(self, node: int, label: str) -> tuple[str, tuple[str, str] | None]:
        """'X, director: Y', 'Y, director of X': the first that a description has of another thing; Y's part in X."""
        for relation, ask, roles, _ in self._told(node):
            known = self._base.node(roles[ask][0])
            if known.is_entity:
                name = self._relations[relation].phrasings[self._code].name
                other = self._naming.label(known.id)
                reply = self._replies["known_by"] if ask == VALUE else self._replies["known_for"]
                part = (relation, VALUE) if ask == SUBJECT else None
                return reply.format(label=label, name=name, other=other), part
        return label, None
