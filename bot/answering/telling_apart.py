"""What tells apart the things that a question may mean: year and kind, else what they are known for, else ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import cast

from bot.answering.naming import Naming
from bot.answering.phrases import Phrases
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.reading import Plain
from bot.facts.rows import Statement
from bot.facts.text import normalise
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.choosing import Choice
from bot.language.query import Query

#: A label, and the part that it says a thing has in another.
_Label = tuple[str, tuple[str, str] | None]
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
        self._last: tuple[Sequence[tuple[Query, int | None]], tuple[Choice, ...]] | None = None
        self._code = str(language["language"])
        self._replies = cast(Mapping[str, str], language["replies"])

    def choices(self, readings: Sequence[tuple[Query, int | None]]) -> tuple[Choice, ...]:
        """The readings with labels: a thing by its name, another reading by what it asks."""
        if self._last is None or self._last[0] != readings:  # the text, the suggestions and the buttons ask alike
            labels = self._labels([node for _, node in readings if node is not None])
            self._last = (
                readings,
                tuple(
                    Choice(query, self._phrases.phrase(query))
                    if node is None
                    else self._choice(query, node, labels[node])
                    for query, node in readings
                ),
            )
        return self._last[1]

    def names(self, nodes: Sequence[int]) -> list[str]:
        """The labels of things that may have been meant, all different."""
        labels = self._labels(nodes)
        return [labels[node][0] for node in nodes]

    def _choice(self, query: Query, node: int, label: _Label) -> Choice:
        found = self._base.node(node)
        return Choice(query, label[0], found.kind, found.year, label[1], node, self._known(node))

    def _known(self, node: int) -> frozenset[str]:
        """The words of the names in what a description tells, and of the labels in all facts."""
        told = {other for _, ask, roles, _ in self._told(node) for other in roles[ask]}
        values = self._base.nodes({said.value for said in self._base.statements_about(node)})
        told |= {each.id for each in values.values() if each.kind in self._relations}
        return frozenset(word for other in self._base.nodes(told).values() for word in normalise(other.name).split())

    def _labels(self, nodes: Sequence[int]) -> dict[int, _Label]:
        """Labels of which no two are the same: of things alike, with what only one is known for, or else its id."""
        plain = dict(zip(nodes, self._naming.labels(nodes), strict=True))
        counts = Counter(plain.values())
        known = {node: list(self._known_for(node, label)) for node, label in plain.items() if counts[label] > 1}
        shared = Counter(text for labels in known.values() for text in {text for text, _ in labels})
        return {
            node: next((label for label in known[node] if shared[label[0]] == 1), (self._by_id(node, text), None))
            if node in known
            else (text, None)
            for node, text in plain.items()
        }

    def _by_id(self, node: int, label: str) -> str:
        ident = self._base.node(node).ident
        return self._naming.beside(label, [ident]) if ident else label

    def _known_for(self, node: int, label: str) -> Iterator[_Label]:
        """'X, director: Y', 'Y, director of X': each that a description has of another thing; Y's part in X."""
        for relation, ask, roles, _ in self._told(node):
            known = self._base.node(roles[ask][0])
            if known.is_entity:
                name = self._relations[relation].phrasings[self._code].name
                other = self._naming.label(known.id)
                reply = self._replies["known_by"] if ask == VALUE else self._replies["known_for"]
                part = (relation, VALUE) if ask == SUBJECT else None
                yield reply.format(label=label, name=name, other=other), part
