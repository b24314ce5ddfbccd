"""A relation and an argument beside it: which roles the argument may fill, and what that leaves to ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.costs import (
    AGAIN,
    AGAINST,
    ASKED_ALREADY,
    ASKED_ARGUMENT,
    BACK,
    COMPOUND,
    CONNECTORS,
    DEEPER,
    DERIVED_FILLER,
    DERIVED_PARTNER,
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
)
from bot.language.lexicon import PREPOSITIONS, Implied, Noun, Verb
from bot.language.parts import GIVEN, SET, Part, meet, narrow, works_of
from bot.language.query import All, Any, Except, Frequent, Lookup, Nodes, Query, Range, Unplaced, nodes_in

Gap = tuple[str, ...]
Kinds = frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Context:
    """What joining needs to know: the relations, the relations of bare prepositions, chat words, the kinds of nodes."""

    relations: Mapping[str, Relation]
    bare: Collection[str]
    implied: Callable[[str, Kinds, Kinds], Sequence[Implied]]
    filler: frozenset[str]
    kind: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class _Joint:
    """A relation beside an argument: ``gap`` is the glue between them, ``argument_first`` their order."""

    relation: Part
    argument: Part
    declared: Relation
    gap: Gap
    argument_first: bool

    @property
    def meaning(self) -> Noun | Verb:
        """The noun or verb."""
        assert isinstance(self.relation.meaning, Noun | Verb)  # noqa: S101 - `apply` has looked
        return self.relation.meaning


def apply(relation: Part, argument: Part, gap: Gap, argument_first: bool, context: Context) -> Iterator[Part]:
    """A relation with an argument: the sets of what fills its other roles."""
    if argument.share or not isinstance(relation.meaning, Noun | Verb):
        return
    if argument.negated:
        return
    if relation.beside:
        yield from _coordinated(relation, argument, gap, argument_first, context)
        return
    works = works_of(argument, context.relations)
    if works is not None:
        yield from apply(relation, works, gap, argument_first, context)
    joint = _Joint(relation, argument, context.relations[relation.meaning.relation], gap, argument_first)
    cost = relation.cost + argument.cost + DEEPER
    if argument.asks and not argument.open and argument_first:
        cost += ASKED_ALREADY
    if argument.open and argument.extreme is None and argument.frequent is None:
        cost += ASKED_ARGUMENT if argument.asks else OPEN_ARGUMENT if argument_first else OPEN_OBJECT
    for role in joint.declared.roles:
        narrowed = narrow(argument, joint.declared.kinds(role))
        if narrowed is None or _object_elsewhere(relation, joint.declared.kinds(role)):
            continue
        query, doubt = narrowed
        if role not in (SUBJECT, VALUE):
            doubt += UNPLACED_FILLER if isinstance(query, Unplaced) else 0.0 if argument.constant else DERIVED_FILLER
        for ask in joint.declared.roles:
            if ask != role and (relation.kinds is None or not relation.kinds.isdisjoint(joint.declared.kinds(ask))):
                yield from _filled(joint, role, ask, query, cost + doubt, context)


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


def _filled(joint: _Joint, role: str, ask: str, query: Query, cost: float, context: Context) -> Iterator[Part]:
    """What fills the role `ask` where `query` fills `role`, if the words can mean that."""
    relation, argument, declared, meaning = joint.relation, joint.argument, joint.declared, joint.meaning
    found, kinds = look_up(declared.name, ask, role, query), declared.kinds(ask)
    if relation.share or _beside(joint, role):
        if {role, ask} != {SUBJECT, VALUE}:
            return
        cost += 0.0 if argument.constant else DERIVED_PARTNER
        found, kinds = Except(Lookup(declared.name, role, ((ask, found),)), query), declared.kinds(role)
    else:
        joining = _joining_cost(joint, role, ask)
        if joining is None:
            return
        cost += joining + (0.0 if argument.also else _repeat_cost(query, declared.name, role, ask, joint.gap))
    if relation.extreme and set(kinds).isdisjoint(context.relations[relation.extreme[0]].subject):
        return
    also = relation.also or argument.also
    if also and (known := [node for node in nodes_in(query) if context.kind(node) in kinds]):
        found, also = Except(found, Nodes(tuple(known))), False
    found = without_company(found, argument)
    if argument.frequent is not None:
        if not isinstance(found, Lookup):
            return
        found = Frequent(found, argument.frequent)
    is_noun = isinstance(meaning, Noun)
    asks = isinstance(meaning, Noun) and meaning.asks
    yield Part(
        SET,
        cost,
        found,
        frozenset(kinds),
        asks=relation.asks or argument.asks or asks,
        also=also,
        counted=relation.counted,
        extreme=relation.extreme,
        negated=relation.negated,
        headed=(isinstance(meaning, Noun) and role != meaning.role) or (joint.argument_first and not joint.gap),
        works=declared.name if is_noun and not asks and ask == VALUE else "",
        lossy=relation.lossy or argument.lossy,
    )


def without_company(found: Query, argument: Part) -> Query:
    """'who was in a film with X' asks for others than X."""
    parts = argument.query.parts if isinstance(argument.query, All) else (argument.query,)
    if not argument.company or not isinstance(found, Lookup) or found.ask != VALUE:
        return found
    alike = any(isinstance(part, Lookup) and part.relation == found.relation for part in parts)
    return Except(found, Nodes(argument.company)) if alike else found


def _object_elsewhere(relation: Part, kinds: Sequence[str]) -> bool:
    """'starred films for X': X is to be the films, not who starred in them."""
    taken = relation.object
    return taken is not None and not relation.share and not relation.whose and taken.isdisjoint(kinds)


def _joining_cost(joint: _Joint, role: str, ask: str) -> float | None:
    """What it costs that the argument fills `role` and `ask` is wanted; None if the words cannot mean that."""
    meaning = joint.meaning
    return _verb_cost(joint, meaning, role, ask) if isinstance(meaning, Verb) else _noun_cost(joint, meaning, role, ask)


def look_up(relation: str, ask: str, role: str, query: Query) -> Query:
    """What fills `ask` where `query` fills `role`; 'films with X and Y' have both."""
    if isinstance(query, Any) and query.every and role == VALUE:
        return All(tuple(Lookup(relation, ask, ((role, part),)) for part in query.parts))
    return Lookup(relation, ask, ((role, query),))


def _beside(joint: _Joint, role: str) -> bool:
    """Whether the argument is a partner, not an object: 'starred with X', said of those who star."""
    meaning = joint.meaning
    if joint.relation.object:
        return False  # 'directed films with X': the films are with X
    return (
        isinstance(meaning, Verb) and role == meaning.clause.left and not joint.argument_first and "with" in joint.gap
    )


def _repeat_cost(inner: Query, relation: str, role: str, ask: str, gap: Gap) -> float:
    """What it costs to apply a relation to what it gave: rarely meant, unless 'of' or 'by' ties them."""
    if not isinstance(inner, Lookup) or inner.relation != relation:
        return 0.0
    to_and_fro = inner.ask == role and any(given == ask for given, _ in inner.given)
    if not to_and_fro:
        return AGAIN
    return 0.0 if not PREPOSITIONS.isdisjoint(gap) else BACK


def _noun_cost(joint: _Joint, noun: Noun, role: str, ask: str) -> float | None:
    own = role == noun.role
    if (own and noun.asks) or (not own and ask != noun.role):
        return None
    cost = 0.0
    if own and noun.role not in (SUBJECT, VALUE):
        cost = OWN_ROLE + (0.0 if ask == VALUE else UNASKED_FURTHER)
    elif own:
        if ask != (SUBJECT if noun.role == VALUE else VALUE):
            return None
        if isinstance(joint.argument.query, Range) and not joint.argument_first:
            return GIVEN  # 'a budget under 5 million'
        cost = AGAINST if joint.declared.symmetric else OWN_ROLE
    if joint.relation.whose:  # 'whose director also directed X', 'the actors in their films'
        return SAID_SO if own else cost + UNCONNECTED
    if joint.argument_first:
        if joint.relation.trailing in ("of", "to"):  # 'X is the sequel to ...', 'X is the director of ...'
            cost = SAID_SO if own else cost + TRAILING
        if not noun.asks and not PREPOSITIONS.isdisjoint(joint.gap):
            cost += TRAILING
    if not joint.argument.constant and CONNECTORS.isdisjoint(joint.gap):
        cost += UNCONNECTED
        if joint.argument_first and not joint.gap and not joint.argument.spoken:
            cost += COMPOUND
    return cost


def _verb_cost(joint: _Joint, verb: Verb, role: str, ask: str) -> float | None:
    clause, roles, trailing = verb.clause, verb.clause.roles, joint.relation.trailing
    if role not in roles:
        return None
    passive = trailing == "by"
    left, right = (clause.right or clause.left, clause.left) if passive else (clause.left, clause.right)
    cost = 0.0
    if (role == left) is not joint.argument_first and (role == right) is joint.argument_first:
        cost = AGAINST if joint.declared.symmetric else TURNED
    if joint.argument_first:
        stands = trailing if ask == clause.right and not passive and trailing in PREPOSITIONS else verb.preposition
    else:
        stands = (
            _preposition(joint.gap, verb.preposition) or verb.preposition if role == clause.right else verb.preposition
        )
    if stands != verb.preposition:
        cost += OTHER_PREPOSITION
    cost += UNFILLED_ROLE * max(0, len(roles) - 2)
    if len(roles) > 2 and ask not in (SUBJECT, VALUE):
        cost += UNASKED_ROLE
    return cost if ask in roles else cost + UNSAID_ROLE


def _preposition(gap: Gap, wanted: str) -> str:
    """The preposition that a gap opens with: the wanted one if it is there."""
    return wanted if wanted in gap else next((word for word in gap if word in PREPOSITIONS), "")
