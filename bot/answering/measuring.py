"""Ages, differences and comparisons: what stands where on the number lines of relations."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date

from bot.answering.result import Result
from bot.answering.spans import UNITED, Measured, Point, beyond, stretch, unit_of
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.look_ups import value_of
from bot.language.query import Beyond, Difference, Extreme, Lookup, Query, Range, Today, Within, above, below


class Ruler:
    """Measures over one knowledge base. ``fetch`` evaluates a query to a set of nodes."""

    def __init__(
        self,
        base: KnowledgeBase,
        relations: Mapping[str, Relation],
        today: Callable[[], date],
        fetch: Callable[[Query], list[int]],
    ) -> None:
        self._base, self._relations, self._today, self._fetch = base, relations, today, fetch

    def missing(self, line: Beyond) -> Lookup | None:
        """What is not known, where nothing can be beyond the things of `line` for that reason."""
        return None if self._points(line.relation, line.than) else value_of(line.relation, line.than)

    def stretch(self, line: Beyond, facts: list[int]) -> list[int]:
        """The values that are more, or less, than those of each of the things of `line`, whose facts are added.

        Amounts of another currency are neither.
        """
        points = self._points(line.relation, line.than)
        if not points or len({point.unit for point in points}) > 1:
            return []
        facts.extend(point.fact for point in points if point.fact is not None)
        type_ = self._relations[line.relation].kinds(VALUE)[0]
        low = above(max(point.high for point in points)) if line.more else None
        high = None if line.more else below(min(point.low for point in points))
        found = self._base.line.in_range(type_, low, high)
        if type_ not in UNITED:
            return found
        known = self._base.nodes(found)
        return [node for node in found if unit_of(type_, known[node].name) == points[0].unit]

    def within(self, asked: Within, dates: Collection[int]) -> list[int]:
        """The dates that lie in the same stretch of time as one of some dates, so far as that is known for sure."""
        found: dict[int, None] = {}
        for node in self._base.nodes(dates).values():
            if node.low is not None and node.high is not None:
                low, high = stretch(int(node.low), asked.span), stretch(int(node.high), asked.span)
                if low == high:
                    found |= dict.fromkeys(self._base.line.in_range("date", *low))
        return list(found)

    def to_come(self, dates: Collection[int]) -> bool:
        """Whether all of some dates are still to come."""
        now = self._now().high
        return all(node.low is not None and node.low > now for node in self._base.nodes(dates).values())

    def age(self, of: Query) -> Result:
        """How old things are, those of which it is known."""
        found = list(self._ages(self._fetch(of)))
        measured = tuple(each for each in found if isinstance(each, Measured))
        if not measured:
            missing = next((each for each in found if isinstance(each, str)), None)
            return Result(missing=value_of(missing, of) if missing else None)
        return _measured(measured, [point for each in measured for point in (each.one, each.other)])

    def difference(self, asked: Difference) -> Result:
        """How far apart two points are; how old something was, if the first is its beginning and the other a date."""
        points: list[Point] = []
        for query in (asked.one, asked.other):
            point = self._point(query)
            if point is None:
                return Result(missing=query if isinstance(query, Lookup) else None)
            points.append(point)
        one, other = points
        if one.type != other.type or one.unit != other.unit:
            return Result(facts=_facts(points), unsure=True)
        begun = bool(one.relation) and self._relations[one.relation].begins and one.relation != other.relation
        age = begun and not isinstance(asked.other, Today)
        return _measured((Measured(one, other, age, asked.in_days and one.exact and other.exact),), points)

    def extreme_of_named(self, asked: Extreme, named: Iterable[Query]) -> Result:
        """'which is longer, X or Y?': only where it is known of each, and known for sure."""
        points: list[Point] = []
        for part in named:
            found = self._points(asked.relation, part)
            if not found:
                return Result(facts=_facts(points), missing=value_of(asked.relation, part))
            points += found
        best = max(points, key=lambda point: point.low if asked.most else -point.high)
        chosen = [point for point in points if (point.low, point.high, point.unit) == (best.low, best.high, best.unit)]
        sure = all(beyond(best, point, asked.most) for point in points if point not in chosen)
        nodes = tuple(point.subject for point in chosen if point.subject is not None)
        return Result(nodes, _facts(points), unsure=not sure or (len(chosen) > 1 and not best.exact))

    def compare(self, things: Query, relation: str, line: Beyond) -> Result:
        """'is X longer than Y?', 'was X born before Y came out?': no only where both are known and it is not so."""
        ones, others = self._points(relation, things), self._points(line.relation, line.than)
        if not ones:
            return Result(facts=_facts(others), missing=value_of(relation, things))
        if not others:
            return Result(facts=_facts(ones), missing=value_of(line.relation, line.than))
        verdicts = {beyond(one, other, line.more) for one in ones for other in others}
        holds = None if None in verdicts and False not in verdicts else False not in verdicts
        return Result(tuple(point.value for point in ones if point.value is not None), _facts(ones, others), holds)

    def is_extreme(self, things: Query, asked: Extreme, best: Result) -> Result:
        """'is X the longest film?': no if another is; what is longest among everything known is `best`."""
        points = self._points(asked.relation, things)
        if points and best.unsure:
            return Result(facts=tuple(dict.fromkeys((*_facts(points), *best.facts))), unsure=True)
        if not points or not best.nodes:
            return Result(missing=value_of(asked.relation, things))
        holds = all(point.subject in best.nodes for point in points)
        facts = dict.fromkeys((*_facts(points), *best.facts))
        return Result(tuple(point.value for point in points if point.value is not None), tuple(facts), holds)

    # -- points --------------------------------------------------------------------------------------------------

    def _points(self, relation: str, things: Query) -> list[Point]:
        """The places of things on a relation's number line; none for those of which it is not known."""
        members = self._fetch(things)
        points = self._placed(relation, {SUBJECT: members}) if members else {}
        return [points[member] for member in members if member in points]

    def _point(self, query: Query) -> Point | None:
        match query:
            case Today():
                return self._now()
            case Range(type_, low, high):
                return Point(type_, low, high) if low is not None and high is not None else None
            case Lookup(relation, _, given):
                sets = {role: set(self._fetch(part)) for role, part in given}
                points = self._placed(relation, sets) if all(sets.values()) else {}
                return min(points.values(), key=lambda point: point.low, default=None)
        return None

    def _placed(self, relation: str, given: Mapping[str, Collection[int]]) -> dict[int, Point]:
        """The point of each subject that has a value; of several the first, or the last of what ends a thing."""
        statements = self._base.statements([fact for _, fact in self._base.lookup(relation, VALUE, given)])
        nodes = self._base.nodes({statement.value for statement in statements})
        found: dict[int, list[Point]] = {}
        for said in statements:
            value = nodes[said.value]
            if value.low is not None and value.high is not None:
                at = (value.low, value.high)
                unit = unit_of(value.kind, value.name)
                point = Point(value.kind, *at, said.id, said.subject, said.value, relation, unit=unit)
                found.setdefault(said.subject, []).append(point)
        if self._relations[relation].ends:
            return {subject: max(points, key=lambda point: point.high) for subject, points in found.items()}
        return {subject: min(points, key=lambda point: point.low) for subject, points in found.items()}

    def _ages(self, things: Iterable[int]) -> Iterator[Measured | str]:
        """How old each thing is; the relation instead whose date is missing for it."""
        for thing in things:
            kind = self._base.node(thing).kind
            beginning, ending = self._edge(kind, ends=False), self._edge(kind, ends=True)
            if beginning is None:
                continue
            begun = self._placed(beginning, {SUBJECT: [thing]}).get(thing)
            ended = self._placed(ending, {SUBJECT: [thing]}).get(thing) if ending else None
            yield Measured(begun, ended or self._now(), age=True) if begun else beginning

    def _edge(self, kind: str, *, ends: bool) -> str | None:
        """The relation that begins, or ends, things of a kind."""
        for relation in self._relations.values():
            if kind in relation.subject and (relation.ends if ends else relation.begins):
                return relation.name
        return None

    def _now(self) -> Point:
        day = self._today()
        number = day.year * 10000 + day.month * 100 + day.day
        return Point("date", number, number, today=True)


def _facts(*points: Iterable[Point]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(point.fact for each in points for point in each if point.fact is not None))


def _measured(measured: tuple[Measured, ...], points: Iterable[Point]) -> Result:
    """What was measured, with the dates and other values that it is measured from."""
    known = [point for point in points if point.value is not None]
    nodes = dict.fromkeys(point.value for point in known if point.value is not None)
    return Result(tuple(nodes), _facts(known), measured=measured)
