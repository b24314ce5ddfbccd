"""What is said of something by itself: 'films that star their own director', 'directors who act in their films'.

A part is ``bound`` where something in it stands for what the whole is going to be said of: the pronoun itself ('them',
in 'directed them'), what a relation gives of that ('their director'), or works that are theirs ('their own films').
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.applying import Context
from bot.language.costs import DEEPER
from bot.language.joints import Gap, Joint, noun_cost, verb_cost
from bot.language.look_ups import OTHER
from bot.language.meanings import Noun, Operation, Verb
from bot.language.parts import CLAIM, CREATORS, ITS, ITSELF, OWN, SET, Part, meet
from bot.language.query import All, Check, Kind, Lookup, Nodes, Query, Reflexive

#: What it costs that two relations of one work are said of each other though no word says so: 'the director acts'.
UNBOUND = 0.2
#: ... nor needs one to, where somebody 'also' acts.
ALSO = 0.02


def join_bound(left: Part, right: Part, gap: Gap, context: Context) -> Iterator[Part]:
    """Every part that two neighbours make of which one is bound."""
    match left.cat, right.cat:
        case "relation", "set" if right.bound:
            yield from _apply(left, right, gap, False, context)
        case "set", "relation" if left.bound:
            yield from _apply(right, left, gap, True, context)
        case "set", "set":
            yield from _of_theirs(left, right, context)
            yield from _of_named(left, right, context)
            yield from _narrowed(left, right, gap, context)
        case "modifier", "set" if left.meaning == Operation("also"):
            yield right._replace(cost=left.cost + right.cost, leaf="")
        case "set", "modifier" if right.meaning == Operation("also"):
            yield left._replace(cost=left.cost + right.cost, leaf="")


def both_of_one(left: Part, right: Part, gap: Gap, context: Context) -> Iterator[Part]:
    """'(films where) the director also acts', '(in which) the writer is in the cast': two relations of one work."""
    noun, other = left.meaning, right.meaning
    if not isinstance(noun, Noun) or noun.asks or noun.role != VALUE or left.beside or right.beside:
        return
    if left.whose and not isinstance(other, Noun):  # 'whose director acts', but 'whose director is the writer'
        return
    if not isinstance(other, Noun | Verb) or right.asks or right.negated or left.negated or right.trailing:
        return
    if isinstance(other, Verb):
        said = other.clause.left == VALUE and context.words.prepositions.isdisjoint(gap)
    else:
        tied = not (context.words.prepositions.isdisjoint(gap) and context.words.copulas.isdisjoint(gap))
        said = other.role == VALUE and not other.asks and tied and context.words.of.isdisjoint(gap)
    if said and context.words.conjunctions.isdisjoint(gap):
        cost = left.cost + right.cost + (ALSO if left.also or right.also else UNBOUND)
        yield from _both(noun.relation, other.relation, SUBJECT, None, cost, context)


def the_same_of_one(relation: Part, cost: float, context: Context) -> Iterator[Part]:
    """'the same' and 'director and writer': works that have one person as both."""
    other = relation.beside[0].meaning if len(relation.beside) == 1 else None
    match relation.meaning, other:
        case Noun(name, role), Noun(also, same) if role == same == VALUE and not relation.asks:
            yield from _both(name, also, SUBJECT, None, cost, context)


def its_other(known: Part, noun: Part, gap: Gap, context: Context, claims: bool) -> Iterator[Part]:
    """'(is) the director of X' and 'also the writer': of X."""
    if not claims or not (noun.also or (noun.whose and noun.leaf)) or not context.words.of.isdisjoint(gap):
        return
    match known.query, noun.meaning:
        case Lookup(relation, ask, ((role, Nodes() as of),)), Noun(other, said, False) if relation != other:
            same = not context.relations[other].kind_set(VALUE).isdisjoint(known.kinds or ())
            if ask == said == VALUE and role == SUBJECT and same:
                as_well = Lookup(other, VALUE, ((SUBJECT, of),))
                yield Part(CLAIM, known.cost + noun.cost + ALSO, Check(known.query, as_well))


def by_the_same(relation: Part, one: Part, context: Context) -> Iterator[Part]:
    """'directed and starred in' and 'the same film': who did both; with 'the same person', what they did so with."""
    if not (relation.beside and one.share and isinstance(relation.meaning, Verb) and isinstance(one.query, Kind)):
        return
    other, declared = relation.beside[0].meaning, context.relations[relation.meaning.relation]
    if isinstance(other, Verb) and one.kinds is not None:
        ask = VALUE if not one.kinds.isdisjoint(declared.kinds(SUBJECT)) else SUBJECT
        among, cost = one.query if ask == VALUE else None, relation.cost + one.cost
        for part in _both(declared.name, other.relation, ask, among, cost, context):
            yield part._replace(asks=relation.asks)


def _apply(relation: Part, argument: Part, gap: Gap, argument_first: bool, context: Context) -> Iterator[Part]:
    """A relation with a bound argument."""
    if not isinstance(relation.meaning, Noun | Verb) or relation.beside or relation.share or relation.negated:
        return
    declared = context.relations[relation.meaning.relation]
    joint = Joint(relation, argument, declared, gap, argument_first, context.words)
    for role, (ask,) in OTHER.items():
        if isinstance(relation.meaning, Verb):
            if not {role, ask} <= {*relation.meaning.clause.roles}:
                continue
            cost = verb_cost(joint, relation.meaning, role, ask)
        elif (role == relation.meaning.role) is not relation.whose or argument.bound == OWN:
            continue  # 'the actors in their films' are others
        else:
            cost = noun_cost(joint, relation.meaning, role, ask)
        if relation.kinds is not None and relation.kinds.isdisjoint(declared.kinds(ask)):
            continue
        cost += relation.cost + argument.cost + DEEPER
        for part in _applied(argument, declared, role, ask, cost, context):
            yield part._replace(asks=relation.asks, clausal=isinstance(relation.meaning, Verb), leaf="")


def _applied(argument: Part, declared: Relation, role: str, ask: str, cost: float, context: Context) -> Iterator[Part]:
    kinds = declared.kind_set(ask)
    if argument.bound == ITSELF:
        yield Part(SET, cost, Lookup(declared.name, ask), kinds, bound=ITS)
    elif argument.kinds is None or argument.kinds.isdisjoint(declared.kinds(role)):
        return
    elif argument.bound == OWN:
        if role == SUBJECT and not CREATORS.isdisjoint(kinds):
            yield Part(SET, cost, Lookup(declared.name, ask, ((role, argument.query or Kind(())),)), kinds, bound=OWN)
    else:
        parts = argument.query.parts if isinstance(argument.query, All) else (argument.query,)
        bound = [part for part in parts if isinstance(part, Lookup) and not part.given]
        among = tuple(part for part in parts if part not in bound and part is not None)
        if len(bound) == 1 and bound[0].ask == role and (role == SUBJECT or not among):
            within = All(among) if len(among) > 1 else among[0] if among else None
            yield from _both(declared.name, bound[0].relation, ask, within, cost, context)


def _of_theirs(left: Part, right: Part, context: Context) -> Iterator[Part]:
    """'directors' and '(who) act in their own films'."""
    for noun, theirs in ((left, right), (right, left)):
        match noun.query, theirs.query:
            case Lookup(relation, ask, ()), Lookup(other, asked, ((_, works),)) if noun.open and theirs.bound == OWN:
                if ask == asked == VALUE:
                    cost = left.cost + right.cost
                    for part in _both(relation, other, VALUE, works, cost, context):
                        yield part._replace(asks=noun.asks or theirs.asks, counted=noun.counted, headed=True)


def _of_named(left: Part, right: Part, context: Context) -> Iterator[Part]:
    """'X' and 'acts in his own films', 'his own films' and 'X acts in': those that are X's as well."""
    cost = left.cost + right.cost
    for one, other in ((left, right), (right, left)):
        match one.query, other.query:
            case Nodes() as named, Lookup(relation, ask, ((_, works),)) if one.constant and other.bound == OWN:
                found = one.bound == "" and ask == VALUE
            case Kind() as works, Lookup(relation, ask, ((role, Nodes() as named),)) if one.bound == OWN:
                found = other.bound == "" and (ask, role) == (SUBJECT, VALUE)
            case _:
                continue
        declared = context.relations[relation]
        ways = context.implied("", declared.kind_set(SUBJECT), declared.kind_set(VALUE))
        way = next((way for way in ways if way.relation != relation and way.ask == SUBJECT), None)
        if found and way is not None:
            theirs = [Lookup(name, SUBJECT, ((VALUE, named),)) for name in (relation, way.relation)]
            kinds = declared.kind_set(SUBJECT) & context.relations[way.relation].kind_set(SUBJECT)
            asks = left.asks or right.asks
            yield Part(SET, cost, All((*theirs, works)), kinds, asks=asks, clausal=True, headed=True)


def _narrowed(left: Part, right: Part, gap: Gap, context: Context) -> Iterator[Part]:
    """'films' or 'comedies' and 'they directed', 'who' and 'act in their films'; the pronoun itself is nothing more."""
    other = right if left.bound else left
    if (left.bound and right.bound) or other.constant or ITSELF in (left.bound, right.bound):
        return
    if other.open is not isinstance(other.query, Kind) or other.clausal:
        return
    if context.words.prepositions.isdisjoint(gap):
        for part in meet(left, right, left.cost + right.cost):
            yield part._replace(bound=left.bound or right.bound, open=False)


def _both(relation: str, other: str, ask: str, among: Query | None, cost: float, context: Context) -> Iterator[Part]:
    one, two = context.relations[relation], context.relations[other]
    kinds = one.kind_set(ask) & two.kind_set(ask)
    shared = OTHER[ask][0]
    if relation == other or not kinds or one.kind_set(shared).isdisjoint(two.kinds(shared)):
        return
    if CREATORS.isdisjoint(one.kinds(VALUE)):
        return
    yield Part(SET, cost, Reflexive(relation, other, ask, among), kinds, clausal=True)
