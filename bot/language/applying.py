"""A relation and an argument beside it: which roles the argument may fill, and what that leaves to ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.facts.model import KINDS
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.costs import (
    AGAIN,
    ANY_OF_ALL,
    ASKED_ALREADY,
    ASKED_ARGUMENT,
    DEEPER,
    DERIVED_FILLER,
    DERIVED_PARTNER,
    OPEN_ARGUMENT,
    OPEN_OBJECT,
    OTHER_KIND,
    UNPLACED_FILLER,
    WIDER,
)
from bot.language.function_words import FunctionWords
from bot.language.joints import Gap, Joint, beside, dated_already, noun_cost, repeat_cost, verb_cost
from bot.language.look_ups import OTHER, as_good_as, look_up, share, the_same
from bot.language.meanings import Implied, Noun, Verb
from bot.language.parts import SET, Part, meet, narrow, works_of
from bot.language.query import All, Any, Except, Frequent, Lookup, Nodes, Often, Query, Unplaced
from bot.language.trees import nodes_in

Kinds = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Context:
    """What joining needs to know.

    The relations, the small words, the relations of bare prepositions, chat words, and the kinds of things.
    """

    relations: Mapping[str, Relation]
    words: FunctionWords
    bare: Collection[str]
    implied: Callable[[str, Kinds, Kinds], Sequence[Implied]]
    filler: frozenset[str]
    kind: Callable[[int], str]


def apply(relation: Part, argument: Part, gap: Gap, argument_first: bool, context: Context) -> Iterator[Part]:
    """A relation with an argument: the sets of what fills its other roles."""
    said = isinstance(relation.meaning, Verb) or not context.words.copulas.isdisjoint(gap)
    if argument_first or not said:
        yield from _apply(relation, argument, gap, argument_first, context)
        return
    for meant, tie in each_of_them(argument, gap, context):
        yield from _apply(relation, meant, tie, argument_first, context)


def _apply(relation: Part, argument: Part, gap: Gap, argument_first: bool, context: Context) -> Iterator[Part]:
    if argument.share or argument.negated or argument.counted or not isinstance(relation.meaning, Noun | Verb):
        return
    if relation.beside:
        yield from _coordinated(relation, argument, gap, argument_first, context)
        return
    if (works := works_of(argument, context.relations)) is not None:
        yield from apply(relation, works, gap, argument_first, context)
    joint = Joint(relation, argument, context.relations[relation.meaning.relation], gap, argument_first, context.words)
    declared = joint.declared
    cost = relation.cost + argument.cost + DEEPER + _argument_cost(argument, argument_first)
    if share(relation, argument):
        yield from the_same(relation, argument, declared, cost)
        if argument_first or isinstance(relation.meaning, Noun):
            return
    for role in declared.roles:
        asks = _asked_beside(joint, role)
        if not asks or _object_elsewhere(relation, declared.kinds(role)):
            continue
        narrowed = narrow(argument, declared.kinds(role))
        if narrowed is None:
            continue
        query, doubt = narrowed
        if role not in (SUBJECT, VALUE):
            as_subject = not declared.kind_set(SUBJECT).isdisjoint(declared.kinds(role))  # who won may be either
            derived = DERIVED_FILLER * (not (argument.constant or as_subject))
            doubt += UNPLACED_FILLER if isinstance(query, Unplaced) else derived
        for ask in asks:
            if relation.kinds is None or not relation.kinds.isdisjoint(declared.kinds(ask)):
                wider = _wider(relation.kinds, declared.kinds(ask))
                filled = _filled(joint, role, ask, query, cost + doubt + wider, context)
                if filled is not None:
                    yield filled


def _wider(asked: Kinds, kinds: Collection[str]) -> float:
    """What it costs that what is asked for may be of other kinds than the question says."""
    if asked is None or asked.issuperset(kinds):
        return 0.0
    return OTHER_KIND if len(asked) == 1 else WIDER


def each_of_them(argument: Part, gap: Gap, context: Context) -> Iterator[tuple[Part, Gap]]:
    """An argument and the glue before it: 'in both films by X' says it of every one, 'directed both' of any as well."""
    several = argument.cat == SET and not argument.constant and not argument.asks and argument.frequent is None
    works = several and argument.kinds is not None and not argument.kinds.isdisjoint(KINDS)
    if not works or context.words.each.isdisjoint(gap):
        yield argument, gap
        return
    said = context.words.each | context.words.of  # 'all of the films'
    yield argument._replace(frequent=Often.EVERY), tuple(word for word in gap if word not in said)
    if context.words.prepositions.isdisjoint(gap):
        yield argument._replace(cost=argument.cost + ANY_OF_ALL), gap


def _argument_cost(argument: Part, argument_first: bool) -> float:
    """What it costs to apply a relation to something that is asked for, or that nothing narrows down."""
    if argument.open and argument.extreme is None and argument.frequent is None:
        return ASKED_ARGUMENT if argument.asks else OPEN_ARGUMENT if argument_first else OPEN_OBJECT
    return ASKED_ALREADY if argument.asks and not argument.open and argument_first else 0.0


def _asked_beside(joint: Joint, role: str) -> Sequence[str]:
    """The roles that may be asked for where the argument fills `role`."""
    meaning = joint.meaning
    if joint.relation.share or beside(joint, role):
        return OTHER.get(role, ())
    if isinstance(meaning, Verb):
        return joint.declared.others[role] if role in meaning.clause.roles else ()
    if role != meaning.role:
        said = joint.argument.query
        named = joint.argument.constant and not isinstance(said, All)  # 'when did X write Y' asks nothing of Y
        told = not meaning.vague or (named and meaning.role in OTHER)
        clause = joint.argument.clausal and not joint.argument.headed  # 'how long did X sit'
        told = told and not (meaning.asks and clause)
        told = told or (isinstance(said, Lookup) and said.relation == meaning.relation)
        return (meaning.role,) if told else ()
    if meaning.asks:
        return ()
    return OTHER.get(role) or joint.declared.others[role]


def _coordinated(relation: Part, argument: Part, gap: Gap, argument_first: bool, context: Context) -> Iterator[Part]:
    """'wrote and directed X', 'wrote but did not direct': what both relations give, or only the one.

    Nouns are asked for one by one: 'the director and the budget of X'.
    """
    nouns = isinstance(relation.meaning, Noun)
    found = list(apply(relation._replace(beside=()), argument, gap, argument_first, context))
    for other in relation.beside:
        others = list(apply(other, argument, gap, argument_first, context))
        found = [
            joined
            for one in found
            for second in others
            if nouns or _same_side(one, second)
            for joined in _both(one, second, one.cost + second.cost - argument.cost, nouns)
        ]
    yield from found


def _both(one: Part, other: Part, cost: float, nouns: bool) -> Iterator[Part]:
    if not nouns:
        yield from meet(one, other, cost)
    elif isinstance(one.query, Lookup) and isinstance(other.query, Lookup):
        mine, theirs = one.query.given, other.query.given
        if mine != theirs:  # of a film and a book of one name, only the film has a cast
            common = tuple(node for node in nodes_in(one.query) if node in nodes_in(other.query))
            same = [(role, Nodes(common)) for role, _ in mine if role in dict(theirs)]
            if len(same) != 1 or not common or not all(isinstance(each, Nodes) for _, each in (*mine, *theirs)):
                return
            mine = theirs = tuple(same)
        query, also = replace(one.query, given=mine), replace(other.query, given=theirs)
        yield one._replace(cost=cost, query=query, further=(*one.further, also))


def _same_side(one: Part, other: Part) -> bool:
    """Whether both were filled in the same way: the works of a person, or the people of a work."""
    return isinstance(one.query, Lookup) and isinstance(other.query, Lookup) and one.query.ask == other.query.ask


def _filled(joint: Joint, role: str, ask: str, query: Query, cost: float, context: Context) -> Part | None:
    """What fills the role `ask` where `query` fills `role`, if the words can mean that."""
    relation, argument, declared, meaning = joint.relation, joint.argument, joint.declared, joint.meaning
    found: Query
    if relation.share or beside(joint, role):
        cost += 0.0 if argument.constant else DERIVED_PARTNER
        each = isinstance(query, Any) and not joint.words.each.isdisjoint(joint.gap)  # 'starred with both X and Y'
        partners = [
            Except(Lookup(declared.name, role, ((ask, as_good_as(alike, declared, ask, meaning)),)), known)
            for known in (query.parts if isinstance(query, Any) and each else (query,))
            for alike in (look_up(declared.name, ask, role, known),)
        ]
        found = All(tuple(partners)) if each else partners[0]
        kinds = declared.kind_set(role)
    else:
        cost += (
            verb_cost(joint, meaning, role, ask) if isinstance(meaning, Verb) else noun_cost(joint, meaning, role, ask)
        )
        again = dated_already(joint, query)
        cost += AGAIN if again else 0.0 if argument.also else repeat_cost(joint, query, role, ask)
        each = not joint.words.each.isdisjoint(joint.gap)
        found, kinds = look_up(declared.name, ask, role, query, each), declared.kind_set(ask)
    if relation.query is not None and ask == VALUE:  # a noun for some of the values: 'the oscars of X'
        found = All((found, relation.query))
    if isinstance(meaning, Noun) and meaning.through and isinstance(found, Lookup) and ask == meaning.role:
        found = replace(found, through=True)
    if relation.extreme and kinds.isdisjoint(context.relations[relation.extreme[0]].subject):
        return None
    also = relation.also or argument.also
    if also and (known := [node for node in nodes_in(query) if context.kind(node) in kinds]):
        found, also = Except(found, Nodes(tuple(known))), False
    if argument.company:
        found = without_company(found, argument)
    counted = frequently(found, argument)
    if counted is None:
        return None
    noun = meaning if isinstance(meaning, Noun) else None
    asks = noun is not None and noun.asks
    return Part(
        SET,
        cost,
        counted,
        kinds,
        asks=relation.asks or argument.asks or asks,
        also=also,
        counted=relation.counted,
        extreme=relation.extreme,
        negated=relation.negated,
        headed=(noun is not None and role != noun.role) or (joint.argument_first and not joint.gap),
        clausal=noun is None,
        relative=(joint.argument if joint.argument_first else relation).relative,
        works=declared.name if noun is not None and not asks and ask == VALUE else "",
        phrase=noun is not None and not joint.argument_first and not joint.words.connectors.isdisjoint(joint.gap),
        span=noun.span if noun is not None and ask == noun.role else "",
        lossy=relation.lossy or argument.lossy,
        unsaid=relation.unsaid,
    )


def without_company(found: Query, argument: Part) -> Query:
    """'who was in a film with X' asks for others than X."""
    parts = argument.query.parts if isinstance(argument.query, All) else (argument.query,)
    if not argument.company or not isinstance(found, Lookup) or found.ask != VALUE:
        return found
    alike = any(isinstance(part, Lookup) and part.relation == found.relation for part in parts)
    return Except(found, Nodes(argument.company)) if alike else found


def frequently(found: Query, argument: Part) -> Query | None:
    """'who was in the most films', 'in more than one film': those whom most of them, or so many, lead to."""
    if argument.frequent is None:
        return found
    return Frequent(found, argument.frequent) if isinstance(found, Lookup) else None


def _object_elsewhere(relation: Part, kinds: Sequence[str]) -> bool:
    """'starred films for X': X is to be the films, not who starred in them."""
    taken = relation.object
    return taken is not None and not relation.share and not relation.whose and taken.isdisjoint(kinds)
