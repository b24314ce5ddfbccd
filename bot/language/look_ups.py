"""Look-ups of what fills one role of a relation, and what two things have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.meanings import Noun, Verb
from bot.language.parts import CLAIM, SET, Part, narrow
from bot.language.query import All, Any, Check, Except, Extreme, Frequent, Kind, Lookup, Nodes, Query, Within

#: The roles that are asked for by what fills another.
OTHER: Mapping[str, tuple[str, ...]] = {SUBJECT: (VALUE,), VALUE: (SUBJECT,)}
#: The length of time that dates share where no other is named.
DAY = "days1"


def look_up(relation: str, ask: str, role: str, query: Query, each: bool = False) -> Query:
    """What fills `ask` where `query` fills `role`; 'films with X and Y' have both, and ``each`` says 'both'.

    'Based on something' says no more than 'based on'.
    """
    if query == Kind(()):
        return Lookup(relation, ask)
    if isinstance(query, Any) and query.every and (each or role == VALUE):
        return All(tuple(Lookup(relation, ask, ((role, part),)) for part in query.parts))
    given, rest = _of_same_fact(relation, ask, role, query)
    return Lookup(relation, ask, (*(((role, rest),) if rest is not None else ()), *given))


def _of_same_fact(
    relation: str, ask: str, role: str, query: Query
) -> tuple[tuple[tuple[str, Query], ...], Query | None]:
    """What else of the fact is given by the filler of a role, and what is left of the filler.

    'The winner of the award of X' won that award for X, and 'the role of X in Y' is in Y.
    """
    if not isinstance(query, Lookup | All):
        return (), query
    if isinstance(query, Lookup) and {SUBJECT, VALUE}.isdisjoint(dict(query.given)) and ask in OTHER:
        return (), query  # what else the actor is in who plays X
    parts = query.parts if isinstance(query, All) else (query,)
    given: dict[str, Query] = {}
    rest: list[Query] = []
    for part in parts:
        roles = dict(part.given) if isinstance(part, Lookup) else {}
        same = isinstance(part, Lookup) and part.relation == relation and part.ask == role
        if same and roles and ask not in roles and roles.keys().isdisjoint(given):
            given |= roles
        else:
            rest.append(part)
    if not rest:
        return tuple(given.items()), None
    return tuple(given.items()), rest[0] if len(rest) == 1 else All(tuple(rest))


def share(relation: Part, argument: Part) -> bool:
    """Whether several things are said, or asked, to have the same of something."""
    return relation.share and isinstance(argument.query, Any) and argument.query.every


def in_common(query: Query) -> Query | None:
    """What several things have as what every one of them has: 'which actors do X and Y share'; None if it is not so."""
    match query:
        case Lookup(relation, ask, ((role, Any(parts, True)), *rest)):
            return All(tuple(Lookup(relation, ask, ((role, part), *rest)) for part in parts))
        case All(parts):
            found = [in_common(part) for part in parts]
            return All(tuple(new or old for new, old in zip(found, parts, strict=True))) if any(found) else None
    return None


def with_whom(thing: Query, partners: Query) -> Check | None:
    """Whether one has what the other has: 'did X star with Y', which else asks for the others in films of Y."""
    match partners:
        case Except(Lookup(relation, role, ((ask, shared),)), left_out):
            theirs = shared.of if isinstance(shared, Within) else shared
            if theirs == Lookup(relation, ask, ((role, left_out),)):
                return Check(Lookup(relation, ask, ((role, thing),)), shared)
    return None


def as_good_as(values: Query, declared: Relation, ask: str, meaning: Noun | Verb) -> Query:
    """What is as good as the same value: a date in the same year, or on the same day."""
    if declared.kinds(ask)[0] != "date":
        return values
    return Within(values, (meaning.span if isinstance(meaning, Noun) else "") or DAY)


def the_same(relation: Part, argument: Part, declared: Relation, cost: float) -> Iterator[Part]:
    """'did the same person direct X and Y', 'do X and Y have the same director': whether one has what the other has."""
    meaning = relation.meaning
    assert isinstance(meaning, Noun | Verb)  # noqa: S101 - `apply` has looked
    for role, others in OTHER.items():
        narrowed = narrow(argument, declared.kinds(role))
        for ask in others:
            fits = relation.kinds is None or not relation.kinds.isdisjoint(declared.kinds(ask))
            said = ask == meaning.role if isinstance(meaning, Noun) else {role, ask} <= {*meaning.clause.roles}
            if narrowed is None or not isinstance(narrowed[0], Any) or not fits or not said:
                continue
            first, *rest = (look_up(declared.name, ask, role, each) for each in narrowed[0].parts)
            dated = declared.kinds(ask)[0] == "date"
            if isinstance(meaning, Noun) and ask == meaning.role and not dated:  # 'the actors common to X and Y'
                kinds = declared.kind_set(ask)
                yield Part(SET, cost + narrowed[1], All((first, *rest)), kinds, asks=relation.asks, headed=True)
            if relation.asks:
                continue
            alike = [as_good_as(each, declared, ask, meaning) for each in rest]
            among = alike[0] if len(alike) == 1 else All(tuple(alike))
            yield Part(CLAIM, cost + narrowed[1], Check(first, among))


def counted(things: Query, among: Frequent) -> Query:
    """The things that are counted where somebody is said to have so many: the films that X directed."""
    (role, of), *rest = among.of.given
    theirs = Lookup(among.of.relation, role, ((among.of.ask, things), *rest))
    return All((theirs, of))


def in_row(node: int, kind: str, rank: int, row: Relation, relations: Mapping[str, Relation]) -> Extreme | None:
    """The second of the row that something of a kind belongs to by a relation, by their dates; -1 is the last."""
    this = Nodes((node,))
    beginnings = (relation for relation in relations.values() if relation.begins)
    dated = next((relation.name for relation in beginnings if kind in relation.subject), None)
    around = ((SUBJECT, VALUE), (VALUE, SUBJECT))
    whole = Any((this, *(Lookup(row.name, ask, ((role, this),), through=True) for role, ask in around)))
    return Extreme(whole, dated, rank < 0, abs(rank)) if dated else None


def value_of(relation: str, of: Query) -> Lookup:
    """The look-up of what some things have as the value of a relation."""
    return Lookup(relation, VALUE, ((SUBJECT, of),))
