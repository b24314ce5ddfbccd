"""A relation and an argument beside it: which roles the argument may fill, and what that leaves to ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.costs import (
    AGAIN,
    AGAINST,
    ASKED_ALREADY,
    ASKED_ARGUMENT,
    BACK,
    COMPOUND,
    DEEPER,
    DERIVED_FILLER,
    DERIVED_PARTNER,
    NOT_STRANDED,
    OPEN_ARGUMENT,
    OPEN_OBJECT,
    OTHER_PREPOSITION,
    OWN_ROLE,
    SAID_SO,
    TRAILING,
    TURNED,
    UNASKED_FURTHER,
    UNASKED_ROLE,
    UNCONNECTED,
    UNFILLED_ROLE,
    UNPLACED_FILLER,
    UNSAID_ROLE,
    WIDER,
)
from bot.language.function_words import FunctionWords
from bot.language.look_ups import OTHER, as_good_as, claims_to_share, look_up, the_same
from bot.language.meanings import Implied, Noun, Verb
from bot.language.parts import CREATORS, GIVEN, SET, Part, is_dated, meet, narrow, works_of
from bot.language.query import All, Except, Frequent, Lookup, Nodes, Query, Range, Unplaced, nodes_in, walk

Gap = tuple[str, ...]
Kinds = frozenset[str] | None

#: What is asked for by no adverb.
AMOUNTS = frozenset({"money", "number", "duration", "length"})


@dataclass(frozen=True, slots=True)
class Context:
    """What joining needs to know.

    The relations, the small words, the relations of bare prepositions, chat words, the kinds of nodes, and all words of
    the utterance.
    """

    relations: Mapping[str, Relation]
    words: FunctionWords
    bare: Collection[str]
    implied: Callable[[str, Kinds, Kinds], Sequence[Implied]]
    filler: frozenset[str]
    kind: Callable[[int], str]
    said: frozenset[str] = frozenset()


class _Joint(NamedTuple):
    """A relation beside an argument: ``gap`` is the glue between them, ``argument_first`` their order."""

    relation: Part
    argument: Part
    declared: Relation
    gap: Gap
    argument_first: bool
    words: FunctionWords

    @property
    def meaning(self) -> Noun | Verb:
        """The noun or verb."""
        assert isinstance(self.relation.meaning, Noun | Verb)  # noqa: S101 - `apply` has looked
        return self.relation.meaning


def apply(relation: Part, argument: Part, gap: Gap, argument_first: bool, context: Context) -> Iterator[Part]:
    """A relation with an argument: the sets of what fills its other roles."""
    if argument.share or argument.negated or not isinstance(relation.meaning, Noun | Verb):
        return
    if relation.beside:
        yield from _coordinated(relation, argument, gap, argument_first, context)
        return
    if (works := works_of(argument, context.relations)) is not None:
        yield from apply(relation, works, gap, argument_first, context)
    joint = _Joint(relation, argument, context.relations[relation.meaning.relation], gap, argument_first, context.words)
    declared = joint.declared
    cost = relation.cost + argument.cost + DEEPER + _argument_cost(argument, argument_first)
    if claims_to_share(relation, argument):
        yield from the_same(relation, argument, declared, cost)
        if argument_first:
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
            doubt += UNPLACED_FILLER if isinstance(query, Unplaced) else 0.0 if argument.constant else DERIVED_FILLER
        for ask in asks:
            if relation.kinds is None or not relation.kinds.isdisjoint(declared.kinds(ask)):
                others = relation.kinds is not None and not relation.kinds.issuperset(declared.kinds(ask))
                filled = _filled(joint, role, ask, query, cost + doubt + WIDER * others, context)
                if filled is not None:
                    yield filled


def _argument_cost(argument: Part, argument_first: bool) -> float:
    """What it costs to apply a relation to something that is asked for, or that nothing narrows down."""
    if argument.open and argument.extreme is None and argument.frequent is None:
        return ASKED_ARGUMENT if argument.asks else OPEN_ARGUMENT if argument_first else OPEN_OBJECT
    return ASKED_ALREADY if argument.asks and not argument.open and argument_first else 0.0


def _asked_beside(joint: _Joint, role: str) -> Sequence[str]:
    """The roles that may be asked for where the argument fills `role`."""
    meaning = joint.meaning
    if joint.relation.share or _beside(joint, role):
        return OTHER.get(role, ())
    if isinstance(meaning, Verb):
        return joint.declared.others[role] if role in meaning.clause.roles else ()
    if role != meaning.role:
        said = joint.argument.query
        told = not meaning.vague or (joint.argument.constant and meaning.role in OTHER)
        told = told or (isinstance(said, Lookup) and said.relation == meaning.relation)
        return (meaning.role,) if told else ()
    if meaning.asks:
        return ()
    return OTHER.get(role) or joint.declared.others[role]


def _coordinated(relation: Part, argument: Part, gap: Gap, argument_first: bool, context: Context) -> Iterator[Part]:
    """'wrote and directed X', 'wrote but did not direct': what both relations give, or only the one."""
    found = list(apply(relation._replace(beside=()), argument, gap, argument_first, context))
    for other in relation.beside:
        others = list(apply(other, argument, gap, argument_first, context))
        found = [
            joined
            for one in found
            for second in others
            if _same_side(one, second)
            for joined in meet(one, second, one.cost + second.cost - argument.cost)
        ]
    yield from found


def _same_side(one: Part, other: Part) -> bool:
    """Whether both were filled in the same way: the works of a person, or the people of a work."""
    return isinstance(one.query, Lookup) and isinstance(other.query, Lookup) and one.query.ask == other.query.ask


def _filled(joint: _Joint, role: str, ask: str, query: Query, cost: float, context: Context) -> Part | None:
    """What fills the role `ask` where `query` fills `role`, if the words can mean that."""
    relation, argument, declared, meaning = joint.relation, joint.argument, joint.declared, joint.meaning
    found: Query
    if relation.share or _beside(joint, role):
        cost += 0.0 if argument.constant else DERIVED_PARTNER
        alike = as_good_as(look_up(declared.name, ask, role, query), declared, ask, meaning)
        found = Except(Lookup(declared.name, role, ((ask, alike),)), query)
        kinds = declared.kind_set(role)
    else:
        cost += (
            _verb_cost(joint, meaning, role, ask, context.said)
            if isinstance(meaning, Verb)
            else _noun_cost(joint, meaning, role, ask)
        )
        again = _dated_already(joint, query)
        cost += AGAIN if again else 0.0 if argument.also else _repeat_cost(joint, query, role, ask)
        each = not joint.words.each.isdisjoint(joint.gap)
        found, kinds = look_up(declared.name, ask, role, query, each), declared.kind_set(ask)
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
        works=declared.name if noun is not None and not asks and ask == VALUE else "",
        phrase=noun is not None and not joint.argument_first and not joint.words.connectors.isdisjoint(joint.gap),
        span=noun.span if noun is not None and ask == noun.role else "",
        lossy=relation.lossy or argument.lossy,
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


def _beside(joint: _Joint, role: str) -> bool:
    """Whether the argument is a partner, not an object: 'starred with X', said of those who star.

    But in 'directed films with X' the films are with X.
    """
    if joint.argument_first or joint.relation.object or joint.words.company.isdisjoint(joint.gap):
        return False
    return isinstance(joint.meaning, Verb) and role == joint.meaning.clause.left


def _dated_already(joint: _Joint, inner: Query) -> bool:
    """'what came out in the year that X came out': it was said when."""
    lookups = (part for part in walk(inner) if isinstance(part, Lookup) and part.relation == joint.declared.name)
    return any(map(is_dated, lookups))


def _repeat_cost(joint: _Joint, inner: Query, role: str, ask: str) -> float:
    """What it costs to apply a relation to what it gave: rarely meant, unless the words say so."""
    if not isinstance(inner, Lookup) or inner.relation != joint.declared.name:
        return 0.0
    to_and_fro = inner.ask == role and any(given == ask for given, _ in inner.given)
    if not to_and_fro:
        return 0.0 if inner.ask == role and joint.argument.phrase else AGAIN  # 'who won the award for X'
    doers = CREATORS.issuperset(joint.declared.kinds(role))  # 'what did the director of X direct'
    said = doers and isinstance(joint.meaning, Verb) and joint.argument.phrase
    return 0.0 if said or not joint.words.prepositions.isdisjoint(joint.gap) else BACK


def _noun_cost(joint: _Joint, noun: Noun, role: str, ask: str) -> float:
    """What it costs that the argument fills `role`: the noun's own, or another."""
    own = role == noun.role
    cost = 0.0
    if own and noun.role not in (SUBJECT, VALUE):
        cost = OWN_ROLE + (0.0 if ask == VALUE else UNASKED_FURTHER)
    elif own:
        if isinstance(joint.argument.query, Range) and not joint.argument_first:
            return GIVEN  # 'a budget under 5 million'
        cost = AGAINST if joint.declared.symmetric else OWN_ROLE
    if joint.relation.whose:  # 'whose director also directed X', 'the actors in their films'
        return SAID_SO if own else cost + UNCONNECTED
    if joint.argument_first:
        if joint.relation.trailing in joint.words.belonging:  # 'X is the sequel to ...', 'X is the director of ...'
            cost = SAID_SO if own else cost + TRAILING
        if not noun.asks and not joint.words.prepositions.isdisjoint(joint.gap):
            cost += TRAILING
    argument = joint.argument
    if not own and role not in OTHER and not noun.asks and joint.words.connectors.isdisjoint(joint.gap):
        cost += UNCONNECTED  # a noun is rather of what its facts are about
    elif not argument.constant and (joint.words.connectors.isdisjoint(joint.gap) or (noun.asks and argument.clausal)):
        cost += UNCONNECTED
        if joint.argument_first and not joint.gap and not joint.argument.spoken:
            cost += COMPOUND
    return cost


def _verb_cost(joint: _Joint, verb: Verb, role: str, ask: str, said: frozenset[str]) -> float:
    """What it costs that the argument fills `role`, which is one of the clause, and `ask` is wanted."""
    clause, trailing, words = verb.clause, joint.relation.trailing, joint.words
    passive = trailing in words.agents
    left, right = (clause.right or clause.left, clause.left) if passive else (clause.left, clause.right)
    cost = 0.0
    if (role == left) is not joint.argument_first and (role == right) is joint.argument_first:
        cost = AGAINST if joint.declared.symmetric else TURNED
    if joint.argument_first:
        stranded = ask == clause.right and not passive
        stands = trailing if stranded and trailing in words.prepositions else verb.preposition
        if stranded and verb.preposition and verb.preposition not in said and joint.declared.kinds(ask)[0] in AMOUNTS:
            cost += NOT_STRANDED  # 'when' and 'where' need none
    elif role == clause.right:
        stands = _preposition(joint.gap, verb.preposition, words.prepositions) or verb.preposition
    else:
        stands = verb.preposition
    if stands != verb.preposition:
        cost += OTHER_PREPOSITION
    roles = clause.roles
    cost += UNFILLED_ROLE * max(0, len(roles) - 2)
    if len(roles) > 2 and ask not in (SUBJECT, VALUE):
        cost += UNASKED_ROLE
    return cost if ask in roles else cost + UNSAID_ROLE


def _preposition(gap: Gap, wanted: str, prepositions: frozenset[str]) -> str:
    """The preposition that a gap opens with: the wanted one if it is there."""
    return wanted if wanted in gap else next((word for word in gap if word in prepositions), "")
