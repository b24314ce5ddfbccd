"""Pieces to queries: neighbouring parts join along the types that the relations declare, whatever their order.

These are the rules that join two neighbours; `chart` applies them to a whole utterance. A part is a *set* ('the films
directed by X'), a *relation* that still lacks an argument ('directed'), a *claim* (yes or no), or a *modifier*
('longest', 'how many', 'also'). Types prune nearly everything; what order and prepositions say decides only between
what the types leave, as costs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.facts.model import KINDS
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.lexicon import ARTICLES, PREPOSITIONS, Bare, Degree, Noun, Operation, Verb
from bot.language.parts import CLAIM, MODIFIER, RELATION, SET, Part, meet, narrow, used, works_of
from bot.language.query import All, Any, Beyond, Check, Except, Kind, Lookup, Nodes, Query, Range, Unplaced, nodes_in

#: What a way of joining costs, against a word explained (about 1). Zero where English says it just so.
TURNED = 0.25  # the argument stands on the other side than the clause has it
AGAINST = 1.2  # ... and only the side tells the two roles apart
OTHER_PREPOSITION = 0.3  # 'made at' where the question has 'made in'
OWN_ROLE = 0.35  # 'which films was X the director of': the noun's own filler is given
TRAILING = 0.3  # 'X is the sequel of' is not 'the sequel of X'
UNCONNECTED = 0.4  # a noun beside something that was not named, without 'of', 'is' or the like
BARE_NOUN = 0.2  # 'actors' for everybody who acted in something
BACK = 0.5  # a relation walked to and fro with nothing to say so ('the genre X belongs to')
AGAIN = 0.3  # a relation applied twice otherwise
OBJECT = 0.1  # 'wrote films', for wrote
ABSORBED = 0.05  # a verb that says again which relation it is: 'how long does X run'
DEEPER = 0.02  # each look-up: of two readings the simpler wins
OPEN_ARGUMENT = 0.8  # 'who directed films': an argument that is not narrowed down
ASKED_ARGUMENT = 1.5  # 'who directed': the question word as the argument
TOGETHER = 0.3  # 'together' of what nobody else is in
DERIVED_PARTNER = 0.3  # 'co-wrote with' somebody who was not named
UNFILLED_ROLE = 0.08  # a clause with a further role that nothing fills (yet)
UNASKED_ROLE = 0.25  # ... which is taken to be asked for
DERIVED_FILLER = 0.6  # a further role filled by something that was not named
MIXED = 0.3  # 'X and Y' of different kinds
BOTH = 0.1  # two constraints on one set
IMPLIED = 0.3  # 'Al Pacino movies': no word says which relation
IMPLIED_ASKED = 0.6  # 'who Heat': nor does the question
IMPLIED_BY = 0.1  # 'movies with Al Pacino': a preposition does
UNSAID_ROLE = 0.3  # the clause does not mention the role that is asked for
DROPPED = {"kind": 0.5, "asks": 0.4, "typed": 1.0}

#: Glue between a title and its year.
OF_YEAR = frozenset({"from", "of", "in", "the"})
#: Glue that turns a relation round: 'films whose director ...', 'directors ... in their films'.
POSSESSIVES = frozenset({"whose", "their", "his", "her", "its"})
#: Glue that ties a noun to what it is of.
CONNECTORS = PREPOSITIONS | {"'s", "is", "are", "was", "were"}

Gap = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What joining needs to know: the relations, bare prepositions, and whether the utterance may be a claim."""

    relations: Mapping[str, Relation]
    bare: Mapping[str, Sequence[Bare]]
    filler: frozenset[str]
    claims: bool
    kind: Callable[[int], str]


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


# -- sets and relations ------------------------------------------------------------------------------------------------


def apply(relation: Part, argument: Part, gap: Gap, argument_first: bool, context: Context) -> Iterator[Part]:
    """A relation with an argument: the sets of what fills its other roles."""
    meaning = relation.meaning
    if argument.share or not isinstance(meaning, Noun | Verb):
        return
    works = works_of(argument, context.relations)
    if works is not None:
        yield from apply(relation, works, gap, argument_first, context)
    declared = context.relations[meaning.relation]
    symmetric = declared.symmetric
    base = relation.cost + argument.cost
    if argument.open:
        base += ASKED_ARGUMENT if argument.asks else OPEN_ARGUMENT
    for role in declared.roles:
        narrowed = narrow(argument, declared.kinds(role))
        if narrowed is None:
            continue
        if (
            relation.object
            and not (relation.share or relation.whose)
            and relation.object.isdisjoint(declared.kinds(role))
        ):
            continue  # 'starred films for X': X is to be the films
        query, cost = narrowed
        if role not in (SUBJECT, VALUE) and not argument.constant:
            cost += DERIVED_FILLER
        for ask in declared.roles:
            if ask == role:
                continue
            found, kinds = _look_up(declared.name, ask, role, query), declared.kinds(ask)
            if relation.kinds is not None and relation.kinds.isdisjoint(kinds):
                continue
            also = relation.also or argument.also
            joining: float | None
            if relation.share or _beside(relation, role, gap, argument_first):
                if {role, ask} != {SUBJECT, VALUE}:
                    continue
                joining = 0.0 if argument.constant else DERIVED_PARTNER
                found, kinds = Except(Lookup(declared.name, role, ((ask, found),)), query), declared.kinds(role)
            else:
                joining = _joining_cost(relation, argument, role, ask, symmetric, gap, argument_first)
                if joining is None:
                    continue
                if not argument.also:
                    joining += _repeat_cost(query, declared.name, role, ask, gap)
            if also and (known := [node for node in nodes_in(query) if context.kind(node) in kinds]):
                found, also = Except(found, Nodes(tuple(known))), False
            yield Part(
                SET,
                base + cost + joining + DEEPER,
                found,
                frozenset(kinds),
                asks=relation.asks or argument.asks or (isinstance(meaning, Noun) and meaning.asks),
                also=also,
                counted=relation.counted,
                extreme=relation.extreme,
                headed=isinstance(meaning, Noun) or (argument_first and not gap),
                works=declared.name if isinstance(meaning, Noun) and ask == VALUE else "",
                lossy=relation.lossy or argument.lossy,
            )


def _object_elsewhere(relation: Part, kinds: Sequence[str]) -> bool:
    """'starred films for X': X is to be the films, not who starred in them."""
    taken = relation.object
    return taken is not None and not relation.share and not relation.whose and taken.isdisjoint(kinds)


def _joining_cost(
    relation: Part, argument: Part, role: str, ask: str, symmetric: bool, gap: Gap, argument_first: bool
) -> float | None:
    """What it costs that the argument fills `role` and `ask` is wanted; None if the words cannot mean that."""
    meaning = relation.meaning
    if isinstance(meaning, Verb):
        return _verb_cost(meaning, role, ask, gap, argument_first, relation.trailing, symmetric)
    if not isinstance(meaning, Noun):
        return None
    cost = _noun_cost(meaning, role, ask, symmetric)
    if cost is None:
        return None
    if relation.whose:  # 'whose director also directed X', 'the actors in their films'
        return cost + UNCONNECTED if role != meaning.role else 0.05
    if argument_first and relation.trailing in ("of", "to"):  # 'X is the sequel to ...', 'X is the director of ...'
        cost = cost + TRAILING if role != meaning.role else 0.05
    if argument_first and not meaning.asks and not PREPOSITIONS.isdisjoint(gap):
        cost += TRAILING
    if not argument.constant and CONNECTORS.isdisjoint(gap):
        cost += UNCONNECTED
    return cost


def _look_up(relation: str, ask: str, role: str, query: Query) -> Query:
    """What fills `ask` where `query` fills `role`; 'films with X and Y' have both."""
    if isinstance(query, Any) and query.every and role == VALUE:
        return All(tuple(Lookup(relation, ask, ((role, part),)) for part in query.parts))
    return Lookup(relation, ask, ((role, query),))


def _beside(relation: Part, role: str, gap: Gap, argument_first: bool) -> bool:
    """Whether the argument is a partner, not an object: 'starred with X', said of those who star."""
    meaning = relation.meaning
    if relation.object:
        return False  # 'directed films with X': the films are with X
    return isinstance(meaning, Verb) and role == meaning.clause.left and not argument_first and "with" in gap


def _repeat_cost(inner: Query, relation: str, role: str, ask: str, gap: Gap) -> float:
    """What it costs to apply a relation to what it gave: rarely meant, unless 'of' or 'by' ties them."""
    if not isinstance(inner, Lookup) or inner.relation != relation:
        return 0.0
    to_and_fro = inner.ask == role and any(given == ask for given, _ in inner.given)
    if not to_and_fro:
        return AGAIN
    return 0.0 if not PREPOSITIONS.isdisjoint(gap) else BACK


def _noun_cost(noun: Noun, role: str, ask: str, symmetric: bool) -> float | None:
    if role != noun.role:
        return 0.0 if ask == noun.role else None
    if noun.asks:
        return None
    if noun.role not in (SUBJECT, VALUE):
        return OWN_ROLE + (0.0 if ask == VALUE else 0.1)
    if ask != (SUBJECT if noun.role == VALUE else VALUE):
        return None
    return AGAINST if symmetric else OWN_ROLE


def _verb_cost(
    verb: Verb, role: str, ask: str, gap: Gap, argument_first: bool, trailing: str, symmetric: bool
) -> float | None:
    clause, roles, passive = verb.clause, verb.clause.roles, trailing == "by"
    if role not in roles:
        return None
    left, right = clause.left, clause.right
    if passive:
        left, right = right or left, left
    turned = AGAINST if symmetric else TURNED
    cost = 0.0
    if (role == left) is not argument_first and (role == right) is argument_first:
        cost = turned
    if (
        not argument_first
        and role == clause.right
        and _preposition(gap, verb.preposition) not in ("", verb.preposition)
    ):
        cost += OTHER_PREPOSITION
    if (
        argument_first
        and ask == clause.right
        and not passive
        and trailing in PREPOSITIONS
        and trailing != verb.preposition
    ):
        cost += OTHER_PREPOSITION
    cost += UNFILLED_ROLE * max(0, len(roles) - 2)
    if len(roles) > 2 and ask not in (SUBJECT, VALUE):
        cost += UNASKED_ROLE
    return cost if ask in roles else cost + UNSAID_ROLE


def _preposition(gap: Gap, wanted: str) -> str:
    """The preposition that a gap opens with: the wanted one if it is there."""
    return wanted if wanted in gap else next((word for word in gap if word in PREPOSITIONS), "")


# -- sets and sets -----------------------------------------------------------------------------------------------------


def _join_sets(left: Part, right: Part, gap: Gap, context: Context) -> Iterator[Part]:
    cost = left.cost + right.cost
    if left.open or right.open:
        if not _apposition_fails(left, right, gap, context) and not (left.open and right.open and left.asks and right.asks):
            yield from meet(left, right, cost)
    elif left.constant != right.constant and not context.claims and (left.mention or right.mention):
        yield from _single_out(left, right, cost)
    elif not left.constant and not right.constant and left.headed != right.headed:
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
            found = _look_up(name, other, role, narrowed[0])
            implied = Part(SET, modifier.cost, found, kinds[head_side], also=modifier.also, lossy=modifier.lossy)
            yield from (_claim if head.constant else meet)(head, implied, cost + turned + narrowed[1])


def _apart(part: Part, kinds: frozenset[str]) -> bool:
    return part.kinds is not None and part.kinds.isdisjoint(kinds)


# -- modifiers ---------------------------------------------------------------------------------------------------------


def _modify(modifier: Part, part: Part, context: Context) -> Iterator[Part]:
    meaning, cost = modifier.meaning, modifier.cost + part.cost
    if isinstance(meaning, Operation):
        yield from _operate(meaning.name, modifier, part, cost)
    elif isinstance(meaning, Degree) and meaning.superlative:
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
