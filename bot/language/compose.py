"""Pieces to queries: neighbouring parts join along the types that the relations declare, whatever their order.

These are the rules that join two neighbours; `chart` applies them to a whole utterance. A part is a *set* ('the films
directed by X'), a *relation* that still lacks an argument ('directed'), a *claim* (yes or no), or a *modifier*
('longest', 'how many', 'also'). Types prune nearly everything; what order and prepositions say decides only between
what the types leave, as costs.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.facts.model import KINDS
from bot.facts.vocabulary import SUBJECT, VALUE
from bot.language.applying import Context, Gap, apply, look_up, without_company
from bot.language.costs import (
    ABSORBED,
    BOTH,
    COMPANY,
    COORDINATORS,
    DEEPER,
    DERIVED_FILLER,
    DROPPED,
    IMPLIED,
    IMPLIED_ASKED,
    IMPLIED_BY,
    INVENTED,
    MIXED,
    NEEDLESS,
    OBJECT,
    OF_YEAR,
    POSSESSIVES,
    TURNED,
    UNFILLED_ROLE,
    UNLIKELY,
    UNPLACED_FILLER,
    unusual,
)
from bot.language.lexicon import ARTICLES, COPULAS, PREPOSITIONS, Implied, Noun, Operation, Verb
from bot.language.measuring import measure
from bot.language.modifying import modify
from bot.language.parts import CLAIM, SET, Part, meet, narrow, used, works_of
from bot.language.query import (
    All,
    Any,
    Beyond,
    Check,
    Kind,
    Lookup,
    Nodes,
    Range,
    Unplaced,
)


def join(left: Part, right: Part, gap: Gap, context: Context, claims: bool) -> Iterator[Part]:
    """Every part that two neighbours make together.

    ``gap`` are the glue words between them; ``claims`` says whether they may claim something, as nothing in them asks.
    """
    match left.cat, right.cat:
        case "set", "set":
            yield from _join_sets(left, right, gap, context, claims)
        case "relation", "set":
            yield from apply(left, right, gap, False, context)
            yield from _reduced(left, right, True, gap, context)
        case "set", "relation":
            yield from apply(right, left, gap, True, context)
            yield from _reduced(right, left, False, gap, context)
        case "relation", "relation":
            yield from _and_also(left, right, gap)
        case "modifier", _ if not right.mention or PREPOSITIONS.isdisjoint(gap):  # 'the latest on X' is no latest X
            yield from modify(left, right, context)
            yield from _but_what(left, right)
        case _, "modifier":
            yield from modify(right, left, context)
    if left.cat != SET or right.cat != SET or isinstance(left.query, Range):
        yield from measure(left, right, gap, context)
    if left.leaf in DROPPED or right.leaf in DROPPED:
        yield from _left_out(left, right)


def _reduced(relation: Part, known: Part, relation_first: bool, gap: Gap, context: Context) -> Iterator[Part]:
    """A relation and a set of which one says nothing that the other does not."""
    if known.open:
        yield from _absorb(relation, known, relation_first, gap, context)
    if relation.leaf and _says_again(relation, known):
        yield known._replace(cost=relation.cost + known.cost + ABSORBED, leaf="")


def _left_out(left: Part, right: Part) -> Iterator[Part]:
    """One of two neighbours without the other, which may be left out (see `DROPPED`)."""
    for kept, dropped in ((left, right), (right, left)):
        said = kept is right and (kept.constant or isinstance(kept.meaning, Verb))  # 'made X star in', 'got to play'
        light = dropped.leaf == "light" and not said
        if dropped.leaf in DROPPED and not light and not (kept.cat == CLAIM and dropped.asks):
            cost = left.cost + right.cost + DROPPED[dropped.leaf]
            asks = kept.asks or (dropped.asks and not kept.constant)
            lossy = kept.lossy or dropped.leaf not in ("kind", "asks")
            counted = kept.counted or dropped.counted
            yield kept._replace(cost=cost, leaf="", asks=asks, counted=counted, lossy=lossy)


def _and_also(left: Part, right: Part, gap: Gap) -> Iterator[Part]:
    """'wrote and directed': two relations with one argument."""
    verbs = isinstance(left.meaning, Verb) and isinstance(right.meaning, Verb)
    if verbs and not right.beside and not COORDINATORS.isdisjoint(gap):
        both = left._replace(trailing=right.trailing)
        yield both._replace(cost=left.cost + right.cost, beside=(*left.beside, right), leaf="")


def _but_what(modifier: Part, part: Part) -> Iterator[Part]:
    """'without' and what is to be left out."""
    if modifier.meaning != Operation("except") or modifier.query is not None:
        return
    if part.cat == SET and not part.open and part.query is not None:
        cost = modifier.cost + part.cost
        yield modifier._replace(cost=cost, query=part.query, kinds=part.kinds, mention=part.mention, leaf="")


def _absorb(relation: Part, universe: Part, relation_first: bool, gap: Gap, context: Context) -> Iterator[Part]:
    """What says no more than the relation does: 'who' wrote, wrote 'films' (together with X), the 'film' director."""
    cost = relation.cost + universe.cost
    if universe.asks and not _same_noun(relation, universe):
        yield relation._replace(cost=cost + 0.1, asks=True, kinds=universe.kinds, leaf="")
    elif isinstance(universe.query, Kind) and isinstance(relation.meaning, Noun | Verb) and universe.kinds is not None:
        declared = context.relations[relation.meaning.relation]
        object_fits = any(not universe.kinds.isdisjoint(declared.kinds(role)) for role in (SUBJECT, VALUE))
        compound = not relation_first and isinstance(relation.meaning, Noun) and not gap
        if object_fits and (compound or relation_first):
            share = relation.share or universe.share
            whose = relation.whose or (relation_first and not POSSESSIVES.isdisjoint(gap))
            small = compound or share or whose
            cost += 0.05 if small else OBJECT
            if relation.leaf and isinstance(relation.meaning, Noun) and "of" in gap and not whose:
                role = relation.meaning.role  # 'what kinds of films': the nouns themselves
                found, kinds = Lookup(declared.name, role), frozenset(declared.kinds(role))
                yield Part(SET, cost, found, kinds, open=True, asks=relation.asks, headed=True)
            taken = None if compound else universe.kinds
            yield relation._replace(cost=cost, share=share, whose=whose, object=taken, leaf="")


def _same_noun(relation: Part, universe: Part) -> bool:
    """'what is the sequel' and 'to the sequel of': another one."""
    meaning, query = relation.meaning, universe.query
    return (
        isinstance(meaning, Noun)
        and isinstance(query, Lookup)
        and (query.relation, query.ask) == (meaning.relation, meaning.role)
    )


def _says_again(relation: Part, known: Part) -> bool:
    """'how long ... run', 'came out ... after X', 'made ... at the box office'."""
    query, meaning = known.query, relation.meaning
    if not isinstance(query, Lookup) or not query.given:
        return False
    if isinstance(meaning, Noun):
        literal = known.kinds is not None and known.kinds.isdisjoint(KINDS)  # the sequel of a sequel is another film
        return literal and not meaning.asks and (query.relation, query.ask) == (meaning.relation, meaning.role)
    if not isinstance(meaning, Verb):
        return False
    dated = any(isinstance(filler, Beyond | Range) for _, filler in query.given)
    asked = known.asks and known.kinds is not None and known.kinds.isdisjoint(KINDS)
    return query.relation == meaning.relation and (asked or dated)


# -- sets and sets -----------------------------------------------------------------------------------------------------


def _join_sets(left: Part, right: Part, gap: Gap, context: Context, claims: bool) -> Iterator[Part]:
    cost = left.cost + right.cost
    if left.open or right.open:
        double = left.open and right.open and left.asks and right.asks
        if not double and not _apposition_fails(left, right, gap, context) and not _no_extreme(left, right, context):
            yield from meet(left, right, cost)
    elif left.constant != right.constant and (left.mention or right.mention):
        yield from _single_out(left, right, cost + (UNLIKELY if claims else 0.0))
    elif not left.constant and not right.constant and _two_constraints(left, right):
        yield from meet(left, right, cost + BOTH)
    yield from _fill(left, right, cost, context)
    yield from _fill(right, left, cost, context)
    if claims:
        yield from _claim(left, right, cost)
        yield from _claim(right, left, cost + 0.05)
    if left.constant and right.constant and ("and" in gap or "or" in gap):
        yield from _coordinate(left, right, "and" in gap, cost)
    elif not gap and left.constant and isinstance(right.query, Any) and _common_kind(left, right):
        yield from _coordinate(left, right, right.query.every, cost)  # 'X, Y or Z'
    yield from _dated(left, right, gap, cost)
    yield from _dated(right, left, gap, cost)
    yield from _imply(left, right, gap, cost, context, claims)


def _common_kind(left: Part, right: Part) -> bool:
    return right.constant and bool(left.kinds and right.kinds and left.kinds & right.kinds)


def _no_extreme(left: Part, right: Part, context: Context) -> bool:
    """'is X the longest film': there is no longest X, and no oldest film by the birth of its people."""
    for one, other in ((left, right), (right, left)):
        if one.extreme and other.constant and not isinstance(other.query, Any):
            return True
        if one.extreme and _apart(other, frozenset(context.relations[one.extreme[0]].subject)):
            return True
    return False


def _two_constraints(left: Part, right: Part) -> bool:
    """Whether both can be said of one thing: one of them is its noun, or stands for those that were listed."""
    return left.headed != right.headed or "listed" in (left.leaf, right.leaf)


def _apposition_fails(left: Part, right: Part, gap: Gap, context: Context) -> bool:
    """Whether a noun and a name do not stand together as in 'the actor X' or 'X is a film by': 'has X a sequel'."""
    if not (left.constant or right.constant) or left.asks or right.asks:
        noun = left.open and isinstance(left.query, Lookup)  # 'the sequel to the sequel'
        noun = noun or (right.open and not right.asks and not left.open)  # 'made from novels' are no novels
        return not PREPOSITIONS.isdisjoint(gap) and (left.constant or right.constant or noun)
    passed = ARTICLES | COPULAS if left.constant and isinstance(right.query, Kind) else ARTICLES
    return any(word not in passed and word not in context.filler for word in gap)


def _single_out(left: Part, right: Part, cost: float) -> Iterator[Part]:
    """'Carmen by X': what tells apart the things of one name, or is said of the only one besides."""
    named, telling = (left, right) if left.constant else (right, left)
    if named.mention is None or telling.kinds is None or telling.open or not isinstance(telling.query, Lookup):
        return
    nodes, quality = named.mention.of(telling.kinds)
    if nodes:
        query = All((Nodes(nodes), telling.query))
        cost += 1.0 - quality + (NEEDLESS if len(nodes) == 1 else 0.0)
        yield Part(SET, cost, query, telling.kinds, constant=True, asks=telling.asks)


def _dated(named: Part, date: Part, gap: Gap, cost: float) -> Iterator[Part]:
    """'Heat (1995)', 'the 1995 film Heat', 'Heat from 1995': a year beside a name is part of it."""
    if named.mention is None or not isinstance(date.query, Range) or date.query.type != "date" or set(gap) - OF_YEAR:
        return
    if not any(found.year for found in named.mention.nodes):
        return
    low, high = date.query.low, date.query.high
    if low is None or high is None or (low % 10000, high % 10000) != (101, 1231):
        return  # no year, nor several
    dated = named.mention.dated(int(low) // 10000, int(high) // 10000)
    if dated.nodes:
        nodes = tuple(found.node for found in dated.nodes)
        kinds = frozenset(found.kind for found in dated.nodes)
        yield named._replace(cost=cost, query=Nodes(nodes), kinds=kinds, mention=dated, leaf="")
    else:
        stranger = Unplaced(f"{named.mention.text} ({date.query.text})")
        yield named._replace(cost=cost, query=stranger, kinds=None, mention=None, leaf="")


def _fill(holder: Part, filler: Part, cost: float, context: Context) -> Iterator[Part]:
    """A further role of a fact with more than two: 'who played X' and 'in Y'."""
    lookup = holder.query
    if not isinstance(lookup, Lookup) or filler.open or holder.open:
        return
    relation = context.relations[lookup.relation]
    if not relation.qualifiers:
        return
    taken = {lookup.ask, *(role for role, _ in lookup.given)}
    for role in relation.roles:
        if role in taken:
            continue
        narrowed = narrow(filler, relation.kinds(role))
        if narrowed is not None:
            yield holder._replace(
                cost=cost + narrowed[1] + _filler_cost(role, filler),
                query=Lookup(lookup.relation, lookup.ask, (*lookup.given, (role, narrowed[0]))),
                asks=holder.asks or filler.asks,
                also=holder.also or filler.also,
                leaf="",
            )


def _filler_cost(role: str, filler: Part) -> float:
    if isinstance(filler.query, Unplaced):
        return UNPLACED_FILLER
    if filler.constant:
        return -UNFILLED_ROLE
    return DERIVED_FILLER if role not in (SUBJECT, VALUE) else DEEPER


def _claim(thing: Part, among: Part, cost: float) -> Iterator[Part]:
    """'X' and 'starred in Y' as a claim: X is among those."""
    if not (thing.constant or isinstance(thing.query, Range)) or among.constant or among.kinds is None:
        return
    if (among.open and among.extreme is None) or (among.extreme and isinstance(among.query, Any)):
        return
    narrowed = narrow(thing, tuple(among.kinds)) if not isinstance(among.query, Range) else None
    if narrowed is not None:
        yield Part(CLAIM, cost + narrowed[1], Check(narrowed[0], used(among)))


def _coordinate(left: Part, right: Part, every: bool, cost: float) -> Iterator[Part]:
    """'X and Y', of one kind if they can be."""
    if left.kinds is None or right.kinds is None:
        return
    common = left.kinds & right.kinds
    for kinds in _each(common) or [tuple(sorted(left.kinds | right.kinds))]:
        one, other = narrow(left, kinds), narrow(right, kinds)
        if one and other:
            parts = tuple(
                part for each in (one[0], other[0]) for part in (each.parts if isinstance(each, Any) else (each,))
            )
            extra = 0.0 if common else MIXED
            yield Part(SET, cost + one[1] + other[1] + extra, Any(parts, every), frozenset(kinds), constant=True)


def _each(kinds: frozenset[str]) -> list[tuple[str, ...]]:
    return [(kind,) for kind in sorted(kinds)]


def _imply(left: Part, right: Part, gap: Gap, cost: float, context: Context, claims: bool) -> Iterator[Part]:
    """A relation that only a preposition, or nothing at all, stands for: 'films with X', 'French films'."""
    preposition = next((word for word in reversed(gap) if word in context.bare), "")
    asked = left.asks and left.open and not isinstance(right.query, Range)  # but 'anything below 80 minutes'
    elsewise = not preposition and not PREPOSITIONS.isdisjoint(gap)
    if not preposition and (isinstance(left.query, Unplaced) or isinstance(right.query, Unplaced)):
        cost += INVENTED
    cost += IMPLIED_BY if preposition else IMPLIED_ASKED if asked else IMPLIED
    if (preposition or elsewise) and left.open and (works := works_of(right, context.relations)) is not None:
        yield from meet(left, works, cost + works.cost - right.cost)
    if elsewise or (left.open and right.open):
        return
    for way in context.implied(preposition, left.kinds, right.kinds):
        head, modifier = (left, right) if way.left_is_head else (right, left)
        relation = context.relations[way.relation]
        claimed = claims and (preposition or relation.kinds(way.role)[0] not in KINDS)
        told_apart = head.mention is not None and preposition and way.left_is_head and _needs_telling(head, way)
        if modifier.open or (head.constant and not (claimed or told_apart)):
            continue
        narrowed = narrow(modifier, relation.kinds(way.role))
        if narrowed is None:
            continue
        found = without_company(look_up(way.relation, way.ask, way.role, narrowed[0]), modifier)
        implied = Part(SET, modifier.cost, found, way.kinds, also=modifier.also, lossy=modifier.lossy)
        if preposition in COMPANY and isinstance(narrowed[0], Nodes):
            implied = implied._replace(company=narrowed[0].ids)
        joined = cost + narrowed[1] + unusual(way.order) + (TURNED if way.turned else 0.0)
        if not head.constant:
            yield from meet(head, implied, joined)
        if head.constant and claimed:
            yield from _claim(head, implied, joined)
        if head.constant and told_apart:
            yield from _single_out(head, implied, joined + (UNLIKELY if claims else 0.0))


def _needs_telling(head: Part, way: Implied) -> bool:
    """Whether a name is one of several, or a work with something said of it: 'who is X in Y' asks for X in Y."""
    return way.ask == SUBJECT or (head.mention is not None and len(head.mention.of(way.kinds)[0]) > 1)


def _apart(part: Part, kinds: frozenset[str]) -> bool:
    return part.kinds is not None and part.kinds.isdisjoint(kinds)
