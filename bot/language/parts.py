"""A stretch of an utterance understood in one way, and how it is narrowed, finished, or meets another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.facts.model import VALUE_TYPES
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.costs import THEIRS, UNASKED_ROLE, UNFILLED_ROLE
from bot.language.linking import Mention
from bot.language.meanings import Degree, Facet, Noun, Operation, Rank, Verb
from bot.language.query import (
    All,
    Any,
    Beyond,
    Except,
    Extreme,
    Kind,
    Lookup,
    Nodes,
    Often,
    Query,
    Range,
    Unplaced,
    Within,
)

#: What a name that spells a thing badly, or only in part, costs when it is taken for that thing.
DOUBT = 0.3
#: What it costs, a kind, when a question word asks for its second or third kind ('who' a character, an organisation).
LATER_KIND = 0.06

#: The kinds that works are known by.
CREATORS = frozenset({"person", "organisation"})
#: What it costs that a person stands for their works.
METONYMY = 0.15
#: What it costs to ask for a value and to say what it is.
GIVEN = 0.2
#: What a bare noun gets back where it stands as nouns do.
NOUN_REFUND = 0.15

SET, RELATION, CLAIM, MODIFIER, MEASURE = "set", "relation", "claim", "modifier", "measure"
#: The kinds of a part that is of dates only.
DATES = frozenset(("date",))
#: How a part may be bound, see `reflexive`.
ITSELF, ITS, OWN = "itself", "its", "own"


class Part(NamedTuple):
    """A stretch understood in one way. ``kinds`` None is any; ``cost`` is what it lost so far.

    ``open`` is a set that nothing narrows down, ``constant`` one that was named, ``spoken`` one that was spoken of
    before; ``asks`` holds a question word. ``counted``, ``extreme`` and ``also`` wait until the set is used; ``share``
    until the relation is. ``trailing`` is the glue word right after a relation, ``unsaid`` if its preposition is
    nowhere in the utterance. ``headed`` has a noun to it, as a question without a question word must, or is a degree
    behind an article ('the newer X'); ``clausal`` is a verb with an argument and nothing else, of which nothing is
    asked by itself ('when' of 'X was set'). ``unlike`` are kinds that a question word rather does not ask for.
    ``negated`` is what is not so ('not directed by X'), ``frequent`` what is to be the most (or the fewest, or so
    many), ``beside`` are relations that hold as well ('wrote and directed'), ``company`` those 'with' whom something is
    said to be.
    ``everything`` asks for all of a kind in so many words ('which directors do you know').
    ``further`` is what else is asked for in the same breath: 'the director and the budget of X'.
    ``phrase`` is a noun with what it is of, or with a clause to it: 'the director of X', 'the one who directed X'.
    ``of_row`` is a name with the noun for its kind behind it, 'X film', which may be another one of its row.
    ``several`` is a noun for a kind in the plural, ``some`` one for a part of it ('woman'), which facts do not tell.
    ``relative`` opens with a question word that may as well tie it to a noun before it: 'who directed X'.
    ``bound`` waits for what it is said of: 'directed them', 'in their own films', see `reflexive`.
    ``span`` is the length of time that a noun for dates is ('the year in which ...').
    ``leaf`` says what may be left out, see `DROPPED`.
    """

    cat: str
    cost: float = 0.0
    query: Query | None = None
    kinds: frozenset[str] | None = None
    meaning: Noun | Verb | Facet | Degree | Operation | Rank | None = None
    mention: Mention | None = None
    open: bool = False
    constant: bool = False
    spoken: bool = False
    asks: bool = False
    counted: bool = False
    also: bool = False
    share: bool = False
    whose: bool = False
    object: frozenset[str] | None = None
    works: str = ""
    phrase: bool = False
    of_row: bool = False
    several: bool = False
    some: bool = False
    lossy: bool = False
    described: bool = False
    everything: bool = False
    headed: bool = False
    clausal: bool = False
    extreme: tuple[str, bool, int, int | None] | None = None
    trailing: str = ""
    unsaid: bool = False
    negated: bool = False
    frequent: Often | Range | None = None
    beside: tuple[Part, ...] = ()
    company: tuple[int, ...] = ()
    further: tuple[Query, ...] = ()
    unlike: frozenset[str] = frozenset()
    relative: bool = False
    bound: str = ""
    span: str = ""
    leaf: str = ""


def given_back(part: Part, relations: Mapping[str, Relation]) -> float:
    """The most that joining it may give back of what a part has lost: no join costs less than nothing otherwise."""
    if part.spoken:
        return -THEIRS
    if not isinstance(part.query, Lookup):
        return 0.0
    if part.open:
        return NOUN_REFUND
    return UNFILLED_ROLE if len(part.query.given) < len(relations[part.query.relation].qualifiers) + 1 else 0.0


def narrow(part: Part, kinds: Sequence[str]) -> tuple[Query, float] | None:
    """The part as an argument of some kinds, modifiers worked in, and what that costs; None if it cannot be."""
    if (part.constant and part.asks) or part.further:
        return None  # 'who is X' asks for X itself
    if part.some and part.open:
        return None
    if part.mention is not None:
        nodes, quality = part.mention.of(kinds)
        named: Query = Extreme(Nodes(nodes), *part.extreme) if part.extreme is not None else Nodes(nodes)
        return (named, (1.0 - quality) * DOUBT) if nodes else None
    if isinstance(part.query, Unplaced) and kinds and kinds[0] in VALUE_TYPES:
        return None  # a date or an amount is no name
    if isinstance(part.query, Unplaced) and tuple(kinds) == ("character",):
        return part.query, LATER_KIND  # an unknown name is somebody's sooner than a character's
    if part.query is None or (part.kinds is not None and part.kinds.isdisjoint(kinds)):
        return None
    return (Within(used(part), part.span) if part.span else used(part)), 0.0


def works_of(part: Part, relations: Mapping[str, Relation]) -> Part | None:
    """'the director of X' for the films that this director made, as in 'the actors of the director of X'."""
    if not part.works or part.query is None or part.open:
        return None
    relation = relations[part.works]
    if not CREATORS.issuperset(relation.kinds(VALUE)):
        return None
    narrowed = narrow(part, relation.kinds(VALUE))
    if narrowed is None:
        return None
    query = Lookup(relation.name, SUBJECT, ((VALUE, narrowed[0]),))
    return Part(SET, part.cost + METONYMY + narrowed[1], query, frozenset(relation.kinds(SUBJECT)), asks=part.asks)


def is_dated(lookup: Lookup) -> bool:
    """Whether a look-up is of things at some place on a number line: what came out in 1995, what is longer than X."""
    return any(isinstance(filler, Beyond | Range | Within) for _, filler in lookup.given)


def used(part: Part) -> Query:
    """The part's query with its superlative worked in."""
    query = part.query or Kind(())
    return Extreme(query, *part.extreme) if part.extreme is not None else query


def meet(left: Part, right: Part, cost: float) -> Iterator[Part]:
    """Both at once: 'which' and 'films', 'films' and 'directed by X', two constraints."""
    if left.share or right.share or (left.negated and right.negated) or (left.extreme and right.extreme):
        return  # 'the same film' waits for a relation; 'the second longest' is neither the second nor the longest
    if left.negated or right.negated:
        yield from _without(*((right, left) if left.negated else (left, right)), cost)
        return
    wider, narrower = (left, right) if left.open and not (right.open and right.asks) else (right, left)
    kinds = _common(wider.kinds, narrower.kinds)
    if kinds is not None and not kinds:
        return
    if (
        wider.open
        and isinstance(narrower.query if wider.asks else wider.query, Lookup)
        and (narrower.open or narrower.constant)
    ):
        cost -= NOUN_REFUND  # 'which directors', 'the director X': a noun in its place
    # 'the man who directed X' asks nothing
    tied = left.open and left.headed and not left.asks and right.relative
    joined = narrower._replace(
        cost=cost + (_asking_cost(wider, narrower, kinds) if wider.asks else 0.0),
        kinds=kinds,
        open=left.open and right.open,
        asks=left.asks or (right.asks and not tied),
        relative=left.relative,
        counted=left.counted or right.counted,
        also=left.also or right.also,
        extreme=left.extreme or right.extreme,
        frequent=left.frequent if left.frequent is not None else right.frequent,
        headed=left.headed or right.headed,
        clausal=left.clausal and right.clausal,
        company=left.company or right.company,
        lossy=left.lossy or right.lossy,
        works=_noun(wider) or narrower.works,
        phrase=left.phrase or right.phrase or wider.open,
        span=left.span or right.span,
        leaf="",
    )
    if narrower.mention is not None:
        mention = narrower.mention.called(kinds)
        if mention.nodes:
            nodes, quality = mention.of(None)
            kinds = None if kinds is None else frozenset(named.kind for named in mention.nodes)
            cost = joined.cost + (1.0 - quality) * DOUBT
            yield joined._replace(query=Nodes(nodes), mention=mention, kinds=kinds, cost=cost)
        return
    if wider.query is None or narrower.query is None:
        return
    if isinstance(wider.query, Range) != isinstance(narrower.query, Range):
        joined = joined._replace(cost=joined.cost + GIVEN)
    if wider.open and _adds_nothing(wider, narrower):
        yield joined._replace(query=narrower.query)
    elif wider.open and wider.asks and isinstance(wider.query, Lookup):
        return  # 'how long' asks for nothing but a length
    elif narrower.open and _adds_nothing(narrower, wider):
        yield joined._replace(query=wider.query)
    else:
        yield joined._replace(query=_all(narrower.query, wider.query))


def _without(kept: Part, negated: Part, cost: float) -> Iterator[Part]:
    """'films' and 'not directed by X'."""
    kinds = _common(kept.kinds, negated.kinds)
    if kept.constant or kept.query is None or negated.query is None or (kinds is not None and not kinds):
        return
    query = Except(kept.query, negated.query)
    yield kept._replace(cost=cost, query=query, kinds=kinds, open=False, headed=True, leaf="")


def alternative(part: Part) -> bool:
    """'X or Y': nothing is longer than either of two, but one of them is the longer."""
    return isinstance(part.query, Any) and not part.query.every


def asks_further(part: Part) -> bool:
    """Whether a part asks for a further role of a fact: 'which ... came out there' hardly does."""
    query = part.query
    return isinstance(query, Lookup) and query.ask not in (SUBJECT, VALUE) and bool(query.given)


def _noun(part: Part) -> str:
    """The relation whose noun a bare noun is: 'director' in 'the director X'."""
    query = part.query
    if part.open and not part.asks and isinstance(query, Lookup) and query.ask == VALUE:
        return query.relation
    return ""


def _common(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _asking_cost(asking: Part, asked: Part, kinds: frozenset[str] | None) -> float:
    if asking.kinds is None and not asking.unlike and asks_further(asked):
        return UNASKED_ROLE
    if kinds is None or not isinstance(asking.query, Kind):
        return 0.0
    if asking.unlike and kinds <= asking.unlike:
        return LATER_KIND
    return LATER_KIND * min((at for at, kind in enumerate(asking.query.kinds) if kind in kinds), default=0)


def _adds_nothing(universe: Part, narrower: Part) -> bool:
    """Whether everything in `narrower` is in the open set `universe` anyway."""
    if isinstance(universe.query, Lookup):
        narrow_query = narrower.query
        return isinstance(narrow_query, Lookup) and (narrow_query.relation, narrow_query.ask) == (
            universe.query.relation,
            universe.query.ask,
        )
    if isinstance(universe.query, Except) or (isinstance(universe.query, Any) and not _all_kinds(universe.query)):
        return False
    return universe.kinds is None or (narrower.kinds is not None and narrower.kinds <= universe.kinds)


def _all_kinds(query: Any) -> bool:
    return all(isinstance(part, Kind) for part in query.parts)


def _all(one: Query, other: Query) -> Query:
    parts = (one.parts if isinstance(one, All) else (one,)) + (other.parts if isinstance(other, All) else (other,))
    return All(tuple(dict.fromkeys(parts)))
