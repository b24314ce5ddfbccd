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
from bot.language.applying import Context, apply
from bot.language.coordinating import or_else
from bot.language.costs import (
    ABSORBED,
    DROPPED,
    OBJECT,
    OTHER_NOUN,
)
from bot.language.joints import Gap
from bot.language.meanings import Degree, Facet, Noun, Operation, Verb
from bot.language.measuring import measure
from bot.language.modifying import BEHIND, PREFIXES, modify
from bot.language.parts import CLAIM, RELATION, SET, Part, is_dated
from bot.language.query import All, Kind, Lookup, Range
from bot.language.reflexive import both_of_one, by_the_same, its_other, join_bound
from bot.language.sets import join_sets
from bot.language.trees import walk

#: The type of values that only their own relation tells.
PROSE = frozenset({"text"})


def join(left: Part, right: Part, gap: Gap, context: Context, claims: bool) -> Iterator[Part]:
    """Every part that two neighbours make together.

    ``gap`` are the glue words between them; ``claims`` says whether they may claim something, as nothing in them asks.
    """
    if left.bound or right.bound:
        yield from join_bound(left, right, gap, context)
        return
    either = not context.words.alternatives.isdisjoint(gap)  # 'ran or X': nothing is said of X
    match left.cat, right.cat:
        case ("relation" | "modifier", "set") | ("set", "relation") if either:
            return
        case "claim", "set" if either:
            yield from or_else(left, right, context)
        case "set", "set":
            yield from join_sets(left, right, gap, context, claims)
        case "relation", "set":
            yield from apply(left, right, gap, False, context)
            yield from by_the_same(left, right, context)
            yield from _reduced(left, right, True, gap, context)
        case "set", "relation":
            yield from apply(right, left, gap, True, context)
            yield from its_other(left, right, gap, context, claims)
            yield from by_the_same(right, left, context)
            yield from _reduced(right, left, False, gap, context)
        case "relation", "relation":
            yield from _and_also(left, right, gap, context)
            yield from both_of_one(left, right, gap, context)
        case "modifier", "set" if left.meaning in PREFIXES and left.query is None and right.mention is not None:
            tie = next((word for word in gap if word in context.bare), "")  # 'not by X'
            yield from modify(left, right._replace(trailing=tie), context)
            yield from _but_what(left, right._replace(trailing=tie))
        case "modifier", _ if _modifies(left, right, gap, context):
            yield from modify(left, right, context)
            yield from _but_what(left, right)
        case _, "modifier" if _follows(right, left, gap, context):
            yield from modify(right, left, context)
    if left.cat != SET or right.cat != SET or isinstance(left.query, Range):
        yield from measure(left, right, gap, context)
    if left.leaf in DROPPED or right.leaf in DROPPED:
        yield from _left_out(left, right, context)


def _modifies(modifier: Part, part: Part, gap: Gap, context: Context) -> bool:
    """Whether a modifier in front goes with the part: 'the latest on X' is no latest X, 'the script for X' is X."""
    than = isinstance(modifier.meaning, Degree) and not context.words.comparing.isdisjoint(gap)
    if modifier.meaning == BEHIND or than:  # 'longer than X and Y' is neither of the two
        return False
    if isinstance(modifier.meaning, Facet):
        return not context.words.prepositions.isdisjoint(gap)
    return part.mention is None or context.words.prepositions.isdisjoint(gap)


def _follows(modifier: Part, part: Part, gap: Gap, context: Context) -> bool:
    """Whether a modifier goes with the part before it: what is not so follows 'not'; 'X's first', but not 'X first'."""
    if modifier.meaning in PREFIXES:
        return modifier.query is not None
    if modifier.trailing in context.words.comparing:  # 'X longer than' something
        return False
    superlative = isinstance(modifier.meaning, Degree) and modifier.meaning.superlative
    owning = "'s" in gap or (part.mention is not None and part.mention.owning)
    return not superlative or part.leaf != "mention" or owning


def _reduced(relation: Part, known: Part, relation_first: bool, gap: Gap, context: Context) -> Iterator[Part]:
    """A relation and a set of which one says nothing that the other does not."""
    if known.open:
        yield from _absorb(relation, known, relation_first, gap, context)
    if not (_says_again(relation, known) or _in_what_way(relation, known, gap, context)):
        return
    cost, span = (
        relation.cost + known.cost + ABSORBED,
        relation.meaning.span if isinstance(relation.meaning, Noun) else "",
    )
    if relation.query is None and relation.leaf:
        yield known._replace(cost=cost, span=span or known.span, leaf="")
    elif relation.query is not None and known.query is not None and (relation.asks or relation.counted):
        some = All((known.query, relation.query))  # 'which Oscars' and 'X won': of those
        yield known._replace(cost=cost, query=some, asks=relation.asks, counted=relation.counted, leaf="")


def _left_out(left: Part, right: Part, context: Context) -> Iterator[Part]:
    """One of two neighbours without the other, which may be left out (see `DROPPED`)."""
    for kept, dropped in ((left, right), (right, left)):
        said = kept is right and (kept.constant or isinstance(kept.meaning, Verb))  # 'made X star in', 'got to play'
        light = dropped.leaf == "light" and not said
        if dropped.leaf == "typed" and kept is left and kept.leaf == "mention":
            continue  # 'X alive' asks nothing of X
        if dropped.leaf in DROPPED and not light and _asks_so(dropped, kept, context):
            cost = left.cost + right.cost + DROPPED[dropped.leaf]
            asks = kept.asks or (dropped.asks and not kept.constant)
            lossy = kept.lossy or dropped.leaf not in ("kind", "asks")
            counted = kept.counted or dropped.counted
            yield kept._replace(cost=cost, leaf="", asks=asks, counted=counted, lossy=lossy)


def _asks_so(dropped: Part, kept: Part, context: Context) -> bool:
    """Whether a question word may be left out before what is there: 'who' asks for no date, whatever else is said."""
    if kept.cat == CLAIM and dropped.asks:
        return False
    kinds = dropped.kinds
    if isinstance(dropped.meaning, Noun) and dropped.meaning.asks:
        kinds = context.relations[dropped.meaning.relation].kind_set(dropped.meaning.role)  # 'where did X die'
    if dropped.leaf != "typed" or kinds is None:
        return True
    if kept.cat == RELATION and isinstance(kept.meaning, Noun | Verb):
        declared = context.relations[kept.meaning.relation]
        return any(not kinds.isdisjoint(declared.kinds(role)) for role in declared.roles)
    if kept.cat != SET or kept.kinds is None:
        return True
    return not kept.constant and not kinds.isdisjoint(kept.kinds)


def _and_also(left: Part, right: Part, gap: Gap, context: Context) -> Iterator[Part]:
    """'wrote and directed': two relations with one argument; 'came out' and 'the same year': one, said twice."""
    nouns = isinstance(left.meaning, Noun) and isinstance(right.meaning, Noun) and not right.share
    if nouns and left.meaning != right.meaning and (right.beside or not context.words.conjunctions.isdisjoint(gap)):
        if not context.words.prepositions.isdisjoint(gap) or right.asks:
            return
        first, *rest = (right._replace(beside=()), *right.beside)
        yield left._replace(cost=left.cost + right.cost, beside=(*left.beside, first, *rest), leaf="")
        return
    verbs = isinstance(left.meaning, Verb) and isinstance(right.meaning, Verb)
    if verbs and not right.beside and not context.words.coordinators.isdisjoint(gap):
        passive = right.trailing in context.words.agents  # 'written and directed by', but 'directed and starred in'
        both = left._replace(trailing=right.trailing) if passive else left
        yield both._replace(cost=left.cost + right.cost, beside=(*left.beside, right), leaf="")
    said, noun = left.meaning, right.meaning
    if right.share and isinstance(said, Verb) and isinstance(noun, Noun) and said.relation == noun.relation:
        yield right._replace(cost=left.cost + right.cost + ABSORBED, leaf="")


def _but_what(modifier: Part, part: Part) -> Iterator[Part]:
    """'without' and what is to be left out."""
    if modifier.meaning != Operation("except") or modifier.query is not None:
        return
    if part.cat == SET and not part.open and part.query is not None:
        cost = modifier.cost + part.cost
        tie = part.trailing
        yield modifier._replace(
            cost=cost, query=part.query, kinds=part.kinds, mention=part.mention, trailing=tie, leaf=""
        )


def _absorb(relation: Part, universe: Part, relation_first: bool, gap: Gap, context: Context) -> Iterator[Part]:
    """What says no more than the relation does: 'who' wrote, wrote 'films' (together with X), the 'film' director."""
    cost = relation.cost + universe.cost
    if universe.share and isinstance(relation.meaning, Verb) and isinstance(universe.query, Kind):
        # 'did the same man direct'
        yield relation._replace(cost=cost + 0.05, share=True, kinds=universe.kinds, leaf="")
    says_else = isinstance(relation.meaning, Noun) and _other_noun(relation, universe)  # 'casting director'
    same = _same_noun(relation, universe, gap, context)
    if universe.asks and not (same or says_else or _other_prose(relation, universe)):
        told = OTHER_NOUN if _other_noun(relation, universe) else 0.0
        tied = universe.relative and not relation_first
        yield relation._replace(cost=cost + 0.1 + told, asks=True, relative=tied, kinds=universe.kinds, leaf="")
    elif relation_first and isinstance(relation.meaning, Verb) and _its_object(relation.meaning, universe):
        yield relation._replace(cost=cost + OBJECT, leaf="")
    elif isinstance(universe.query, Kind) and isinstance(relation.meaning, Noun | Verb) and universe.kinds is not None:
        declared = context.relations[relation.meaning.relation]
        object_fits = any(not universe.kinds.isdisjoint(declared.kinds(role)) for role in (SUBJECT, VALUE))
        compound = not relation_first and isinstance(relation.meaning, Noun) and not gap
        if object_fits and (compound or relation_first):
            share = relation.share or universe.share
            whose = relation.whose or (relation_first and not context.words.possessives.isdisjoint(gap))
            small = compound or share or whose
            cost += 0.05 if small else OBJECT
            if (
                relation.leaf
                and isinstance(relation.meaning, Noun)
                and not whose
                and not context.words.of.isdisjoint(gap)
                and context.words.articles.isdisjoint(gap)  # 'the composer of the film' is that of one
            ):
                role = relation.meaning.role  # 'what kinds of films': the nouns themselves
                found, kinds = Lookup(declared.name, role), frozenset(declared.kinds(role))
                yield Part(SET, cost, found, kinds, open=True, asks=relation.asks, headed=True)
            taken = None if compound else universe.kinds
            yield relation._replace(cost=cost, share=share, whose=whose, object=taken, leaf="")


def _its_object(verb: Verb, noun: Part) -> bool:
    """'won an award': the noun for what the verb is said of, which tells nothing more."""
    query = noun.query
    return isinstance(query, Lookup) and (query.relation, query.ask) == (verb.relation, VALUE) and not noun.share


def _same_noun(relation: Part, universe: Part, gap: Gap, context: Context) -> bool:
    """'what is the sequel' and 'to the sequel of': another one."""
    meaning, query = relation.meaning, universe.query
    if not isinstance(query, Lookup):
        return False
    if isinstance(meaning, Verb):
        return query.relation == meaning.relation and not context.words.prepositions.isdisjoint(gap)
    return isinstance(meaning, Noun) and (query.relation, query.ask) == (meaning.relation, meaning.role)


def _in_what_way(relation: Part, known: Part, gap: Gap, context: Context) -> bool:
    """'X's first film' and 'as a director': which relation ties the films to X."""
    if context.words.way.isdisjoint(gap) or not isinstance(relation.meaning, Noun) or known.query is None:
        return False
    ties = (part for part in walk(known.query) if isinstance(part, Lookup) and part.ask == SUBJECT)
    return any((part.relation, VALUE) == (relation.meaning.relation, relation.meaning.role) for part in ties)


def _other_noun(relation: Part, universe: Part) -> bool:
    """'which directors' and 'were born': the noun of another relation tells who is meant."""
    query, meaning = universe.query, relation.meaning
    if not isinstance(query, Lookup) or query.given or not isinstance(meaning, Noun | Verb):
        return False
    return query.relation != meaning.relation and not (universe.kinds or frozenset()).isdisjoint(KINDS)


def _other_prose(relation: Part, universe: Part) -> bool:
    """'how far' and 'wrote': prose of one relation is not what another one tells, as a date or a length may be."""
    query, meaning = universe.query, relation.meaning
    if not isinstance(query, Lookup) or not isinstance(meaning, Noun | Verb) or universe.kinds != PROSE:
        return False
    return query.relation != meaning.relation


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
    asked = known.asks and known.kinds is not None and known.kinds.isdisjoint(KINDS)
    return query.relation == meaning.relation and (asked or is_dated(query))
