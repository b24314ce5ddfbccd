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
from bot.language.applying import Context, Gap, apply, look_up
from bot.language.costs import (
    ABSORBED,
    BOTH,
    DEEPER,
    DERIVED_FILLER,
    DROPPED,
    IMPLIED,
    IMPLIED_ASKED,
    IMPLIED_BY,
    INVENTED,
    MIXED,
    OBJECT,
    OF_YEAR,
    POSSESSIVES,
    TOGETHER,
    TURNED,
    UNFILLED_ROLE,
    UNPLACED_FILLER,
)
from bot.language.lexicon import ARTICLES, PREPOSITIONS, Degree, Noun, Operation, Verb
from bot.language.parts import CLAIM, MODIFIER, RELATION, SET, Part, meet, narrow, used, works_of
from bot.language.query import All, Any, Beyond, Check, Except, Kind, Lookup, Nodes, Range, Unplaced


def join(left: Part, right: Part, gap: Gap, context: Context) -> Iterator[Part]:
    """Every part that two neighbours make together; ``gap`` are the glue words between them."""
    pair = (left.cat, right.cat)
    if pair == (SET, SET):
        yield from _join_sets(left, right, gap, context)
    elif pair == (RELATION, SET):
        yield from apply(left, right, gap, False, context)
    elif pair == (SET, RELATION):
        yield from apply(right, left, gap, True, context)
    elif left.cat == MODIFIER:
        yield from _modify(left, right, context)
        if _is_except(left) and right.constant:
            yield left._replace(cost=left.cost + right.cost, query=right.query, leaf="")
    elif right.cat == MODIFIER:
        yield from _modify(right, left, context)
    for relation, universe in ((left, right), (right, left)):
        if relation.cat == RELATION and universe.cat == SET and universe.open:
            yield from _absorb(relation, universe, relation is left, gap, context)
    for relation, known in ((left, right), (right, left)):
        if relation.cat == RELATION and relation.leaf and _says_again(relation, known):
            yield known._replace(cost=left.cost + right.cost + ABSORBED, leaf="")
    for kept, dropped in ((left, right), (right, left)):
        if dropped.leaf in DROPPED:
            cost = kept.cost + DROPPED[dropped.leaf]
            asks = kept.asks or (dropped.asks and not kept.constant)
            lossy = kept.lossy or dropped.leaf not in ("kind", "asks")
            counted = kept.counted or dropped.counted
            yield kept._replace(cost=cost, leaf="", asks=asks, counted=counted, lossy=lossy)


def _is_except(part: Part) -> bool:
    return isinstance(part.meaning, Operation) and part.meaning.name == "except" and part.query is None


def _absorb(relation: Part, universe: Part, relation_first: bool, gap: Gap, context: Context) -> Iterator[Part]:
    """What says no more than the relation does: 'who' wrote, wrote 'films' (together with X), the 'film' director."""
    cost = relation.cost + universe.cost
    if universe.asks:
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
            taken = None if compound else universe.kinds
            yield relation._replace(cost=cost, share=share, whose=whose, object=taken, leaf="")


def _says_again(relation: Part, known: Part) -> bool:
    return (
        isinstance(relation.meaning, Verb)
        and isinstance(known.query, Lookup)
        and bool(known.query.given)
        and known.query.relation == relation.meaning.relation
    )


# -- sets and sets -----------------------------------------------------------------------------------------------------


def _join_sets(left: Part, right: Part, gap: Gap, context: Context) -> Iterator[Part]:
    cost = left.cost + right.cost
    if left.open or right.open:
        if not _apposition_fails(left, right, gap, context) and not (
            left.open and right.open and left.asks and right.asks
        ):
            yield from meet(left, right, cost)
    elif left.constant != right.constant and not context.claims and (left.mention or right.mention):
        yield from _single_out(left, right, cost)
    elif not left.constant and not right.constant and _two_constraints(left, right):
        yield from meet(left, right, cost + BOTH)
    yield from _fill(left, right, cost, context)
    yield from _fill(right, left, cost, context)
    if context.claims:
        yield from _claim(left, right, cost)
        yield from _claim(right, left, cost + 0.05)
    if left.constant and right.constant and ("and" in gap or "or" in gap):
        yield from _coordinate(left, right, "and" in gap, cost)
    yield from _dated(left, right, gap, cost)
    yield from _dated(right, left, gap, cost)
    yield from _imply(left, right, gap, cost, context)


def _two_constraints(left: Part, right: Part) -> bool:
    """Whether both can be said of one thing: one of them is its noun, or stands for those that were listed."""
    return left.headed != right.headed or "listed" in (left.leaf, right.leaf)


def _apposition_fails(left: Part, right: Part, gap: Gap, context: Context) -> bool:
    """Whether a noun and a name do not stand together as in 'the actor X': 'actors of X', 'has X a sequel'."""
    if not (left.constant or right.constant) or left.asks or right.asks:
        return not PREPOSITIONS.isdisjoint(gap) and (left.constant or right.constant)
    return any(word not in ARTICLES and word not in context.filler for word in gap)


def _single_out(left: Part, right: Part, cost: float) -> Iterator[Part]:
    """'Carmen by X': what tells apart the things of one name."""
    named, telling = (left, right) if left.constant else (right, left)
    if named.mention is None or telling.kinds is None or telling.open or not isinstance(telling.query, Lookup):
        return
    nodes, quality = named.mention.of(telling.kinds)
    if len(nodes) > 1:
        query = All((Nodes(nodes), telling.query))
        yield Part(SET, cost + 1.0 - quality, query, telling.kinds, constant=True, asks=telling.asks)


def _dated(named: Part, date: Part, gap: Gap, cost: float) -> Iterator[Part]:
    """'Heat (1995)', 'the 1995 film Heat', 'Heat from 1995': a year beside a name is part of it."""
    if named.mention is None or not isinstance(date.query, Range) or date.query.type != "date" or set(gap) - OF_YEAR:
        return
    if not any(found.year for found in named.mention.nodes):
        return
    low, high = date.query.low, date.query.high
    dated = named.mention.dated(int(low) // 10000 if low else 0, int(high) // 10000 if high else 9999)
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
    if not (thing.constant or isinstance(thing.query, Range)) or among.open or among.constant or among.kinds is None:
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
            parts = one[0].parts if isinstance(one[0], Any) else (one[0],)
            extra = 0.0 if common else MIXED
            yield Part(
                SET, cost + one[1] + other[1] + extra, Any((*parts, other[0]), every), frozenset(kinds), constant=True
            )


def _each(kinds: frozenset[str]) -> list[tuple[str, ...]]:
    return [(kind,) for kind in sorted(kinds)]


def _imply(left: Part, right: Part, gap: Gap, cost: float, context: Context) -> Iterator[Part]:
    """A relation that only a preposition, or nothing at all, stands for: 'films with X', 'French films'."""
    preposition = next((word for word in reversed(gap) if word in context.bare), "")
    elsewise = not preposition and not PREPOSITIONS.isdisjoint(gap)
    if not preposition and (isinstance(left.query, Unplaced) or isinstance(right.query, Unplaced)):
        cost += INVENTED
    cost += IMPLIED_BY if preposition else IMPLIED_ASKED if left.asks and left.open else IMPLIED
    if (preposition or elsewise) and left.open and (works := works_of(right, context.relations)) is not None:
        yield from meet(left, works, cost + works.cost - right.cost)
    if elsewise or (left.open and right.open):
        return
    for name, clause, kinds in context.bare.get(preposition, ()):
        for head, modifier, head_side, turned in (
            (left, right, 0, 0.0),
            (right, left, 1, 0.0),
            (left, right, 1, TURNED),
            (right, left, 0, TURNED),
        ):
            if modifier.open or (turned and preposition) or _apart(head, kinds[head_side]):
                continue
            if _apart(modifier, kinds[1 - head_side]):
                continue
            role, other = (clause.right, clause.left) if head_side == 0 else (clause.left, clause.right)
            relation = context.relations[name]
            if role is None or other is None:
                continue
            if head.constant and not (context.claims and (preposition or relation.kinds(role)[0] not in KINDS)):
                continue
            narrowed = narrow(modifier, relation.kinds(role))
            if narrowed is None:
                continue
            found = look_up(name, other, role, narrowed[0])
            implied = Part(SET, modifier.cost, found, kinds[head_side], also=modifier.also, lossy=modifier.lossy)
            yield from (_claim if head.constant else meet)(head, implied, cost + turned + narrowed[1])


def _apart(part: Part, kinds: frozenset[str]) -> bool:
    return part.kinds is not None and part.kinds.isdisjoint(kinds)


# -- modifiers ---------------------------------------------------------------------------------------------------------


def _modify(modifier: Part, part: Part, context: Context) -> Iterator[Part]:
    meaning, cost = modifier.meaning, modifier.cost + part.cost
    if isinstance(meaning, Operation):
        yield from _operate(meaning.name, modifier, part, cost)
    elif isinstance(meaning, Degree) and (meaning.superlative or isinstance(part.query, Any)):
        yield from _superlative(modifier, meaning, part, cost, context)
    elif isinstance(meaning, Degree) and part.constant:
        kinds = context.relations[meaning.relation].kinds(SUBJECT)
        narrowed = narrow(part, kinds)
        if narrowed is not None:
            beyond = Beyond(meaning.relation, meaning.more, narrowed[0])
            query = Lookup(meaning.relation, SUBJECT, ((VALUE, beyond),))
            yield Part(SET, cost + narrowed[1], query, frozenset(kinds))


def _superlative(modifier: Part, degree: Degree, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'first' and 'film', 'came out' and 'first', 'first' and 'X or Y'."""
    extreme = (degree.relation, degree.more, 1)
    if part.cat == RELATION:
        if isinstance(part.meaning, Verb) and part.meaning.relation == degree.relation:
            yield modifier._replace(cost=cost, asks=part.asks, leaf="")
        else:
            yield part._replace(cost=cost + 0.1, extreme=extreme, leaf="")
    elif part.cat == SET and (not part.constant or isinstance(part.query, Any)):
        kinds = context.relations[degree.relation].kinds(SUBJECT)
        if part.kinds is None or not part.kinds.isdisjoint(kinds):
            asks = part.asks or modifier.asks
            yield part._replace(cost=cost, extreme=extreme, asks=asks, constant=False, leaf="")


def _operate(name: str, modifier: Part, part: Part, cost: float) -> Iterator[Part]:
    if name == "except":
        if modifier.query is not None and part.cat == SET and not part.constant and part.query is not None:
            yield part._replace(cost=cost, query=Except(part.query, modifier.query), leaf="")
    elif (name == "share" and (part.cat == RELATION or part.open)) or (name == "together" and part.cat == RELATION):
        yield part._replace(cost=cost, share=True, leaf="")
        if isinstance(part.meaning, Noun):
            yield part._replace(cost=cost + 0.1, also=True, leaf="")  # 'by the same director as X'
    elif name == "also":
        yield part._replace(cost=cost, also=True, leaf="")
    elif name == "together":
        yield part._replace(cost=cost + (0.0 if isinstance(part.query, All) or part.constant else TOGETHER), leaf="")
    elif name == "count" and part.cat == SET and not part.constant:
        yield part._replace(cost=cost, counted=True, asks=True, leaf="")
    elif name == "count" and part.cat == RELATION:
        yield part._replace(cost=cost, counted=True, leaf="")
    elif name == "describe" and part.cat == SET:
        yield part._replace(cost=cost + (0.0 if part.constant else 0.2), described=True, leaf="")
    elif name == "exists" and part.cat == SET:
        yield part._replace(cost=cost, asks=False, leaf="")
