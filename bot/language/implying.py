"""What two sets say of each other with no word for it: 'films with X', 'Carmen by X', '(did) X (star in) Y'."""

from __future__ import annotations

from collections.abc import Iterator

from bot.facts.model import KINDS
from bot.facts.vocabulary import SUBJECT
from bot.language.applying import Context, each_of_them, frequently, without_company
from bot.language.costs import (
    IMPLIED,
    IMPLIED_ASKED,
    IMPLIED_BY,
    INVENTED,
    NEEDLESS,
    THEIRS,
    TURNED,
    UNLIKELY,
    unusual,
)
from bot.language.joints import Gap
from bot.language.look_ups import look_up, with_whom
from bot.language.meanings import Implied
from bot.language.parts import CLAIM, SET, Part, meet, narrow, used, works_of
from bot.language.query import All, Any, Beyond, Check, Kind, Lookup, Nodes, Range, Unplaced

#: What it costs that a claim is made of what stands behind: 'directed by X is Y'.
CLAIMED_BEHIND = 0.05


def imply(left: Part, right: Part, gap: Gap, cost: float, context: Context, claims: bool) -> Iterator[Part]:
    """A relation that only a preposition, or nothing at all, stands for: 'films with X', 'French films'."""
    for meant, tie in each_of_them(right, gap, context):
        yield from _imply(left, meant, tie, cost + meant.cost - right.cost, context, claims)


def _imply(left: Part, right: Part, gap: Gap, cost: float, context: Context, claims: bool) -> Iterator[Part]:
    preposition = next((word for word in reversed(gap) if word in context.bare), "")
    asked = left.asks and left.open and not _is_range(right)  # but 'anything below 80 minutes'
    elsewise = not preposition and not context.words.prepositions.isdisjoint(gap)
    if not preposition and (isinstance(left.query, Unplaced) or isinstance(right.query, Unplaced)):
        cost += INVENTED
    theirs = _theirs(left, right, gap, preposition, context)
    owned = not gap and left.mention is not None and left.mention.owning and right.mention is not None  # 'X's Carmen'
    cost += THEIRS if theirs else IMPLIED_BY if preposition or owned else IMPLIED_ASKED if asked else IMPLIED
    if (preposition or elsewise) and left.open and (works := works_of(right, context.relations)) is not None:
        yield from meet(left, works, cost + works.cost - right.cost)
    if elsewise or (left.open and right.open and right.frequent is None):
        return
    if preposition in context.words.of and takes_argument(left) and not (right.constant or _is_range(right)):
        return  # 'remakes of French films' are not by the French
    for way in context.implied(preposition, left.kinds, right.kinds):
        head, modifier = (left, right) if way.left_is_head else (right, left)
        relation = context.relations[way.relation]
        is_one = not gap and bool(left.mention and right.mention) and not way.turned  # 'is X Y'
        claimed = claims and (preposition or is_one or relation.kinds(way.role)[0] not in KINDS)
        told_apart = preposition and way.left_is_head and head.mention is not None and _needs_telling(head, way)
        told_apart = told_apart or (owned and head is right)
        in_some = preposition and head is right and head.open and not (head.asks or left.constant)  # 'written in a bar'
        bound = isinstance(head.query, Beyond)  # 'before X' tells when something is, and is no answer
        if (
            bound
            or in_some
            or (modifier.open and modifier.frequent is None)
            or (head.constant and not (claimed or told_apart))
        ):
            continue
        narrowed = narrow(modifier, relation.kinds(way.role))
        if narrowed is None:
            continue
        each = not context.words.each.isdisjoint(gap)  # 'who is in both X and Y'
        looked_up = look_up(way.relation, way.ask, way.role, narrowed[0], each)
        found = frequently(without_company(looked_up, modifier), modifier)
        if found is None:
            continue
        implied = Part(SET, modifier.cost, found, way.kinds, also=modifier.also, lossy=modifier.lossy)
        if preposition in context.words.company and isinstance(narrowed[0], Nodes):
            implied = implied._replace(company=narrowed[0].ids)
        joined = cost + narrowed[1] + unusual(way.order) + (TURNED if way.turned else 0.0)
        if not head.constant:
            yield from meet(head, implied, joined)
        if head.constant and claimed and (way.left_is_head or not preposition):
            yield from claim(head, implied, joined)
        if head.constant and told_apart:
            yield from single_out(head, implied, (), joined + (UNLIKELY if claims else 0.0), context)


def _theirs(left: Part, right: Part, gap: Gap, preposition: str, context: Context) -> bool:
    """'his films', 'films of his', but not 'which of them'."""
    if isinstance(left.query, Kind) and left.query.kinds:
        return right.spoken and preposition in context.words.of
    return left.spoken and not gap and isinstance(right.query, Kind)


def _needs_telling(head: Part, way: Implied) -> bool:
    """Whether a name is one of several, or a work with something said of it: 'who is X in Y' asks for X in Y."""
    return way.ask == SUBJECT or (head.mention is not None and len(head.mention.of(way.kinds)[0]) > 1)


def _is_range(part: Part) -> bool:
    return isinstance(part.query, Range)


def takes_argument(part: Part) -> bool:
    """Whether something is a noun that may still be of something: 'sequels', 'films that are remakes'."""
    parts = part.query.parts if isinstance(part.query, All) else (part.query,)
    nouns = [each for each in parts if not isinstance(each, Kind)]
    return part.open and len(nouns) == 1 and isinstance(nouns[0], Lookup)


def single_out(left: Part, right: Part, gap: Gap, cost: float, context: Context) -> Iterator[Part]:
    """'Carmen by X': what tells apart the things of one name, or is said of the only one besides."""
    named, telling = (left, right) if left.constant else (right, left)
    if named is right and not context.words.prepositions.isdisjoint(gap):
        return  # 'won a prize for X' tells no X apart
    if named.mention is None or telling.kinds is None or telling.open or not isinstance(telling.query, Lookup):
        return
    nodes, quality = named.mention.of(telling.kinds)
    if nodes:
        query = All((Nodes(nodes), telling.query))
        cost += 1.0 - quality + (NEEDLESS if len(nodes) == 1 else 0.0)
        yield Part(SET, cost, query, telling.kinds, constant=True, asks=telling.asks)


def _is_beyond(part: Part) -> bool:
    """Whether it is what is more than something: 'longer than X'."""
    return isinstance(part.query, Lookup) and any(isinstance(filler, Beyond) for _, filler in part.query.given)


def claimed(left: Part, right: Part, gap: Gap, cost: float, context: Context) -> Iterator[Part]:
    """Every claim that two sets make, whichever of them it is said of."""
    yield from claim(left, right, cost)
    yield from claim(right, left, cost + CLAIMED_BEHIND)
    if context.words.prepositions.isdisjoint(gap):
        yield from _is_a(left, right, cost)


def _is_a(thing: Part, among: Part, cost: float) -> Iterator[Part]:
    """'(is) X a film', whatever X is."""
    bare = among.headed and not (among.asks or among.some) and among.extreme is None and among.frequent is None
    if bare and isinstance(among.query, Kind) and thing.constant and isinstance(thing.query, Nodes):
        named = Nodes(thing.mention.of(None)[0]) if thing.mention is not None else thing.query
        yield Part(CLAIM, cost, Check(named, among.query))


def claim(thing: Part, among: Part, cost: float) -> Iterator[Part]:
    """'X' and 'starred in Y' as a claim: X is among those."""
    compared = thing.headed and not (thing.open or thing.asks) and _is_beyond(among)  # 'is the director of X older'
    if not (thing.constant or compared or isinstance(thing.query, Range)) or among.constant or among.kinds is None:
        return
    one_of = among.headed and not among.asks and isinstance(among.query, Lookup | Any)  # 'is X a sequel', 'a director'
    if (among.open and among.extreme is None and not one_of) or (among.extreme and isinstance(among.query, Any)):
        return
    narrowed = narrow(thing, tuple(among.kinds)) if not isinstance(among.query, Range) else None
    if narrowed is not None:
        among_query = used(among)
        yield Part(CLAIM, cost + narrowed[1], with_whom(narrowed[0], among_query) or Check(narrowed[0], among_query))
