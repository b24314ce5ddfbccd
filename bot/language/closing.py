"""A part that covers a whole utterance, as a question: list, count, yes or no, describe, or a follow-up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.facts.model import KINDS, NUMBER_LINE
from bot.language.followups import FollowUps
from bot.language.meanings import Degree, Noun, Operation
from bot.language.parts import CLAIM, DATES, MEASURE, MODIFIER, RELATION, SET, Part
from bot.language.query import (
    All,
    Any,
    Check,
    Count,
    Describe,
    Except,
    Exists,
    Extreme,
    Kind,
    Lookup,
    Nodes,
    Query,
    Range,
    Reflexive,
    how_many,
)
from bot.language.trees import nodes_in, unplaced_in, walk

#: What it costs that a claim is not put as a question; that a thing's existence is asked; that everything of a kind is.
STATED, EXISTENCE, EVERYTHING = 0.3, 0.2, 0.6
#: ... while something is spoken of that may have what the noun is for as well.
OF_TOPIC = 0.1
#: That a thing is to be described though nobody said so; that nothing makes the utterance a question.
#: ... but a bare verb or preposition at its beginning ('directed Heat?', 'with Al Pacino').
DESCRIBED, UNASKED, CURT = 0.15, 1.0, 0.2
TIED = 0.6
#: That 'what about X' asks to describe X: more often it goes on from the last question.
GOES_ON = 0.1
#: What a word costs that was corrected where a name is missing or unknown: it may be that name, or a part of it.
MISREAD = 0.8
#: 'is X a sequel' asks for none of X.
PREDICATE = 0.5
#: That a verb without its preposition, or without an amount, asks whether there is what that would lead to.
UNSAID_THING = 0.6
#: A word that names nothing known, by itself: no question at all.
LONE_WORD = 1.5
#: 'is X' hardly asks what X is.
CLAIMED = 0.3
#: A second name of something unknown.
STRANGER = 0.8


@dataclass(frozen=True, slots=True)
class Question:
    """A query, what closing the part to it cost, and the kinds of what is left out and nothing supplies.

    ``further`` are the queries that are asked with it.
    """

    query: Query
    cost: float = 0.0
    needs: tuple[str, ...] = ()
    further: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """How an utterance begins: as a yes/no question; as going on from the last one; with a bare verb or preposition.

    ``past`` if it asks what has been so. ``is_one`` if it asks what something is: 'is X a sequel'.
    ``tied`` if a preposition stands between or around the pieces: then a name is hardly all that is asked about.
    """

    yes_no: bool
    follows: bool
    bare: bool = False
    tied: bool = False
    is_one: bool = False
    past: bool = False
    corrected: int = 0


def close(part: Part, shape: Shape, followups: FollowUps) -> Iterator[Question]:
    """Each question that `part` can be."""
    for question in _close(part, shape, followups):
        strangers = len(unplaced_in(question.query))
        misread = MISREAD * shape.corrected if strangers or question.needs else 0.0
        cost = question.cost + STRANGER * max(0, strangers - 1) + misread
        further = question.further or (part.further if question.query == part.query else ())
        if question.further or len(further) == len(part.further) or part.cat == RELATION:
            yield replace(question, cost=cost, further=further)


def _close(part: Part, shape: Shape, followups: FollowUps) -> Iterator[Question]:
    if part.cat == CLAIM and part.query is not None and (shape.is_one or not _is_one(part.query)):
        yield Question(part.query, 0.0 if shape.yes_no else STATED + STRANGER * len(unplaced_in(part.query)))
    elif part.cat == MEASURE and part.query is not None:
        yield Question(part.query)
    elif part.cat == RELATION and part.share and (same := followups.the_same(part)) is not None:
        yield Question(same)
    elif part.cat == RELATION:
        for query, cost, needs in followups.elliptic(part, shape.follows):
            yield Question(query, cost, needs, tuple(_as_well(part, query, followups)))
    elif part.cat == MODIFIER and part.query is None:
        yield from _close_modifier(part, followups)
    elif part.cat == SET and part.query is not None:
        yield from _close_set(part, shape, followups)


def _close_modifier(part: Part, followups: FollowUps) -> Iterator[Question]:
    """'how old?', 'which is longer?', 'by how much?', 'how many?': of what was spoken of."""
    found: Query | None = None
    match part.meaning:
        case Operation("age"):
            yield from (Question(query, cost, needs) for query, cost, needs in followups.aged())
        case Degree() if part.asks:
            found = followups.compared(part.meaning)
        case Degree() | Operation("much") if part.counted or isinstance(part.meaning, Operation):
            found = followups.by_how_much()
        case Operation("count"):
            found = followups.counted()
    if found is not None:
        yield Question(found)


def _is_one(query: Query) -> bool:
    """Whether something is said to be what a noun stands for, of whatever: 'is X a sequel'."""
    match query:
        case Check(_, Kind() | Lookup(_, _, ())):
            return True
    return False


def _in_one_breath(queries: Sequence[Query]) -> Question:
    return Question(queries[0], further=tuple(queries[1:]))


def _as_well(part: Part, query: Query, followups: FollowUps) -> Iterator[Query]:
    """'and the budget and the runtime?': the others, of the same thing."""
    given = query.given if isinstance(query, Lookup) else ()
    for other in part.beside if isinstance(part.meaning, Noun) else ():
        for also, _, _ in followups.elliptic(other):
            if isinstance(also, Lookup) and also.given == given:
                yield also


def _close_set(part: Part, shape: Shape, followups: FollowUps) -> Iterator[Question]:
    if _says_nothing(part, shape):
        return
    query = _finished(part, followups)
    if part.constant and part.extreme is None:
        completes = part.mention is not None and not part.described and not part.asks and followups.left_open()
        if (shape.follows or completes) and (instead := followups.instead(part)):
            yield _in_one_breath(instead)
        if not part.lossy:
            cost = (
                GOES_ON * shape.follows
                if part.described
                else DESCRIBED + TIED * shape.tied + (CLAIMED if shape.yes_no else 0.0)
            )
            if not part.described and not part.asks:
                cost += LONE_WORD * len(unplaced_in(query))
            yield Question(followups.labelled(part, query) or Describe(query), cost)
    elif part.extreme is not None and isinstance(part.query, Any):
        yield Question(query)  # 'is X or Y longer': one of them, not yes
    elif shape.follows and part.leaf == "assumed" and (instead := followups.instead(part)):
        yield _in_one_breath(instead)
    elif part.counted:
        yield Question(Count(query), 0.2 if part.open else 0.0)
    elif shape.yes_no and not part.asks:
        nothing_in_common = isinstance(query, All) and not part.headed  # 'is X in Y': whether X is, not something of X
        noun = isinstance(query, Lookup) and part.headed and not (part.phrase or part.clausal)
        cost = EXISTENCE + PREDICATE * (noun and shape.is_one) + UNASKED * nothing_in_common
        dated = part.clausal and part.kinds == DATES and isinstance(query, Lookup)  # 'has X come out?'
        measured = part.kinds is not None and not part.kinds.isdisjoint(NUMBER_LINE)  # 'does it take'
        cost += MISREAD * (shape.is_one and shape.corrected > 0)  # a misspelt name in 'is X better than Y' is no noun
        cost += UNSAID_THING * (part.clausal and (part.unsaid or measured) and not dated)  # 'has it been shot'
        yield Question(Exists(query, passed=dated and shape.past), cost)
    elif (part.extreme and part.kinds) or (not part.open and (_looks_up(query) or not isinstance(query, Range | All))):
        curt = CURT if shape.bare and not unplaced_in(query) else UNASKED
        told = part.clausal and part.unsaid and len(_given(query)) > 1  # 'X wrote Y' asks nothing of when or where
        yield Question(query, 0.0 if part.asks or (part.headed and not told) else curt)
    else:
        yield from _close_open(part, query, shape, followups)


def _says_nothing(part: Part, shape: Shape) -> bool:
    """Whether nothing can be told of it: 'more than two' of what, 'how many women', 'is it longer than two hours'.

    Facts do not say who is a woman, and there are such lengths, but nothing is said of any.
    """
    uncounted = isinstance(part.frequent, Range) and not how_many(part.frequent)
    of_nothing = shape.yes_no and not part.asks and not part.counted and isinstance(part.query, Range)
    return uncounted or (part.some and part.open) or of_nothing


def _close_open(part: Part, query: Query, shape: Shape, followups: FollowUps) -> Iterator[Question]:
    """What nothing narrows down: it goes on from the last question, or asks for everything of a kind."""
    if shape.follows and isinstance(query, Range) and (instead := followups.instead(part)):
        yield _in_one_breath(instead)
    if part.asks and (asked := followups.asked_again(part)) is not None:
        yield Question(asked)
    things = part.kinds and not part.kinds.isdisjoint(KINDS)
    if isinstance(part.query, Lookup | Kind) and not part.also and (things or part.everything):
        rather = OF_TOPIC * followups.goes_on(part.kinds or ())  # 'which studio', of what was spoken of
        yield Question(query, (EVERYTHING + rather) * (not part.everything))


def _given(query: Query) -> Sequence[tuple[str, Query]]:
    return query.given if isinstance(query, Lookup) else ()


def _looks_up(query: Query) -> bool:
    return any(isinstance(inner, Reflexive) or (isinstance(inner, Lookup) and inner.given) for inner in walk(query))


def _finished(part: Part, followups: FollowUps) -> Query:
    """The set with its modifiers worked in: the extreme; where the question says 'also', without what it names."""
    query = part.query or Kind(())
    if part.also and not part.constant:
        named = [node for node in nodes_in(query) if followups.kind(node) in (part.kinds or ())]
        known = tuple(dict.fromkeys([*named, *followups.spoken_of(part.kinds or ())]))
        if known:
            query = Except(query, Nodes(known) if len(known) == 1 else Any(tuple(Nodes((node,)) for node in known)))
    return Extreme(query, *part.extreme) if part.extreme is not None else query
