"""A query against the knowledge base: the nodes it fetches, and the facts that it stands on."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.answering.judging import Judge
from bot.answering.measuring import Ruler
from bot.answering.result import Result
from bot.answering.superlatives import Superlatives
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import VALUE_TYPES
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.look_ups import OTHER, value_of
from bot.language.query import (
    Age,
    All,
    Any,
    Beyond,
    Check,
    Count,
    Describe,
    Difference,
    Except,
    Exists,
    Extreme,
    Frequent,
    Kind,
    Lookup,
    Nodes,
    Often,
    Provenance,
    Query,
    Range,
    Reflexive,
    Shared,
    Within,
)
from bot.language.trees import walk

#: How many supporting facts an answer carries at most; a longer list says nothing more.
MOST_FACTS = 200


class Evaluator:
    """Evaluates queries over one knowledge base."""

    def __init__(
        self, base: KnowledgeBase, relations: Mapping[str, Relation], today: Callable[[], date] = date.today
    ) -> None:
        self._base = base
        self._relations = relations
        self._judge = Judge(base, relations, self._set)
        self._ruler = Ruler(base, relations, today, lambda query: self._set(query, []))
        self._superlatives = Superlatives(base, relations, lambda query: self._set(query, []))

    def evaluate(self, query: Query) -> Result:
        """The result of `query`. A mention that names nothing known gives an empty set."""
        if (measured := self._measured(query)) is not None:
            return measured
        match query:
            case Check(Nodes() as things, Lookup(relation, ask, ())) if ask in OTHER:  # 'is X a sequel'
                (other,) = OTHER[ask]
                what = Lookup(relation, other, ((ask, things),))
                found = self.evaluate(what)
                return replace(found, nodes=things.ids, holds=True) if found.nodes else Result(missing=what)
            case Count(Lookup(relation, ask) | All((Lookup(relation, ask), Nodes())) as of) if ask == VALUE and (
                when := self._when(relation)
            ):
                found = self.evaluate(of)
                each = dict.fromkeys(self._occasions(found.facts, when).values())
                return replace(found, nodes=tuple(value for value, *_ in each if value in found.nodes))
            case Count(of) | Describe(of) | Provenance(of):
                return self.evaluate(of)
            case Exists(of, passed):
                found = self.evaluate(of)
                to_come = passed and bool(found.nodes) and self._ruler.to_come(found.nodes)
                return Result(found.nodes, found.facts, holds=not to_come if found.nodes else None)
            case Check(things, among):
                return self._judge.check(things, among)
            case Extreme():
                return self._extreme(query)
        facts: list[int] = []
        nodes = self._set(query, facts)
        return Result(tuple(nodes), tuple(dict.fromkeys(facts))[:MOST_FACTS])

    def _measured(self, query: Query) -> Result | None:
        """The result of what compares places on a number line, or cannot, where one is not known; None of others."""
        match query:
            case Age(of):
                return self._ruler.age(of)
            case Difference():
                return self._ruler.difference(query)
            case Extreme(Any(named), _, _, 1, 1) if all(isinstance(part, Nodes) for part in named):
                return self._ruler.extreme_of_named(query, named)
            case Check(things, Lookup(relation, ask, ((_, Beyond() as line),))) if ask == SUBJECT:
                return self._ruler.compare(things, relation, line)
            case Check(things, Extreme() as best):
                return self._ruler.is_extreme(things, best, self.evaluate(best))
        missing = (self._ruler.missing(part) for part in walk(query) if isinstance(part, Beyond))
        return next((Result(missing=lookup) for lookup in missing if lookup), None)

    def _extreme(self, query: Extreme) -> Result:
        """The best of a set; what is not known, where there are such things and none has a place on the line."""
        facts: list[int] = []
        nodes = self._superlatives.find(query, facts)
        if query.rank == 1 and not facts and self._set(query.of, []):
            return Result(missing=value_of(query.relation, query.of))
        several_currencies = bool(facts) and not nodes
        return Result(tuple(nodes), tuple(dict.fromkeys(facts))[:MOST_FACTS], unsure=several_currencies)

    def _when(self, relation: str) -> frozenset[str]:
        """The roles that say when, where a thing may have a value more than once: the years of awards."""
        declared = self._relations[relation]
        return frozenset(role for role in declared.qualifiers if declared.kinds(role)[0] == "date")

    def _occasions(self, facts: Sequence[int], when: frozenset[str]) -> dict[int, tuple[int, ...]]:
        """The occasion of each fact: its value, what it is of, and when; several may have shared one award."""
        return {
            said.id: (said.value, said.subject, *(node for role, node in said.qualifiers if role in when))
            for said in self._base.statements(facts)
        }

    # -- sets ----------------------------------------------------------------------------------------------------

    def _set(self, query: Query, facts: list[int]) -> list[int]:  # noqa: PLR0912 - one case a kind of query
        match query:
            case Nodes(ids):
                return list(ids)
            case Kind(kinds):
                return sorted(self._base.of_kinds(kinds))
            case Range():
                return self._base.line.in_range(query.type, query.low, query.high, query.currency)
            case Beyond():
                return self._ruler.stretch(query, facts)
            case Within():
                return self._ruler.within(query, self._set(query.of, facts))
            case Lookup():
                return self._lookup(query, facts)
            case Any(parts):
                return list(dict.fromkeys(node for part in parts for node in self._set(part, facts)))
            case All(parts):
                return self._all(parts, facts)
            case Except(these, those):
                without = set(self._set(those, []))
                found = [node for node in self._set(these, facts) if node not in without]
                return self._told_of(found, those)
            case Extreme():
                return self._superlatives.find(query, facts)
            case Frequent(of, often):
                return self._frequent(of, often, facts)
            case Reflexive():
                return self._reflexive(query, facts)
            case Shared(of):
                return self._shared(of.parts, facts)
        return []

    def _told_of(self, nodes: list[int], those: Query) -> list[int]:
        """Of some things those of which it is known what they have: of 'films not in English' none of no language."""
        if not isinstance(those, Lookup) or those.ask != SUBJECT or not nodes:
            return nodes
        sources = self._relations[those.relation].sources
        told = {node for node, _ in self._base.lookup(sources, SUBJECT, {SUBJECT: set(nodes)})}
        return [node for node in nodes if node in told]

    def _lookup(self, query: Lookup, facts: list[int], within: Collection[int] | None = None) -> list[int]:
        """What a look-up finds, or what of it is ``within`` some nodes."""
        given: dict[str, Collection[int]] = {} if within is None else {query.ask: within}
        for role, part in query.given:
            given[role] = set(self._set(part, facts))
        if not all(given.values()):
            return []
        rows = self._base.lookup(self._relations[query.relation].sources, query.ask, given)
        if query.through:
            rows = list(self._onward(query, rows))
        facts[:0] = [fact for _, fact in rows[:MOST_FACTS]]
        return list(dict.fromkeys(node for node, _ in rows))

    def _onward(self, query: Lookup, rows: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The rows of a look-up, and those of the same look-up of what it found, and so on."""
        ((role, _),) = query.given
        seen: set[int] = set()
        while rows:
            yield from rows
            seen.update(node for node, _ in rows)
            found = self._base.lookup(
                self._relations[query.relation].sources, query.ask, {role: {node for node, _ in rows}}
            )
            rows = [row for row in found if row[0] not in seen]

    def _all(self, parts: Iterable[Query], facts: list[int]) -> list[int]:
        """What is in every part: in the narrowest first, and in the others so far as they are of it."""
        narrowing = sorted((part for part in parts if not isinstance(part, Kind)), key=_breadth)
        kinds = [set(part.kinds) for part in parts if isinstance(part, Kind)]
        found = self._set(narrowing[0], facts) if narrowing else sorted(self._base.of_kinds(kinds.pop()))
        for part in narrowing[1:]:
            others = set(self._lookup(part, facts, found) if isinstance(part, Lookup) else self._set(part, facts))
            found = [node for node in found if node in others]
        if kinds and found:
            nodes = self._base.nodes(found)
            found = [node for node in found if all(nodes[node].kind in allowed for allowed in kinds)]
        return found

    def _frequent(self, query: Lookup, often: Often | Range, facts: list[int]) -> list[int]:
        """Those to which most (fewest, all, or so many) of the given things lead, all of them where some are equal."""
        role = query.given[0][0]
        given: dict[str, Collection[int]] = {name: set(self._set(inner, [])) for name, inner in query.given}
        others: dict[int, tuple[int, ...]] = {
            fact: (node,) for node, fact in self._base.lookup(self._relations[query.relation].sources, role, given)
        }
        rows = self._base.lookup(self._relations[query.relation].sources, query.ask, given)
        if role == VALUE and (when := self._when(query.relation)):
            others = self._occasions([fact for _, fact in rows], when)
        leading: dict[int, dict[tuple[int, ...], int]] = {}
        for node, fact in rows:
            leading.setdefault(node, {}).setdefault(others[fact], fact)
        if not leading:
            return []
        counts = {node: len(found) for node, found in leading.items()}
        match often:
            case Range(_, least, most):
                low, high = least or 0.0, math.inf if most is None else most
            case Often.SEVERAL:
                low, high = 2, math.inf
            case Often.EVERY:
                low = high = len(given[role])
            case _:
                low = high = (max if often is Often.MOST else min)(counts.values())
        chosen = [node for node, count in counts.items() if low <= count <= high]
        facts.extend(fact for node in chosen for fact in leading[node].values())
        return chosen

    def _reflexive(self, query: Reflexive, facts: list[int]) -> list[int]:
        """The works that have one value in two relations, or those values; and both facts of each."""
        among = None if query.among is None else set(self._set(query.among, []))
        one, other = (self._relations[name].sources for name in (query.relation, query.other))
        rows = self._base.in_both(one, other, among)
        facts.extend(fact for *_, one_fact, other_fact in rows for fact in (one_fact, other_fact))
        return list(dict.fromkeys(row[query.ask == VALUE] for row in rows))

    def _shared(self, things: Sequence[Query], facts: list[int]) -> list[int]:
        """What is beside every one of some things in the facts of one relation; no dates, amounts and prose."""
        each = [set(self._set(thing, [])) for thing in things]
        found: dict[int, None] = {}
        for relation in self._relations.values():
            for ask, role in ((VALUE, SUBJECT), (SUBJECT, VALUE)):
                if relation.unites or relation.kinds(ask)[0] in VALUE_TYPES:
                    continue
                rows = [self._base.lookup([relation.name], ask, {role: nodes}) for nodes in each]
                common = set[int].intersection(*({node for node, _ in found_here} for found_here in rows))
                found.update(dict.fromkeys(node for node, _ in rows[0] if node in common))
                facts.extend(fact for here in rows for node, fact in here if node in common)
        return list(found)


def _breadth(part: Query) -> tuple[int, int]:
    """How much a part of a conjunction may hold, roughly: what was named, what a named thing leads to, and the rest.

    Of parts alike in that, one may hold the more the more look-ups there are in it.
    """
    inner = list(walk(part))
    steps = sum(isinstance(one, Lookup) for one in inner)
    if not any(isinstance(one, Nodes) for one in inner):
        return 3 if any(isinstance(one, Lookup) and one.given for one in inner) else 4, steps
    return 0 if isinstance(part, Nodes) else 2 if isinstance(part, Except) else 1, steps
