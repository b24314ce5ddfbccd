"""A relation beside an argument, and what it costs that the words mean one of its roles and ask for another."""

from __future__ import annotations

from typing import NamedTuple

from bot.facts.model import KINDS, NUMBER_LINE
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.costs import (
    AGAIN,
    AGAINST,
    BACK,
    COMPOUND,
    NOT_STRANDED,
    OTHER_PREPOSITION,
    OWN_ROLE,
    SAID_SO,
    SAID_TO_BE,
    TRAILING,
    TURNED,
    UNASKED_FURTHER,
    UNASKED_ROLE,
    UNCONNECTED,
    UNFILLED_ROLE,
    UNSAID_ROLE,
    WITHOUT_PREPOSITION,
)
from bot.language.function_words import FunctionWords
from bot.language.look_ups import OTHER
from bot.language.meanings import Noun, Verb
from bot.language.parts import CREATORS, GIVEN, Part, is_dated
from bot.language.query import All, Lookup, Query, Range
from bot.language.trees import walk

Gap = tuple[str, ...]

#: What is asked for by no adverb.
AMOUNTS = frozenset(NUMBER_LINE) - {"date"}
#: ... and by a pronoun, not by an adverb.
DOERS = CREATORS | {"character"}


class Joint(NamedTuple):
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


def beside(joint: Joint, role: str) -> bool:
    """Whether the argument is a partner, not an object: 'starred with X', said of those who star.

    But in 'directed films with X' the films are with X.
    """
    with_whom = (joint.relation.trailing,) if joint.argument_first else joint.gap  # 'whom did X star with'
    if joint.relation.object or joint.words.company.isdisjoint(with_whom):
        return False
    if joint.declared.symmetric:
        return False  # 'with whom was X married'
    return isinstance(joint.meaning, Verb) and role == joint.meaning.clause.left


def dated_already(joint: Joint, inner: Query) -> bool:
    """'what came out in the year that X came out': it was said when."""
    if not joint.declared.measured:
        return False
    lookups = (part for part in walk(inner) if isinstance(part, Lookup) and part.relation == joint.declared.name)
    return any(map(is_dated, lookups))


def repeat_cost(joint: Joint, inner: Query, role: str, ask: str) -> float:
    """What it costs to apply a relation to what it gave: rarely meant, unless the words say so."""
    if isinstance(inner, All):  # 'the Oscars of X'; but 'the part of X in Y' is said by one fact
        back = (p for p in inner.parts if isinstance(p, Lookup) and p.ask == role and ask in dict(p.given))
        inner = next(back, inner)
    if not isinstance(inner, Lookup) or inner.relation != joint.declared.name:
        return 0.0
    to_and_fro = inner.ask == role and any(given == ask for given, _ in inner.given)
    if not to_and_fro:
        return 0.0 if inner.ask == role and joint.argument.phrase else AGAIN  # 'who won the award for X'
    doers = CREATORS.issuperset(joint.declared.kinds(role))  # 'what did the director of X direct'
    said = doers and isinstance(joint.meaning, Verb) and joint.argument.phrase
    return 0.0 if said or not joint.words.prepositions.isdisjoint(joint.gap) else BACK


def noun_cost(joint: Joint, noun: Noun, role: str, ask: str) -> float:
    """What it costs that the argument fills `role`: the noun's own, or another."""
    own = role == noun.role
    cost = 0.0
    if own and noun.role not in (SUBJECT, VALUE):
        cost = OWN_ROLE + (0.0 if ask == VALUE else UNASKED_FURTHER)
    elif own:
        if isinstance(joint.argument.query, Range) and not joint.argument_first:
            return GIVEN  # 'a budget under 5 million'
        cost = AGAINST if joint.declared.symmetric else OWN_ROLE
    spoken_of = joint.argument_first and joint.argument.spoken  # 'its sequel' is that of what was spoken of
    if joint.relation.whose and not spoken_of:  # 'whose director also directed X', 'the actors in their films'
        return SAID_SO if own else cost + UNCONNECTED
    if joint.argument_first:
        if joint.relation.trailing in joint.words.belonging:  # 'X is the sequel to ...', 'X is the director of ...'
            cost = SAID_SO if own else cost + TRAILING
        if not (own or noun.asks) and joint.words.indefinite.intersection(joint.gap[-1:]) and _is_said(joint):
            cost += SAID_TO_BE
        elif not noun.asks and not joint.words.prepositions.isdisjoint(joint.gap):
            cost += TRAILING + UNCONNECTED * joint.argument.clausal  # 'X returns for the sequel'
    argument = joint.argument
    persons = DOERS.issuperset(joint.declared.kinds(noun.role)) and not (joint.argument_first or argument.constant)
    if persons and joint.words.prepositions.isdisjoint(joint.gap):
        cost += UNCONNECTED * (not joint.words.copulas.isdisjoint(joint.gap))  # 'directors who are French'
    if not own and role not in OTHER and not noun.asks and joint.words.connectors.isdisjoint(joint.gap):
        alike = not joint.declared.kind_set(SUBJECT).isdisjoint(joint.declared.kinds(role))  # an award of either
        cost += UNASKED_FURTHER if alike else UNCONNECTED  # a noun is rather of what its facts are about
    elif not argument.constant and (joint.words.connectors.isdisjoint(joint.gap) or (noun.asks and argument.clausal)):
        cost += UNCONNECTED
        if joint.argument_first and not joint.gap and not joint.argument.spoken:
            cost += COMPOUND
    return cost


def _is_said(joint: Joint) -> bool:
    return not joint.words.copulas.isdisjoint(joint.gap)


def verb_cost(joint: Joint, verb: Verb, role: str, ask: str) -> float:
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
        if stranded and joint.relation.unsaid and joint.declared.kinds(ask)[0] in AMOUNTS:
            cost += NOT_STRANDED  # 'when' and 'where' need none
    elif role == clause.right:
        said = _preposition(joint.gap, verb.preposition, words.prepositions)
        stands = said or verb.preposition
        things = joint.declared.kinds(role)[0] in KINDS  # 'who plays X' asks for who is X, rather than for who is in X
        cost += WITHOUT_PREPOSITION * (things and stands != said)
    else:
        said = _preposition(joint.gap, verb.preposition, words.prepositions)
        other = bool(said) and said not in words.agents and role == clause.left
        stands = said if other else verb.preposition  # 'composed for X' hardly says that X did
    if stands != verb.preposition:
        cost += OTHER_PREPOSITION
    roles = clause.roles
    cost += UNFILLED_ROLE * max(0, len(roles) - 2)
    if len(roles) > 2 and ask not in (SUBJECT, VALUE):
        cost += UNASKED_ROLE
    if joint.relation.unsaid and ask in roles[2:] and ask in OTHER and not DOERS.isdisjoint(joint.declared.kinds(ask)):
        cost += OTHER_PREPOSITION  # 'who did X write Y' for nobody
    return cost if ask in roles else cost + UNSAID_ROLE


def _preposition(gap: Gap, wanted: str, prepositions: frozenset[str]) -> str:
    """The preposition that a gap opens with: the wanted one if it is there."""
    return wanted if wanted in gap else next((word for word in gap if word in prepositions), "")
