"""Two neighbouring sets: met, told apart, coordinated, claimed, or tied by a relation that goes without saying."""

from __future__ import annotations

from collections.abc import Iterator

from bot.facts.vocabulary import SUBJECT, VALUE
from bot.language.applying import Context
from bot.language.coordinating import coordinate, one_of, which_of_those
from bot.language.costs import (
    ASKED_ALREADY,
    BOTH,
    DEEPER,
    DERIVED_FILLER,
    IN_ROW,
    LITERAL_FILLER,
    NOUN_BEHIND,
    OTHER_COMPANY,
    OTHER_PREPOSITION,
    ROW_OF_ONE,
    TURNED,
    UNFILLED_ROLE,
    UNLIKELY,
    UNPLACED_FILLER,
)
from bot.language.implying import claimed, imply, single_out, takes_argument
from bot.language.joints import DOERS, Gap
from bot.language.look_ups import OTHER
from bot.language.parts import SET, Part, meet, narrow
from bot.language.query import All, Any, Except, Frequent, Kind, Lookup, Nodes, Range, Unplaced, how_many

#: What it costs that 'that' ties a clause to a name, where it may tie it to a noun before.
TIED_NAME = 0.3
#: Nobody asks who was in more than so many films.
MOST_COUNTED = 100


def join_sets(left: Part, right: Part, gap: Gap, context: Context, claims: bool) -> Iterator[Part]:
    """Every part that two sets make together; ``claims`` says whether they may claim something."""
    either = not context.words.alternatives.isdisjoint(gap)
    if either and not (left.constant and right.constant):  # 'X a prequel or a sequel' says nothing of X yet
        if context.words.copulas.isdisjoint(gap):  # but 'or was it X'
            yield from one_of(left, right, left.cost + right.cost)
        return
    yield from _joined(left, right, gap, context, claims)


def _joined(left: Part, right: Part, gap: Gap, context: Context, claims: bool) -> Iterator[Part]:
    cost = left.cost + right.cost
    if right.relative and not context.words.conjunctions.isdisjoint(gap):
        if right.open:
            return  # 'who directed X and who' asks anew
        right = right._replace(relative=False)  # 'the composer and who wrote it'
    elif right.relative and not right.open:
        left = left._replace(share=False)  # 'the same person who directed X'
    if not gap:
        yield from _so_many(left, right, cost, context)
        yield from _row(left, right, cost, context)
        yield from _which_of_row(left, right, context)
    if left.open or right.open:
        double = left.open and right.open and left.asks and right.asks
        if not double and not _apposition_fails(left, right, gap, context) and not _no_extreme(left, right, context):
            row = ROW_OF_ONE * (not gap and left.mention is not None and right.several)
            behind = not gap and left.mention is not None and isinstance(right.query, Kind)
            for part in meet(left, right, cost + row + NOUN_BEHIND * _noun_behind(left, right, gap)):
                yield part._replace(of_row=True) if behind else part
    elif left.constant != right.constant and (left.mention or right.mention):
        yield from single_out(left, right, gap, cost + (UNLIKELY if claims else 0.0), context)
    elif not left.constant and not right.constant and _two_constraints(left, right):
        yield from meet(left, right, cost + BOTH)
    accompanied = OTHER_PREPOSITION * (not context.words.company.isdisjoint(gap))  # who wrote X 'with Y' is not Y
    yield from _fill(left, right, cost + accompanied, context)
    in_front = TURNED * (right.clausal and not gap and not left.constant)  # 'comedies won prizes': they did
    in_front += TIED_NAME * (left.constant and not context.words.tying.isdisjoint(gap))  # 'films by X that won'
    yield from _fill(right, left, cost + accompanied + in_front, context)
    if claims:
        yield from claimed(left, right, gap, cost, context)
    # 'X compared to Y'
    compared = not (context.words.comparing.isdisjoint(gap) or context.words.prepositions.isdisjoint(gap))
    every = compared or not context.words.conjunctions.isdisjoint(gap)
    if left.constant and right.constant and (every or not context.words.alternatives.isdisjoint(gap)):
        yield from coordinate(left, right, every, cost)
    elif not gap and left.constant and isinstance(right.query, Any) and _common_kind(left, right):
        yield from coordinate(left, right, right.query.every, cost)  # 'X, Y or Z'
    yield from _against(left, right, compared, cost)
    yield from which_of_those(left, right, cost)
    yield from _accompanied(left, right, gap, cost, context)
    yield from _dated(left, right, gap, cost, context)
    yield from _dated(right, left, gap, cost, context)
    yield from imply(left, right, gap, cost, context, claims)


def _against(told: Part, other: Part, compared: bool, cost: float) -> Iterator[Part]:
    """'how long is X' and 'compared to Y': what it is of both."""
    match told.query:
        case Lookup(relation, ask, ((role, Nodes() as one),)) if compared and ask == VALUE and other.constant:
            narrowed = narrow(other, tuple(other.kinds or ()))
            if narrowed is not None:
                both = Any((one, narrowed[0]), every=True)
                query = Lookup(relation, ask, ((role, both),))
                yield told._replace(cost=cost + narrowed[1], query=query, leaf="")


def _row(named: Part, things: Part, cost: float, context: Context) -> Iterator[Part]:
    """'X films': X and whatever follows it in a row."""
    if named.mention is None or not things.several or named.extreme is not None or not isinstance(things.query, Kind):
        return
    narrowed = narrow(named, tuple(things.kinds or ()))
    for relation in context.relations.values():
        if narrowed is not None and relation.row and not relation.kind_set(SUBJECT).isdisjoint(things.kinds or ()):
            following = Lookup(relation.name, SUBJECT, ((VALUE, narrowed[0]),), through=True)
            query = Any((narrowed[0], following))
            cost += narrowed[1] + IN_ROW
            yield things._replace(cost=cost, query=query, open=False, several=False, leaf="")


def _which_of_row(asking: Part, named: Part, context: Context) -> Iterator[Part]:
    """'which' and 'X film': one of those that follow X in a row, or X."""
    kinds = named.kinds or ()
    film = named.mention is not None and named.constant and named.of_row
    if film and asking.asks and asking.open and isinstance(asking.query, Kind) and not asking.query.kinds:
        films = Part(SET, query=Kind(tuple(kinds)), kinds=named.kinds, open=True, several=True, headed=True)
        for row in _row(named, films, asking.cost + named.cost, context):
            yield row._replace(asks=True)


def _so_many(number: Part, things: Part, cost: float, context: Context) -> Iterator[Part]:
    """'more than two films': for those who have so many."""
    count = number.query
    if not isinstance(count, Range) or count.type != "number":
        return
    many = max(count.low or 0.0, count.high if count.high is not None else 0.0) > MOST_COUNTED  # 'before 2000'
    if isinstance(things.query, Lookup) and _won(things.query, context):  # 'more than one oscar': who won so many
        if not many:
            yield things._replace(cost=cost, query=Frequent(things.query, count), leaf="")
        return
    match things.query:
        case All((Lookup() as had, Nodes())):  # 'won three oscars'
            prizes = had.ask == VALUE and _labelled_often(had, context)
        case _:
            prizes = False
    some = things.several or prizes or count.low != count.high  # 'three films', 'more than one film'
    if things.extreme is not None:
        if wanted := how_many(count):  # 'the 3' and 'longest films'
            yield things._replace(cost=cost, extreme=(*things.extreme[:3], wanted), leaf="")
    elif some and not many and things.kinds is not None and not (things.constant or things.asks):
        yield things._replace(cost=cost, frequent=count, leaf="")


def _won(query: Lookup, context: Context) -> bool:
    """Whether it is those who have a label that may be had on several occasions: the winners of an award."""
    return _labelled_often(query, context) and bool(query.given) and query.given[0][0] == VALUE


def _labelled_often(query: Lookup, context: Context) -> bool:
    relation = context.relations[query.relation]
    return relation.kinds(VALUE) == (relation.name,) and bool(relation.qualifiers)


def _accompanied(those: Part, known: Part, gap: Gap, cost: float, context: Context) -> Iterator[Part]:
    """'who is in X' and 'with Y': the others in that X which has Y. 'X directed' and 'with Y': what both did."""
    preposition = next((word for word in gap if word in context.words.company), "")
    if not preposition or not known.constant or those.open:
        return
    parts = those.query.parts if isinstance(those.query, All) else (those.query,)
    for lookup in parts:
        if not isinstance(lookup, Lookup):
            continue
        relation, given = context.relations[lookup.relation], dict(lookup.given)
        narrowed = narrow(known, relation.kinds(VALUE))
        if narrowed is None or known.kinds is None:
            continue
        ways = context.implied(preposition, relation.kind_set(SUBJECT), known.kinds)
        rather = narrowed[1] + (0.0 if ways and ways[0].relation == relation.name else OTHER_COMPANY)
        shared = Lookup(lookup.relation, SUBJECT, ((VALUE, narrowed[0]),))
        if lookup.ask == VALUE and SUBJECT in given and len(parts) == 1:
            given[SUBJECT] = All((given[SUBJECT], shared))
            query = Except(Lookup(lookup.relation, VALUE, tuple(given.items())), narrowed[0])
            yield those._replace(cost=cost + rather, query=query, leaf="")
        elif lookup.ask == SUBJECT and VALUE in given:
            yield those._replace(cost=cost + rather, query=All((*parts, shared)), leaf="")


def _common_kind(left: Part, right: Part) -> bool:
    return right.constant and bool(left.kinds and right.kinds and left.kinds & right.kinds)


def _no_extreme(left: Part, right: Part, context: Context) -> bool:
    """'is X the longest film': there is no longest X, and no oldest film by the birth of its people."""
    for one, other in ((left, right), (right, left)):
        if one.extreme and other.constant and not isinstance(other.query, Any):
            return True
        if one.extreme and _apart(other, frozenset(context.relations[one.extreme[0]].subject)):
            return True
    return False


def _two_constraints(left: Part, right: Part) -> bool:
    """Whether both can be said of one thing: one of them is its noun, or stands for those that were listed."""
    return left.headed != right.headed or right.clausal or "listed" in (left.leaf, right.leaf)


def _apposition_fails(left: Part, right: Part, gap: Gap, context: Context) -> bool:
    """Whether a noun and a name do not stand together as in 'the actor X' or 'X is a film by': 'has X a sequel'."""
    if not (left.constant or right.constant) or left.asks or right.asks:
        noun = takes_argument(left)  # 'the sequel to the sequel'
        noun = noun or (right.open and not right.asks and not left.open)  # 'made from novels' are no novels
        return not context.words.prepositions.isdisjoint(gap) and (left.constant or right.constant or noun)
    if left.mention is not None and left.mention.owning and isinstance(right.query, Lookup):
        return True
    words, is_one = context.words, left.constant and isinstance(right.query, Kind)
    return any(
        word not in words.articles and word not in context.filler and not (is_one and word in words.copulas)
        for word in gap
    )


def _noun_behind(left: Part, right: Part, gap: Gap) -> bool:
    """Whether a noun follows a clause that ends in a name: in 'based on X films' they are rather those of X."""
    if gap or left.open or not right.open or right.asks or not isinstance(right.query, Kind):
        return False
    has_noun = isinstance(left.query, All) and any(isinstance(part, Kind) for part in left.query.parts)
    return has_noun or (left.clausal and not left.headed)


def _dated(named: Part, date: Part, gap: Gap, cost: float, context: Context) -> Iterator[Part]:
    """'Heat (1995)', 'the 1995 film Heat', 'Heat from 1995': a year beside a name is part of it."""
    if named.mention is None or not isinstance(date.query, Range) or date.query.type != "date":
        return
    if not context.words.of_year.issuperset(gap):
        return
    if not any(found.year for found in named.mention.nodes):
        return
    low, high = date.query.low, date.query.high
    if low is None or high is None or (low % 10000, high % 10000) != (101, 1231):
        return  # no year, nor several
    dated = named.mention.dated(int(low) // 10000, int(high) // 10000)
    if dated.nodes:
        nodes = tuple(found.node for found in dated.nodes)
        kinds = frozenset(found.kind for found in dated.nodes)
        yield named._replace(cost=cost, query=Nodes(nodes), kinds=kinds, mention=dated, leaf="")
    else:
        stranger = Unplaced(f"{named.mention.text} ({date.query.text})")
        yield named._replace(cost=cost, query=stranger, kinds=None, mention=None, leaf="")


def _fill(holder: Part, filler: Part, cost: float, context: Context) -> Iterator[Part]:
    """A further role of a fact with more than two: 'who played X' and 'in Y'."""
    lookup = holder.query
    if not isinstance(lookup, Lookup) or filler.open or holder.open or isinstance(filler.query, Frequent):
        return
    relation = context.relations[lookup.relation]
    if not relation.qualifiers:
        return
    taken = {lookup.ask, *(role for role, _ in lookup.given)}
    for role in relation.roles:
        if role in taken:
            continue
        narrowed = narrow(filler, relation.kinds(role))
        if narrowed is not None and narrowed[0] not in dict(lookup.given).values():
            doer = lookup.ask in OTHER and DOERS.issuperset(relation.kinds(role))
            unsaid = OTHER_PREPOSITION * (holder.unsaid and doer)  # 'which film did X write' for nobody
            yield holder._replace(
                cost=cost + narrowed[1] + _filler_cost(role, filler) + ASKED_ALREADY * filler.asks + unsaid,
                query=Lookup(lookup.relation, lookup.ask, (*lookup.given, (role, narrowed[0]))),
                asks=holder.asks or filler.asks,
                also=holder.also or filler.also,
                leaf="",
            )


def _filler_cost(role: str, filler: Part) -> float:
    if isinstance(filler.query, Unplaced):
        return UNPLACED_FILLER
    if filler.constant:
        return -UNFILLED_ROLE
    if isinstance(filler.query, Range) and role not in (SUBJECT, VALUE):
        return LITERAL_FILLER
    return DERIVED_FILLER if role not in (SUBJECT, VALUE) else DEEPER


def _apart(part: Part, kinds: frozenset[str]) -> bool:
    return part.kinds is not None and part.kinds.isdisjoint(kinds)
