"""Longer than X, longer or shorter than X, how much longer: two things and their places on a number line."""

from __future__ import annotations

from collections.abc import Iterator

from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.applying import Context
from bot.language.costs import ABSORBED, COMPARED, TURNED
from bot.language.joints import Gap
from bot.language.look_ups import value_of
from bot.language.meanings import Degree, Operation, Verb
from bot.language.parts import MEASURE, RELATION, SET, Part, alternative, narrow
from bot.language.query import Any, Beyond, Difference, Lookup, Query

#: The operations that bound dates by others.
BOUNDS = EARLIER, LATER = "earlier", "later"


def compare(degree: Part, meaning: Degree, part: Part, gap: Gap, turned: bool, context: Context) -> Iterator[Part]:
    """What 'longer' makes of a part beside it; ``turned`` if it stands behind that."""
    cost = degree.cost + part.cost
    if degree.counted:
        yield from _margin(degree, meaning, part, cost, context)
    elif degree.asks and part.constant:
        yield from _which_of_two(degree, meaning, part, cost, context)
    elif turned and degree.trailing in context.words.comparing:
        return  # 'X longer than' something
    elif degree.query is None and _comparable(part, gap, context):
        the = degree.headed and not (turned or gap)
        yield from _compared(meaning, part, cost, turned, the, context)


def more_or_less(one: Part, other: Part, context: Context) -> Iterator[Part]:
    """'longer or shorter', 'before or after': which of the two."""
    cost = one.cost + other.cost
    match one.meaning, other.meaning:
        case Degree(relation, more, False), Degree(same, less, False) if relation == same and more is not less:
            yield one._replace(cost=cost, meaning=Degree(relation, True, False), asks=True, leaf="")
        case Operation(name), Operation(opposite) if {name, opposite} == {*BOUNDS}:
            for beginning in beginnings(context):
                yield one._replace(cost=cost, meaning=Degree(beginning.name, True, False), asks=True, leaf="")


def _which_of_two(degree: Part, meaning: Degree, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'longer or shorter' and 'than X'; and Y."""
    narrowed = narrow(part, context.relations[meaning.relation].kinds(SUBJECT)) if part.constant else None
    if narrowed is None or degree.query == narrowed[0]:
        return
    if degree.query is None:
        yield degree._replace(cost=cost + narrowed[1], query=narrowed[0], leaf="")
    else:
        both = Any((narrowed[0], degree.query))
        yield Part(SET, cost + narrowed[1], both, extreme=(meaning.relation, meaning.more, 1, 1), asks=True)


def _comparable(part: Part, gap: Gap, context: Context) -> bool:
    """Whether something may be longer than a part: what was named, or behind 'than' what is of it (its sequel)."""
    if part.cat != SET or alternative(part) or not context.words.alternatives.isdisjoint(gap):
        return False
    of_something = not (part.open or part.asks) and isinstance(part.query, Lookup)
    return part.constant or (of_something and not context.words.comparing.isdisjoint(gap))


def _compared(
    degree: Degree, part: Part, cost: float, turned: bool, one_of_several: bool, context: Context
) -> Iterator[Part]:
    """'longer than X'; turned round, 'X is longer than', it is what is shorter than X."""
    kinds = context.relations[degree.relation].kinds(SUBJECT)
    narrowed = narrow(part, kinds)
    if narrowed is not None:
        beyond = Beyond(degree.relation, degree.more is not turned, narrowed[0])
        query = Lookup(degree.relation, SUBJECT, ((VALUE, beyond),))
        cost += 2 * COMPARED if one_of_several else 0.0  # 'the newer X' is rather one X of several
        yield Part(SET, cost + narrowed[1] + TURNED * turned, query, frozenset(kinds))


def _margin(margin: Part, degree: Degree, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'how much longer' and X, and then Y; or X and Y at once."""
    relation = context.relations[degree.relation]
    if part.cat == RELATION and isinstance(part.meaning, Verb) and part.meaning.relation == relation.name:
        yield margin._replace(cost=cost + ABSORBED, leaf="")
    if part.cat != SET or part.open:
        return
    if margin.query is None and isinstance(part.query, Any):
        yield from of_both(part, relation, cost)
    for value, doubt in values_of(part, relation):
        if margin.query is None:
            yield margin._replace(cost=cost + doubt, query=value, leaf="")
        elif margin.query != value:
            yield Part(MEASURE, cost + doubt, Difference(margin.query, value))


def of_both(part: Part, relation: Relation, cost: float) -> Iterator[Part]:
    """'X and Y', each by its place on the number line of the relation."""
    if isinstance(part.query, Any) and len(part.query.parts) == 2:
        narrowed = narrow(part, relation.subject)
        if narrowed is not None:
            one, other = (value_of(relation.name, each) for each in part.query.parts)
            if one != other:
                yield Part(MEASURE, cost + narrowed[1], Difference(one, other))


def beginnings(context: Context) -> list[Relation]:
    """The relations that tell when a thing began."""
    return [relation for relation in context.relations.values() if relation.begins]


def values_of(part: Part, relation: Relation) -> Iterator[tuple[Query, float]]:
    """The values of a relation that a part is, or those of the thing that it is."""
    query = part.query
    if isinstance(query, Lookup) and (query.relation, query.ask) == (relation.name, VALUE):
        yield query, 0.0
        return
    narrowed = narrow(part, relation.subject)
    if narrowed is not None:
        yield value_of(relation.name, narrowed[0]), narrowed[1]
