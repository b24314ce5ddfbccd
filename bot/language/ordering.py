"""The lowest budget, the 3 longest, in order of length, from the oldest to the newest: how superlatives come about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.facts.model import NUMBER_LINE
from bot.facts.vocabulary import VALUE
from bot.language.applying import Context
from bot.language.costs import COMPARED, OTHER_PREPOSITION
from bot.language.joints import Gap
from bot.language.meanings import Degree, Noun, Operation, Verb
from bot.language.parts import MODIFIER, SET, Part
from bot.language.query import how_many

#: What it costs that things are put in order by something.
BY_MEASURE = 0.1


def best(operator: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'the lowest' and 'budget', 'the most money' and 'made': a superlative."""
    name = operator.meaning.name if isinstance(operator.meaning, Operation) else ""
    most = name in ("highest", "most")
    if operator.query is None and how_many(part.query):  # 'the top 3'
        yield operator._replace(cost=cost, query=part.query, leaf="")
    many = how_many(operator.query) or 1
    if isinstance(part.meaning, Degree) and part.meaning.superlative and many > 1:  # also 'the top 3 shortest'
        yield part._replace(cost=cost, meaning=replace(part.meaning, many=many), leaf="")
    if name in ("most", "fewest"):  # 'grossed the most', but 'made the most films'
        if not isinstance(part.meaning, Verb):
            return
        cost += COMPARED
    if isinstance(part.meaning, Noun | Verb) and measurable(part.meaning, context):
        if isinstance(part.meaning, Verb):  # 'made for' less than 'made'
            cost += OTHER_PREPOSITION * bool(part.meaning.preposition)
        yield Part(MODIFIER, cost, meaning=Degree(part.meaning.relation, most, True, many=many), asks=part.asks)


def ordered(operator: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:  # noqa: ARG001 - one of a kind
    """'in order of' and 'length': all of them, the oldest and the longest first."""
    if isinstance(part.meaning, Noun | Verb) and measurable(part.meaning, context):
        most = not context.relations[part.meaning.relation].begins
        yield Part(MODIFIER, cost, meaning=Degree(part.meaning.relation, most, True, many=None))


def put_in_order(noun: Part, things: Part, cost: float, context: Context) -> Iterator[Part]:
    """'the top 5 films' and 'by box office': the best in that; 'films' and 'by length': all in order."""
    if things.cat != SET or things.constant or not isinstance(noun.meaning, Noun):
        return
    if (
        measurable(noun.meaning, context)
        and things.kinds
        and not things.kinds.isdisjoint(context.relations[noun.meaning.relation].subject)
    ):
        latest_last = not context.relations[noun.meaning.relation].begins
        most, rank, many = things.extreme[1:] if things.extreme else (latest_last, 1, None)
        extreme = (noun.meaning.relation, most, rank, many)
        yield things._replace(cost=cost + BY_MEASURE, extreme=extreme, leaf="")


def from_to(one: Part, other: Part, gap: Gap, context: Context) -> Iterator[Part]:
    """'from oldest to newest': all of them, in that order."""
    match one.meaning, other.meaning:
        case Degree(relation, more, True, 1, 1), Degree(same, less, True, 1, 1) if (
            relation == same and more is not less
        ):
            if not context.words.prepositions.isdisjoint(gap):
                yield other._replace(cost=one.cost + other.cost, meaning=replace(one.meaning, many=None), leaf="")


def measurable(meaning: Noun | Verb, context: Context) -> bool:
    """Whether the values of a noun or verb lie on a number line: 'the budget', 'earned'."""
    declared = context.relations[meaning.relation]
    if isinstance(meaning, Noun) and (meaning.role != VALUE or meaning.asks):
        return False
    return declared.kinds(VALUE)[0] in NUMBER_LINE
