"""A query against the knowledge base: the nodes it fetches, and the facts that it stands on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.query import (
    All,
    Any,
    Beyond,
    Check,
    Count,
    Describe,
    Except,
    Exists,
    Extreme,
    Kind,
    Lookup,
    Nodes,
    Provenance,
    Query,
    Range,
)

#: How many supporting facts an answer carries at most; a longer list says nothing more.
MOST_FACTS = 200


@dataclass(frozen=True, slots=True)
class Result:
    """The nodes of a set in the order of the fact files, and the ids of the facts behind them.

    For a yes/no query ``holds`` is the verdict: None if the facts do not tell; ``nodes`` then holds what is known
    instead.
    """

    nodes: tuple[int, ...] = ()
    facts: tuple[int, ...] = ()
    holds: bool | None = None


class Evaluator:
    """Evaluates queries over one knowledge base."""

    def __init__(self, base: KnowledgeBase, relations: Mapping[str, Relation]) -> None:
        self._base = base
        self._relations = relations

    def evaluate(self, query: Query) -> Result:
        """The result of `query`. A mention that names nothing known gives an empty set."""
        match query:
            case Count(of) | Describe(of) | Provenance(of):
                return self.evaluate(of)
            case Exists(of):
                found = self.evaluate(of)
                return Result(found.nodes, found.facts, holds=bool(found.nodes) or None)
            case Check(things, among):
                return self._check(things, among)
        facts: list[int] = []
        nodes = self._set(query, facts)
        return Result(tuple(nodes), tuple(dict.fromkeys(facts))[:MOST_FACTS])

    # -- sets ----------------------------------------------------------------------------------------------------

    def _set(self, query: Query, facts: list[int]) -> list[int]:
        match query:
            case Nodes(ids):
                return list(ids)
            case Kind(kinds):
                return sorted(self._base.of_kinds(kinds))
            case Range():
                return self._base.in_range(query.type, query.low, query.high)
            case Beyond():
                line = self._beyond(query, facts)
                return [] if line is None else self._base.in_range(line.type, line.low, line.high)
            case Lookup():
                return self._lookup(query, facts)
            case Any(parts):
                return list(dict.fromkeys(node for part in parts for node in self._set(part, facts)))
            case All(parts):
                return self._all(parts, facts)
            case Except(these, those):
                without = set(self._set(those, []))
                return [node for node in self._set(these, facts) if node not in without]
            case Extreme():
                return self._extreme(query, facts)
        return []

    def _lookup(self, query: Lookup, facts: list[int]) -> list[int]:
        given: dict[str, Collection[int]] = {}
        for role, part in query.given:
            given[role] = set(self._set(part, facts))
            if not given[role]:
                return []
        rows = self._base.lookup(query.relation, query.ask, given)
        facts[:0] = [fact for _, fact in rows[:MOST_FACTS]]
        return list(dict.fromkeys(node for node, _ in rows))

    def _all(self, parts: Iterable[Query], facts: list[int]) -> list[int]:
        narrowing = [part for part in parts if not isinstance(part, Kind)]
        kinds = [set(part.kinds) for part in parts if isinstance(part, Kind)]
        found = self._set(narrowing[0], facts) if narrowing else sorted(self._base.of_kinds(kinds.pop()))
        for part in narrowing[1:]:
            others = set(self._set(part, facts))
            found = [node for node in found if node in others]
        if kinds and found:
            nodes = self._base.nodes(found)
            found = [node for node in found if all(nodes[node].kind in allowed for allowed in kinds)]
        return found

    def _extreme(self, query: Extreme, facts: list[int]) -> list[int]:
        members = self._set(query.of, [])
        numbers = self._numbers(query.relation, members, best=min if not query.most else max)
        steps = sorted({number for number, _ in numbers.values()}, reverse=query.most)
        if len(steps) < query.rank:
            return []
        chosen = [node for node in members if node in numbers and numbers[node][0] == steps[query.rank - 1]]
        facts.extend(numbers[node][1] for node in chosen)
        return chosen

    def _numbers(self, relation: str, members: Collection[int], best: object = min) -> dict[int, tuple[float, int]]:
        """Each member's place on a relation's number line, and the fact that says so."""
        if not members:
            return {}
        subjects: dict[int, list[tuple[float, int]]] = {}
        rows = self._base.lookup(relation, SUBJECT, {SUBJECT: members})
        values = dict(zip((f for _, f in rows), self._base.fact_numbers([fact for _, fact in rows]), strict=True))
        for subject, fact in rows:
            number = values[fact]
            if number is not None:
                subjects.setdefault(subject, []).append((number, fact))
        choose = max if best is max else min
        return {subject: choose(found) for subject, found in subjects.items()}

    def _beyond(self, query: Beyond, facts: list[int]) -> Range | None:
        numbers = self._numbers(query.relation, self._set(query.than, facts))
        if not numbers:
            return None
        type_ = self._relations[query.relation].kinds(VALUE)[0]
        facts.extend(fact for _, fact in numbers.values())
        values = [number for number, _ in numbers.values()]
        if query.more:
            return Range(type_, max(values) + 0.5, None, "")
        return Range(type_, None, min(values) - 0.5, "")

    # -- yes and no ----------------------------------------------------------------------------------------------

    def _check(self, things: Query, among: Query) -> Result:
        """Yes if all `things` are among them; no only if what is known rules it out; else nobody knows.

        The facts rule a value out where the relation has one value only, or its file says that what is known is
        complete.
        """
        asked = self._asked_of_value(things, among)
        if asked is not None:
            lookup, wanted = asked
            facts: list[int] = []
            known = self._lookup(lookup, facts)
            accepted = set(self._set(wanted, facts))
            hits = [node for node in known if node in accepted]
            every = isinstance(wanted, Any)
            if hits and (not every or accepted <= set(known)):
                facts.clear()
                self._lookup(
                    Lookup(lookup.relation, lookup.ask, (*lookup.given, (lookup.ask, Nodes(tuple(hits))))), facts
                )
                return Result(tuple(hits), tuple(dict.fromkeys(facts)), holds=True)
            relation = self._relations[lookup.relation]
            settled = (
                relation.complete or not relation.many or any(role in relation.qualifiers for role, _ in lookup.given)
            )
            closed = known and lookup.ask == VALUE and settled
            return Result(tuple(known), tuple(dict.fromkeys(facts)), holds=False if closed else None)
        facts = []
        members = set(self._set(among, facts))
        wanted_nodes = self._set(things, [])
        if wanted_nodes and all(node in members for node in wanted_nodes):
            return Result(tuple(wanted_nodes), tuple(dict.fromkeys(facts)), holds=True)
        return Result((), (), holds=None)

    def _asked_of_value(self, things: Query, among: Query) -> tuple[Lookup, Query] | None:
        """The claim as a look-up of values and the values that would make it true, where it has that shape."""
        if not isinstance(among, Lookup):
            return None
        given = dict(among.given)
        if among.ask == VALUE:
            return among, things
        if VALUE in given:
            wanted = given.pop(VALUE)
            return Lookup(among.relation, VALUE, ((among.ask, things), *given.items())), wanted
        return among, things
