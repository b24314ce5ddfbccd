"""A modifier and what it stands beside: 'how many', 'longest', 'second', 'also', 'without', 'not', 'the most'."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.facts.vocabulary import SUBJECT, VALUE
from bot.language.applying import Context
from bot.language.costs import COMPARED, ELLIPSIS, IMPLIED_BY, NEEDLESS, TOGETHER, UNASKED_ROLE, unusual
from bot.language.implying import imply
from bot.language.look_ups import in_common
from bot.language.meanings import WITH_WHOM, Degree, Facet, Noun, Operation, Rank, Verb
from bot.language.parts import DATES, MODIFIER, RELATION, SET, Part, asks_further, meet, narrow
from bot.language.query import (
    All,
    Any,
    Check,
    Except,
    Frequent,
    Kind,
    Lookup,
    Nodes,
    Often,
    Query,
    Range,
    Shared,
    how_many,
)
from bot.language.reflexive import the_same_of_one
from bot.language.trees import nodes_in, replaced, walk

#: What stands before what it is said of.
PREFIXES = (Operation("not"), Operation("except"))
#: ... and behind it.
BEHIND = Operation("known")


def modify(modifier: Part, part: Part, context: Context) -> Iterator[Part]:
    """What a modifier makes of a part beside it."""
    meaning, cost = modifier.meaning, modifier.cost + part.cost
    match meaning:
        case Rank(rank):
            if isinstance(part.meaning, Degree) and part.meaning.superlative and part.meaning.rank == 1:
                yield part._replace(cost=cost, meaning=replace(part.meaning, rank=rank), leaf="")
        case Facet(kinds) if part.cat == SET and not part.open and not part.asks:
            yield from meet(Part(SET, query=Kind(kinds), kinds=frozenset(kinds), open=True, headed=True), part, cost)
        case Operation(name):
            operate = _OPERATIONS.get(name)
            if operate is not None:
                yield from operate(modifier, part, cost, context)
        case Degree() if modifier.query is None and not modifier.counted:
            yield from _superlative(modifier, meaning, part, cost, context)


# -- the most and the least --------------------------------------------------------------------------------------------


def _superlative(modifier: Part, degree: Degree, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'first' and 'film', 'came out' and 'first', 'first' and 'X or Y'."""
    if part.extreme is not None:
        return  # 'the second longest' is neither the second nor the longest
    if degree.superlative and degree.many == 1:
        if part.cat == SET and (many := how_many(part.query)):  # 'the 3' and 'longest'
            yield modifier._replace(cost=cost, meaning=replace(degree, many=many), leaf="")
            return
        if isinstance(part.frequent, Range) and (many := how_many(part.frequent)):  # 'the 3 films' and 'longest'
            degree, part = replace(degree, many=many), part._replace(frequent=None)
    extreme = (degree.relation, degree.more, degree.rank, degree.many)
    kinds = context.relations[degree.relation].kinds(SUBJECT)
    fits = part.kinds is None or not part.kinds.isdisjoint(kinds)
    if not degree.superlative and part.asks and part.open and isinstance(part.query, Kind) and fits:
        yield modifier._replace(cost=cost, asks=True, leaf="")  # 'who is taller': of those that were spoken of
    if part.cat == RELATION and isinstance(part.meaning, Verb) and part.meaning.relation == degree.relation:
        yield modifier._replace(cost=cost, asks=part.asks or modifier.asks, leaf="")
    elif not degree.superlative and not isinstance(part.query, Any) and part.mention is None:
        return
    elif part.cat == RELATION:
        yield part._replace(cost=cost + 0.1, extreme=extreme, leaf="")
    elif part.cat == SET and part.mention is not None and fits:
        cost += 0.0 if degree.superlative else COMPARED
        named = part._replace(asks=part.asks or modifier.asks)
        yield from _of_one_name(named, extreme, tuple(kinds), cost, context)
    elif part.cat == SET and part.mention is not None and degree.superlative:
        yield from _owned(part, extreme, tuple(kinds[:1]), cost, context)
    elif part.cat == SET and (not part.constant or isinstance(part.query, Any)) and fits:
        asks = part.asks or modifier.asks
        yield part._replace(cost=cost, extreme=extreme, asks=asks, constant=False, leaf="")


def _of_one_name(
    part: Part, extreme: tuple[str, bool, int, int | None], kinds: tuple[str, ...], cost: float, context: Context
) -> Iterator[Part]:
    """'the first X', 'the newer X': one of several things of a name, or of a row that begins with it."""
    narrowed = narrow(part, kinds)
    if narrowed is not None:
        in_row = any(
            relation.row and not relation.kind_set(SUBJECT).isdisjoint(kinds) for relation in context.relations.values()
        )
        cost += NEEDLESS if len(nodes_in(narrowed[0])) == 1 and not in_row else 0.0
        yield part._replace(cost=cost, extreme=extreme, leaf="")


def _owned(
    part: Part, extreme: tuple[str, bool, int, int | None], kinds: tuple[str, ...], cost: float, context: Context
) -> Iterator[Part]:
    """'X's latest': of X's films."""
    things = Part(SET, ELLIPSIS, Kind(kinds), frozenset(kinds), open=True, headed=True, several=True)
    for owned in imply(part, things, (), cost + ELLIPSIS, context, claims=False):
        yield owned._replace(extreme=extreme, asks=True, leaf="")


def _frequent(modifier: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:  # noqa: ARG001 - one of a kind
    """'the most' and 'films'."""
    if part.cat == SET and part.kinds is not None and not part.asks and not part.constant:
        yield part._replace(
            cost=cost, frequent=Often.MOST if modifier.meaning == Operation("most") else Often.FEWEST, leaf=""
        )


# -- without -----------------------------------------------------------------------------------------------------------


def _except(modifier: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'films' and 'without X': without the films that X is in, where X is no film."""
    if modifier.query is None or part.cat != SET or part.constant or part.query is None or part.negated:
        return
    if modifier.kinds is None or part.kinds is None or not modifier.kinds.isdisjoint(part.kinds):
        yield part._replace(cost=cost, query=Except(part.query, modifier.query), leaf="")
        return
    if isinstance(part.query, Lookup):  # 'directed X but not Y'
        relation = context.relations[part.query.relation]
        for role, filler in part.query.given:
            narrowed = narrow(modifier, relation.kinds(role))
            if narrowed is not None and _alike(filler, modifier, context):
                given = tuple((each, narrowed[0] if each == role else kept) for each, kept in part.query.given)
                others = Lookup(part.query.relation, part.query.ask, given)
                cost += ELLIPSIS + narrowed[1]
                yield part._replace(cost=cost, query=Except(part.query, others), leaf="")
    said = (modifier.trailing,) if modifier.trailing else context.words.without
    ways = [
        (more + IMPLIED_BY * (1 + at), query)
        for at, preposition in enumerate(said)
        for more, query in _with(part, modifier, preposition, context)
    ]
    if not modifier.trailing:  # 'without X' is without what X had to do with in any way, where one relation has it all
        all_of = {query.relation: {query.relation, *context.relations[query.relation].unites} for _, query in ways}
        ways = [way for way in ways if all_of.keys() <= all_of[way[1].relation]] or ways
    for more, those in ways:
        yield part._replace(cost=cost + more, query=Except(part.query, those), open=False, leaf="")


def _with(part: Part, modifier: Part, preposition: str, context: Context) -> Iterator[tuple[float, Lookup]]:
    """What has to do with a modifier, by each relation that a preposition may stand for, and what that costs."""
    for way in context.implied(preposition, part.kinds, modifier.kinds):
        narrowed = narrow(modifier, context.relations[way.relation].kinds(way.role))
        if way.left_is_head and narrowed is not None:
            yield narrowed[1] + unusual(way.order), Lookup(way.relation, way.ask, ((way.role, narrowed[0]),))


def _alike(filler: Query, modifier: Part, context: Context) -> bool:
    """Whether what is left out may stand in the place of what was said: a film in that of a film."""
    kinds = modifier.kinds
    known = filler.ids if isinstance(filler, Nodes) else ()
    return kinds is None or not known or any(context.kind(node) in kinds for node in known)


def _not(modifier: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:  # noqa: ARG001 - one of a kind
    """'not' and 'directed', 'directed by X', or 'X'."""
    if part.cat == RELATION or (part.cat == SET and not part.constant and not part.open):
        yield part._replace(cost=cost, negated=True, leaf="")
    elif part.cat == SET and part.constant:
        yield Part(MODIFIER, cost, part.query, part.kinds, Operation("except"), part.mention, trailing=part.trailing)


# -- the others --------------------------------------------------------------------------------------------------------


def _share(modifier: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:  # noqa: ARG001 - one of a kind
    if part.cat == RELATION and part.beside:
        yield from the_same_of_one(part, cost, context)
    if part.cat == RELATION or part.open:
        yield part._replace(cost=cost, share=True, leaf="")
        if isinstance(part.meaning, Noun):
            yield part._replace(cost=cost + 0.1, also=True, leaf="")  # 'by the same director as X'
    elif part.constant and isinstance(part.query, Any) and part.query.every and part.kinds:
        yield Part(SET, cost, Shared(part.query), headed=True)
    elif part.kinds != DATES and part.query is not None and (common := in_common(part.query)) is not None:
        yield part._replace(cost=cost, query=common, leaf="")


def _together(modifier: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:
    if part.cat == RELATION:
        yield from _share(modifier, part, cost, context)
    else:
        yield part._replace(cost=cost + (0.0 if isinstance(part.query, All) or part.constant else TOGETHER), leaf="")


def _repeated(modifier: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:  # noqa: ARG001 - one of a kind
    """'worked with X' and 'more than once': in several of those works."""
    if part.cat != SET or part.query is None:
        return
    query = part.query
    for found in walk(query):
        if isinstance(found, Lookup) and found.given and isinstance(found.given[0][1], Lookup | All):
            yield part._replace(cost=cost, query=replaced(query, found, Frequent(found, Often.SEVERAL)), leaf="")
            return


def _with_whom(modifier: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:  # noqa: ARG001 - one of a kind
    """'X wrote Y', or 'X wrote', and 'with whom': who else did the same."""
    match part.query:
        case Check(one, Lookup(relation, ask, ((role, other),))) if {ask, role} == {SUBJECT, VALUE}:
            doer, work = (one, other) if ask == VALUE else (other, one)
            shared: Query = All((work, Lookup(relation, SUBJECT, ((VALUE, doer),))))
        case Lookup(relation, ask, ((role, doer),)) if part.clausal and (ask, role) == (SUBJECT, VALUE):
            shared = part.query
        case _:
            return
    others = Except(Lookup(relation, VALUE, ((SUBJECT, shared),)), doer)
    yield Part(SET, cost, others, context.relations[relation].kind_set(VALUE), headed=True)


def _also(modifier: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:  # noqa: ARG001 - one of a kind
    yield part._replace(cost=cost, also=True, leaf="")


def _count(modifier: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:  # noqa: ARG001 - one of a kind
    if part.cat == SET and not part.constant:
        cost += UNASKED_ROLE if part.clausal and asks_further(part) else 0.0
        yield part._replace(cost=cost, counted=True, asks=True, leaf="")
    elif part.cat == RELATION:
        yield part._replace(cost=cost, counted=True, leaf="")


def _known(modifier: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:  # noqa: ARG001 - one of a kind
    """'which directors', 'which films by X', and 'do you know'."""
    if part.cat == SET and not part.constant:
        yield part._replace(cost=cost, everything=part.open, asks=True, leaf="")


def _describe(modifier: Part, part: Part, cost: float, context: Context) -> Iterator[Part]:  # noqa: ARG001 - one of a kind
    if part.cat == SET:
        kept = part.leaf if part.leaf == "assumed" else ""  # 'what about the sequel'
        yield part._replace(cost=cost + (0.0 if part.constant else 0.2), described=True, leaf=kept)
    elif part.cat == RELATION and isinstance(part.meaning, Noun) and part.leaf:
        yield part._replace(cost=cost + ELLIPSIS, leaf="")  # 'tell me about the budget': of what was spoken of


_OPERATIONS: dict[str, Callable[[Part, Part, float, Context], Iterator[Part]]] = {
    "except": _except,
    "not": _not,
    "most": _frequent,
    "fewest": _frequent,
    "share": _share,
    "together": _together,
    "repeated": _repeated,
    "also": _also,
    WITH_WHOM: _with_whom,
    "count": _count,
    BEHIND.name: _known,
    "list_all": _known,
    "describe": _describe,
}
