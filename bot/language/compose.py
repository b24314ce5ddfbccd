"""Pieces to queries: neighbouring parts join along the types that the relations declare, whatever their order.

A chart (Cocke-Younger-Kasami) over the few content pieces of an utterance. A part is a *set* ('the films directed by X'), a
*relation* that still lacks an argument ('directed'), a *claim* (yes or no), or a *modifier* ('longest', 'how many', 'also'). Types
prune nearly everything; what order and prepositions say decides only between what the types leave, as costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.facts.vocabulary import SUBJECT, VALUE, Clause, Relation
from bot.language.lexicon import Degree, Noun, Operation, Verb
from bot.language.linking import Mention
from bot.language.query import All, Any, Beyond, Check, Extreme, Lookup, Nodes, Query, Range

#: What a way of joining costs, against a word explained (about 1). Zero where English says it just so.
TURNED = 0.25  # the argument stands on the other side than the clause has it
AGAINST = 1.2  # ... and only the side tells the two roles apart
OWN_ROLE = 0.35  # 'which films was X the director of': the noun's own filler is given
BARE_NOUN = 0.45  # 'actors' for everybody who acted in something
OPEN_ARGUMENT = 0.8  # 'who directed films': an argument that is not narrowed down
ASKED_ARGUMENT = 1.5  # 'who directed': the question word as the argument
IMPLIED = 0.3  # 'Al Pacino movies': no word says which relation
DROPPED = {"kind": 0.15, "asks": 0.15, "phrase": 0.9, "mention": 1.6, "unknown": 1.1, "literal": 1.2}

#: Parts kept for each stretch of pieces.
BEAM = 8


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch understood in one way. ``kinds`` None is any; ``cost`` is what it lost so far.

    ``open`` is a set that nothing narrows down; ``constant`` one that was named; ``asks`` holds a question word. Modifiers wait in
    ``count``, ``extreme``, ``also`` until the set is used.
    """

    cat: str  # set, relation, claim, modifier
    cost: float = 0.0
    query: Query | None = None
    kinds: frozenset[str] | None = None
    meaning: Noun | Verb | Degree | Operation | None = None
    mention: Mention | None = None
    open: bool = False
    constant: bool = False
    asks: bool = False
    count: bool = False
    also: bool = False
    extreme: tuple[str, bool] | None = None
    passive: bool = False
    leaf: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What joining needs to know about the utterance: the relations, bare prepositions, and whether it asks yes or no."""

    relations: Mapping[str, Relation]
    bare: Mapping[str, Sequence[tuple[str, Clause]]]
    claims: bool
    kind_of: Callable[[int], str]


def chart(leaves: Sequence[Sequence[Part]], gaps: Sequence[tuple[str, ...]], context: Context) -> list[Part]:
    """The parts that cover all pieces, cheapest first. ``gaps[i]`` are the glue words before piece i; the last, after all."""
    count = len(leaves)
    cells: dict[tuple[int, int], list[Part]] = {(i, i + 1): list(leaf) for i, leaf in enumerate(leaves)}
    for width in range(2, count + 1):
        for start in range(count - width + 1):
            end = start + width
            found: list[Part] = []
            for middle in range(start + 1, end):
                gap = gaps[middle]
                for left in cells[start, middle]:
                    for right in cells[middle, end]:
                        found.extend(_join(left, right, gap, context))
            cells[start, end] = _best(found)
    return cells[0, count] if count else []


def _best(parts: list[Part]) -> list[Part]:
    kept: dict[object, Part] = {}
    for part in sorted(parts, key=lambda part: part.cost):
        key = (part.cat, part.query, part.meaning, part.asks, part.count, part.also, part.extreme)
        kept.setdefault(key, part)
        if len(kept) >= BEAM:
            break
    return list(kept.values())


def _join(left: Part, right: Part, gap: tuple[str, ...], context: Context) -> Iterator[Part]:
    if left.cat == "set" and right.cat == "set":
        yield from _join_sets(left, right, gap, context)
    elif left.cat == "relation" and right.cat == "set":
        yield from _apply(left, right, gap, False, context)
    elif left.cat == "set" and right.cat == "relation":
        yield from _apply(right, left, gap, True, context)
    if left.cat == "modifier" and right.cat == "set":
        yield from _modify(left, right, context)
    if right.cat == "modifier" and left.cat == "set":
        yield from _modify(right, left, context)
    if left.cat == "relation" and right.cat == "set" and right.asks and right.open or (
        left.cat == "set" and left.asks and left.open and right.cat == "relation"
    ):
        relation = left if left.cat == "relation" else right
        yield replace(relation, cost=left.cost + right.cost + 0.1, asks=True, leaf="")
    if right.leaf:
        yield replace(left, cost=left.cost + DROPPED[right.leaf], leaf="", asks=left.asks or right.asks)
    if left.leaf:
        yield replace(right, cost=right.cost + DROPPED[left.leaf], leaf="", asks=left.asks or right.asks)


# -- sets and relations ------------------------------------------------------------------------------------------------


def _apply(relation: Part, argument: Part, gap: tuple[str, ...], argument_first: bool, context: Context) -> Iterator[Part]:
    meaning = relation.meaning
    if not isinstance(meaning, Noun | Verb):
        return
    declared = context.relations[meaning.relation]
    for role in declared.roles:
        kinds = declared.kinds(role)
        narrowed = narrow(argument, kinds)
        if narrowed is None:
            continue
        query, extra = narrowed
        symmetric = bool(set(declared.kinds(SUBJECT)) & set(declared.kinds(VALUE)))
        for ask in declared.roles:
            if ask == role:
                continue
            cost = (
                _noun_cost(meaning, role, ask, symmetric)
                if isinstance(meaning, Noun)
                else _verb_cost(meaning.clause, role, ask, gap, argument_first, relation.passive, symmetric)
            )
            if cost is None:
                continue
            if argument.open:
                cost += ASKED_ARGUMENT if argument.asks else OPEN_ARGUMENT
            asks = relation.asks or (isinstance(meaning, Noun) and meaning.asks) or argument.asks
            yield Part(
                "set",
                relation.cost + argument.cost + cost + extra,
                Lookup(meaning.relation, ask, ((role, query),)),
                frozenset(declared.kinds(ask)),
                asks=asks,
                count=argument.count and not argument.open,
                also=relation.also or argument.also,
            )


def _noun_cost(noun: Noun, role: str, ask: str, symmetric: bool) -> float | None:
    if role != noun.role:
        return 0.0 if ask == noun.role else None
    if ask != (SUBJECT if noun.role == VALUE else VALUE if noun.role == SUBJECT else SUBJECT):
        return 0.1 + OWN_ROLE if noun.role not in (SUBJECT, VALUE) and ask == VALUE else None
    return AGAINST if symmetric else OWN_ROLE


def _verb_cost(
    clause: Clause, role: str, ask: str, gap: tuple[str, ...], argument_first: bool, passive: bool, symmetric: bool
) -> float | None:
    left, right = clause.left, clause.right
    rest = dict((role, words) for words, role in clause.rest)
    if role not in (left, right) and role not in rest:
        return None
    known = ask in (left, right) or ask in rest
    if passive:
        left, right = right or left, left
    turned = AGAINST if symmetric else TURNED
    if argument_first:
        cost = 0.0 if role == left else turned
    else:
        cost = turned if role == left and role != right else 0.0 if role == right else 0.05
    return cost if known else cost + 0.3


def narrow(part: Part, kinds: Sequence[str]) -> tuple[Query, float] | None:
    """The part as an argument of some kinds, with its modifiers worked in, and what narrowing it costs; None if it cannot be."""
    if part.mention is not None:
        nodes, quality = part.mention.of(kinds)
        if not nodes:
            return None
        return _used(replace(part, query=Nodes(nodes))), (1.0 - quality) * 0.3
    if part.kinds is not None and part.kinds.isdisjoint(kinds):
        return None
    return _used(part), 0.0


def _used(part: Part) -> Query:
    assert part.query is not None
    if part.extreme is not None:
        return Extreme(part.query, *part.extreme)
    return part.query


# -- sets and sets -----------------------------------------------------------------------------------------------------


def _join_sets(left: Part, right: Part, gap: tuple[str, ...], context: Context) -> Iterator[Part]:
    cost = left.cost + right.cost
    if left.open != right.open or (left.open and right.open and left.asks != right.asks):
        yield from _meet(left, right, cost)
    elif not left.constant and not right.constant and not left.open:
        yield from _meet(left, right, cost + 0.15)
    yield from _fill(left, right, cost, context)
    yield from _fill(right, left, cost, context)
    if context.claims:
        yield from _claim(left, right, cost)
        yield from _claim(right, left, cost + 0.05)
    if left.constant and right.constant and ("and" in gap or "or" in gap):
        yield from _coordinate(left, right, cost)
    yield from _imply(left, right, gap, cost, context)


def _meet(left: Part, right: Part, cost: float) -> Iterator[Part]:
    """Both at once: 'which' and 'films', 'films' and 'directed by X', two constraints."""
    narrower, wider = (right, left) if left.open else (left, right)
    kinds = (
        narrower.kinds if wider.kinds is None else wider.kinds if narrower.kinds is None else narrower.kinds & wider.kinds
    )
    if kinds is not None and not kinds:
        return
    flags = replace(
        narrower,
        cost=cost,
        kinds=kinds,
        open=left.open and right.open,
        asks=left.asks or right.asks,
        count=left.count or right.count,
        also=left.also or right.also,
        extreme=left.extreme or right.extreme,
        leaf="",
    )
    if narrower.mention is not None:
        nodes, quality = narrower.mention.of(kinds)
        if nodes:
            yield replace(flags, query=Nodes(nodes), cost=cost + (1 - quality) * 0.3, mention=_only(narrower.mention, kinds))
        return
    assert narrower.query is not None and wider.query is not None
    if wider.open and (wider.kinds is None or (narrower.kinds is not None and narrower.kinds <= wider.kinds)):
        yield replace(flags, query=narrower.query)
    elif narrower.open and narrower.kinds is None:
        yield replace(flags, query=wider.query)
    else:
        yield replace(flags, query=_all(narrower.query, wider.query))


def _only(mention: Mention, kinds: frozenset[str] | None) -> Mention:
    if kinds is None:
        return mention
    return replace(mention, nodes=tuple(node for node in mention.nodes if node[1] in kinds))


def _all(one: Query, other: Query) -> Query:
    parts = (one.parts if isinstance(one, All) else (one,)) + (other.parts if isinstance(other, All) else (other,))
    return All(tuple(dict.fromkeys(parts)))


def _fill(holder: Part, filler: Part, cost: float, context: Context) -> Iterator[Part]:
    """A further role of a fact with more than two: 'who played X' and 'in Y'."""
    lookup = holder.query
    if not isinstance(lookup, Lookup) or filler.open:
        return
    relation = context.relations[lookup.relation]
    if not relation.qualifiers:
        return
    taken = {role for role, _ in lookup.given}
    for role in relation.roles:
        if role == lookup.ask or role in taken:
            continue
        narrowed = narrow(filler, relation.kinds(role))
        if narrowed is not None:
            query, extra = narrowed
            yield replace(
                holder,
                cost=cost + extra + (0.0 if filler.constant else 0.1),
                query=Lookup(lookup.relation, lookup.ask, (*lookup.given, (role, query))),
                asks=holder.asks or filler.asks,
                also=holder.also or filler.also,
                leaf="",
            )


def _claim(thing: Part, among: Part, cost: float) -> Iterator[Part]:
    if not (thing.constant or isinstance(thing.query, Range)) or among.open or among.query is None:
        return
    if among.constant:
        return
    if among.kinds is None:
        return
    narrowed = narrow(thing, tuple(among.kinds))
    if narrowed is not None:
        query, extra = narrowed
        yield Part("claim", cost + extra, Check(query, _used(among)))


def _coordinate(left: Part, right: Part, cost: float) -> Iterator[Part]:
    for kind in sorted(_kinds(left) & _kinds(right)):
        one, other = narrow(left, (kind,)), narrow(right, (kind,))
        if one and other:
            parts = one[0].parts if isinstance(one[0], Any) else (one[0],)
            yield Part("set", cost + one[1] + other[1], Any((*parts, other[0])), frozenset((kind,)), constant=True)


def _kinds(part: Part) -> set[str]:
    return {kind for _, kind, _ in part.mention.nodes} if part.mention else set(part.kinds or ())


def _imply(left: Part, right: Part, gap: tuple[str, ...], cost: float, context: Context) -> Iterator[Part]:
    """A relation that only a preposition, or nothing at all, stands for: 'films with X', 'French films'."""
    preposition = next((word for word in reversed(gap) if word in context.bare), "")
    for name, clause in context.bare.get(preposition, ()):
        for head, modifier, role, head_role in (
            (left, right, clause.right, clause.left),
            (right, left, clause.left, clause.right),
        ):
            if role is None or head_role is None or modifier.open or head.constant and not context.claims:
                continue
            if not preposition and (head is left) != (clause.left == head_role and clause.words == ""):
                pass
            relation = context.relations[name]
            narrowed = narrow(modifier, relation.kinds(role))
            kinds = frozenset(relation.kinds(head_role))
            if narrowed is None or (head.kinds is not None and head.kinds.isdisjoint(kinds)):
                continue
            query, extra = narrowed
            implied = Part("set", modifier.cost, Lookup(name, head_role, ((role, query),)), kinds, also=modifier.also)
            joined = cost + extra + (0.1 if preposition else IMPLIED)
            if head.constant:
                yield from _claim(head, implied, joined)
            else:
                yield from _meet(head, implied, joined)


# -- modifiers ---------------------------------------------------------------------------------------------------------


def _modify(modifier: Part, part: Part, context: Context) -> Iterator[Part]:
    meaning, cost = modifier.meaning, modifier.cost + part.cost
    if isinstance(meaning, Operation):
        if meaning.name == "count" and not part.constant:
            yield replace(part, cost=cost, count=True, asks=True, leaf="")
        elif meaning.name in ("also", "share"):
            yield replace(part, cost=cost, also=True, leaf="")
    elif isinstance(meaning, Degree) and part.query is not None:
        kinds = context.relations[meaning.relation].kinds(SUBJECT)
        if part.kinds is not None and part.kinds.isdisjoint(kinds):
            return
        if meaning.superlative and not part.constant:
            yield replace(part, cost=cost, extreme=(meaning.relation, meaning.more), leaf="")
        elif not meaning.superlative and part.constant:
            narrowed = narrow(part, kinds)
            if narrowed is not None:
                beyond = Beyond(meaning.relation, meaning.more, narrowed[0])
                query = Lookup(meaning.relation, SUBJECT, ((VALUE, beyond),))
                yield Part("set", cost + narrowed[1], query, frozenset(kinds))


