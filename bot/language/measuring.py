"""How old, how long ago, how much longer, longer than X: the parts that ask for places on a number line."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.facts.model import NUMBER_LINE
from bot.facts.vocabulary import SUBJECT, VALUE
from bot.language.applying import Context
from bot.language.comparing import (
    BOUNDS,
    EARLIER,
    LATER,
    beginnings,
    compare,
    more_or_less,
    of_both,
    values_of,
)
from bot.language.costs import ABSORBED, DEEPER
from bot.language.joints import Gap
from bot.language.look_ups import value_of
from bot.language.meanings import Degree, Noun, Operation, Verb
from bot.language.ordering import best, from_to, measurable, ordered, put_in_order
from bot.language.parts import DATES, MEASURE, MODIFIER, RELATION, SET, Part, alternative, narrow
from bot.language.query import Age, Any, Beyond, Difference, Kind, Lookup, Nodes, Query, Range, Today, how_many
from bot.language.trees import nodes_in

#: What it costs to ask for the age of something of a kind that has none.
AGELESS = 0.3


#: What it costs that a number says how many there are, of which all are meant.
ALL_OF_THEM = 0.1


def measure(left: Part, right: Part, gap: Gap, context: Context) -> Iterator[Part]:
    """Every part of this sort that two neighbours make together."""
    either = not (context.words.alternatives | context.words.conjunctions).isdisjoint(gap)  # 'the 80s and 90s'
    if either and isinstance(left.query, Range) and isinstance(right.query, Range) and left.kinds == right.kinds:
        yield left._replace(cost=left.cost + right.cost, query=Any((left.query, right.query)), leaf="")
    yield from from_to(left, right, gap, context)
    if not context.words.alternatives.isdisjoint(gap) and left.cat == right.cat == MODIFIER:
        yield from more_or_less(left, right, context)
    if right.cat == RELATION and isinstance(right.meaning, Noun) and right.meaning.several and how_many(left.query):
        yield right._replace(cost=left.cost + right.cost + ALL_OF_THEM, leaf="")  # 'her two children'
    for one, other in ((left, right), (right, left)):
        cost = one.cost + other.cost
        if one.cat == MEASURE:
            yield from _then(one, other, gap, cost, context)
        elif one.cat == RELATION and one is right and one.leaf and not context.words.agents.isdisjoint(gap):
            yield from put_in_order(one, other, cost, context)
        elif one.cat == RELATION and one.leaf and _says_again(one, other):
            yield other._replace(cost=cost + ABSORBED, leaf="")
        elif one.cat == MODIFIER and isinstance(one.meaning, Operation) and one.meaning.name in _OPERATIONS:
            superlative = isinstance(other.meaning, Degree) and other.meaning.superlative
            if one is right and (superlative or one.meaning.name in BOUNDS):
                continue  # 'top' and '3 longest', 'X before'
            yield from _OPERATIONS[one.meaning.name](one, other, cost, context)
        elif one.cat == MODIFIER and isinstance(one.meaning, Degree) and not one.meaning.superlative:
            yield from compare(one, one.meaning, other, gap, one is right, context)


def _says_again(relation: Part, known: Part) -> bool:
    """'more than X at the box office': the noun of what is compared anyway."""
    match known.query, relation.meaning:
        case Lookup(name, _, ((_, Beyond()),)), Noun(noun, role, asks):
            return name == noun and role == VALUE and not asks
    return False


# -- operations --------------------------------------------------------------------------------------------------------


def _aged(operator: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:  # noqa: ARG001 - one of a kind
    """'how old' and a thing."""
    if part.cat != SET or part.open:
        return
    kinds = tuple(kind for relation in beginnings(context) for kind in relation.subject)
    narrowed = narrow(part, kinds)
    if narrowed is not None:
        yield Part(MEASURE, cost + narrowed[1], Age(narrowed[0]), frozenset(kinds))
    elif part.mention is not None:  # a place has no age, and is known all the same
        yield Part(MEASURE, cost + AGELESS, Age(part.query or Kind(())), part.kinds)


def _ago(operator: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'how long ago', 'how many days until', and a thing, or a date."""
    if part.cat == SET and not part.open:
        in_days = operator.meaning == Operation("days_ago")
        for day, doubt in _dates(part, context):
            yield Part(MEASURE, cost + doubt, Difference(day, Today(), in_days))


def _apart(operator: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'how many years apart' and X and Y; 'difference' and age, or runtime."""
    if isinstance(part.query, Any) and part.constant:
        for relation in beginnings(context):
            yield from of_both(part, relation, cost)
    elif part.cat == MODIFIER and isinstance(part.meaning, Operation) and part.meaning.name == "age":
        yield operator._replace(cost=cost, leaf="")
    elif isinstance(part.meaning, Noun) and measurable(part.meaning, context):
        yield Part(MODIFIER, cost, meaning=Degree(part.meaning.relation, True, False), counted=True)


def _much(operator: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'how much' and 'longer'; 'by how much' and X, and then 'longer than Y'."""
    if part.cat == MODIFIER and isinstance(part.meaning, Degree) and not part.meaning.superlative:
        if not part.counted:
            yield part._replace(cost=cost, counted=True, leaf="")
    elif isinstance(operator.query, Beyond):
        since = Lookup(operator.query.relation, VALUE, ((SUBJECT, operator.query.than),))
        days = _dates(part, context) if part.cat == SET and not part.open else ()
        yield from (Part(MEASURE, cost + doubt, Difference(since, day)) for day, doubt in days if day != since)
    elif isinstance(part.query, Beyond):  # 'how many years' and 'after X'
        yield operator._replace(cost=cost, query=part.query, leaf="")
    elif part.cat == SET and not part.open:
        yield from _by_how_much(operator, part, cost, context)


def _more(operator: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'more' and 'earned', or what X earned; 'more films'."""
    more = isinstance(operator.meaning, Operation) and operator.meaning.name == "more"
    if isinstance(part.meaning, Noun | Verb) and measurable(part.meaning, context):
        yield Part(MODIFIER, cost, meaning=Degree(part.meaning.relation, more, False))
    elif (relation := _valued(part, context)) is not None:
        yield Part(MODIFIER, cost, part.query, meaning=Degree(relation, more, False))
    elif more and part.cat == SET and not part.constant:
        yield part._replace(cost=cost, also=True, leaf="")


def _bound(operator: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'before' and X, or when X came out: the dates before that."""
    if part.cat != SET or part.open or part.asks or alternative(part):
        return
    more = operator.meaning == Operation(LATER)
    for day, doubt in _dates(part, context):
        match day:
            case Lookup(relation, ask, ((role, of),)) if (role, ask) == (SUBJECT, VALUE):
                yield Part(SET, cost + doubt, Beyond(relation, more, of), DATES)


_OPERATIONS: dict[str, Callable[[Part, Part, float, Context], Iterator[Part]]] = {
    "age": _aged,
    "ago": _ago,
    "days_ago": _ago,
    "apart": _apart,
    "much": _much,
    "more": _more,
    "less": _more,
    "highest": best,
    "lowest": best,
    "most": best,
    "fewest": best,
    "ordered": ordered,
    EARLIER: _bound,
    LATER: _bound,
}


def _by_how_much(operator: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'by how much' and X, and then 'longer than Y'."""
    if operator.query is None and part.constant:
        yield operator._replace(cost=cost, query=part.query, kinds=part.kinds, mention=part.mention, leaf="")
    elif operator.query is not None and isinstance(part.query, Lookup):
        match part.query.given:
            case ((_, Beyond(name, _, than)),):
                relation = context.relations[name]
                for value, doubt in values_of(operator, relation):
                    yield Part(MEASURE, cost + doubt, Difference(value, value_of(relation.name, than)))


def _valued(part: Part, context: Context) -> str | None:
    """The relation on whose number line the values lie that a part is: what 'X earned' is."""
    if part.cat != SET or part.open or not isinstance(part.query, Lookup) or part.query.ask != VALUE:
        return None
    relation = context.relations[part.query.relation]
    return relation.name if relation.kinds(VALUE)[0] in NUMBER_LINE else None


def _then(aged: Part, part: Part, gap: Gap, cost: float, context: Context) -> Iterator[Part]:
    """'how old was X' and 'in Y', 'when Y came out', 'in 1995'; and 'died'."""
    if not isinstance(aged.query, Age):
        return
    begun = [
        value_of(relation.name, aged.query.of)
        for relation in beginnings(context)
        if aged.kinds is None or not aged.kinds.isdisjoint(relation.subject)
    ]
    if part.cat == SET and not part.open:
        days: list[tuple[Query, float]] = []
        if isinstance(part.query, Range) and part.query.type == "date":
            days.append((part.query, 0.0))
        if part.kinds == frozenset(("date",)) or not context.words.within.isdisjoint(gap):
            days += list(_dates(part, context))
        for day, doubt in days:
            for beginning in begun:
                yield Part(MEASURE, cost + doubt + DEEPER, Difference(beginning, day))
    elif part.cat == RELATION and isinstance(part.meaning, Verb) and context.relations[part.meaning.relation].ends:
        ending = context.relations[part.meaning.relation]
        for beginning in begun:
            yield Part(MEASURE, cost + ABSORBED, Difference(beginning, value_of(ending.name, aged.query.of)))
    elif part.cat == RELATION and isinstance(part.meaning, Verb) and context.relations[part.meaning.relation].begins:
        other = context.relations[part.meaning.relation]
        named = [node for node in nodes_in(aged.query.of) if context.kind(node) in other.subject]
        for beginning in begun if len(named) == 1 else ():  # 'the director of X', 'when it came out'
            yield Part(MEASURE, cost + ABSORBED, Difference(beginning, value_of(other.name, Nodes(tuple(named)))))


def _dates(part: Part, context: Context) -> Iterator[tuple[Query, float]]:
    """The dates that a part is, or the beginning of the thing that it is."""
    if part.query is not None and part.kinds == frozenset(("date",)):
        if isinstance(part.query, Lookup):
            yield part.query, 0.0
        return
    for relation in beginnings(context):
        yield from values_of(part, relation)
