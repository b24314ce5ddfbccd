"""The longest, the oldest, the third largest: what stands where on the number line of a relation, by rank."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter

from bot.answering.spans import UNITED, unit_of
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.query import Extreme, Kind, Lookup, Nodes, Query

#: Gives the nodes that a query fetches.
Fetch = Callable[[Query], list[int]]
#: Of more things than this, the number line is walked from its end until enough of them are found.
MANY = 2000


class Superlatives:
    """Finds them in one knowledge base."""

    def __init__(self, base: KnowledgeBase, relations: Mapping[str, Relation], fetch: Fetch) -> None:
        self._base, self._relations, self._fetch = base, relations, fetch

    def find(self, query: Extreme, facts: list[int]) -> list[int]:
        """Those that are asked for, whose facts are added; the facts alone where what there is cannot be compared."""
        relation = self._relations[query.relation]
        comparable = relation.kinds(VALUE)[0] not in UNITED
        if comparable and isinstance(query.of, Kind):
            return self._walked(query, self._of_kinds(query.of.kinds), facts)
        members = self._fetch(query.of)
        if isinstance(query.of, Nodes):
            members = self._row(members)
        if comparable and len(members) > MANY:
            return self._walked(query, set(members).intersection, facts)
        scales = self._places(query, members)
        if len(scales) > 1:  # dollars and yen: the most of each, and none of them the most
            best = max if query.most else min
            facts.extend(best(places.values())[1] for places in scales.values())
            return []
        places = next(iter(scales.values()), {})
        steps: dict[float, dict[int, int]] = {
            number: {} for number in sorted({at for at, _ in places.values()}, reverse=query.most)
        }
        for node in members:
            if node in places:
                number, fact = places[node]
                steps[number][node] = fact
        return self._chosen(query, steps.values(), facts)

    def _first(self, query: Extreme) -> bool:
        """Whether of several values of a thing its lowest counts: a film is as old as the first time it came out."""
        return not query.most or self._relations[query.relation].begins

    def _places(self, query: Extreme, members: Collection[int]) -> dict[str, dict[int, tuple[float, int]]]:
        """Each member's place on the number line, and the fact that says so, by the unit of the number."""
        if not members:
            return {}
        type_ = self._relations[query.relation].kinds(VALUE)[0]
        scales: dict[str, dict[int, list[tuple[float, int]]]] = {}
        rows = self._base.lookup(query.relation, SUBJECT, {SUBJECT: members})
        values = self._base.line.fact_numbers([fact for _, fact in rows])
        for (subject, fact), (number, written) in zip(rows, values, strict=True):
            if number is not None:
                scales.setdefault(unit_of(type_, written), {}).setdefault(subject, []).append((number, fact))
        choose = min if self._first(query) else max
        return {
            unit: {subject: choose(found) for subject, found in subjects.items()} for unit, subjects in scales.items()
        }

    def _walked(
        self, query: Extreme, among: Callable[[Collection[int]], Collection[int]], facts: list[int]
    ) -> list[int]:
        """As `find`, of very many things: ``among`` says which of some nodes are of them."""
        steps = (dict(sorted(step.items())) for step in self._steps(query, among))
        return self._chosen(query, steps, facts)

    def _chosen(self, query: Extreme, steps: Iterable[Mapping[int, int]], facts: list[int]) -> list[int]:
        """What stands at the places that are asked for, of all that are there; the facts that say so are added."""
        chosen: list[int] = []
        for step in islice(steps, query.rank - 1, None):
            chosen.extend(step)
            facts.extend(step.values())
            if query.many is not None and len(chosen) >= query.many:
                break
        return chosen

    def _steps(self, query: Extreme, among: Callable[[Collection[int]], Collection[int]]) -> Iterator[dict[int, int]]:
        """The things at each place where some are, from the end of the line on, with the facts that say so."""
        passed: set[int] = set()
        type_ = self._relations[query.relation].kinds(VALUE)[0]
        rows = self._base.line.along(query.relation, type_, query.most)
        for number, at_it in groupby(rows, key=itemgetter(0)):
            here: dict[int, int] = {}
            for _, subject, fact in at_it:
                here[subject] = min(fact, here.get(subject, fact))
            members = set(among(here)) - passed
            if members and query.most and self._first(query):  # what came again so late came first before
                ((_, places),) = self._places(query, members).items()
                members = {node for node in members if places[node][0] == number}
            passed |= members
            if members:
                yield {node: here[node] for node in members}

    def _of_kinds(self, kinds: Collection[str]) -> Callable[[Collection[int]], Collection[int]]:
        return lambda nodes: [node.id for node in self._base.nodes(nodes).values() if node.kind in kinds]

    def _row(self, nodes: Sequence[int]) -> list[int]:
        """Things of one name, and whatever follows them in a row: the parts of a series are known by its first."""
        kinds = {node.kind for node in self._base.nodes(nodes).values()}
        named = Nodes(tuple(nodes))
        following = [
            node
            for relation in self._relations.values()
            if relation.row and not kinds.isdisjoint(relation.subject)
            for node in self._fetch(Lookup(relation.name, SUBJECT, ((VALUE, named),), through=True))
        ]
        return list(dict.fromkeys([*nodes, *following]))
