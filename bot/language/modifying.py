"""A modifier and what it stands beside: 'how many', 'longest', 'also', 'without', 'not'."""

from __future__ import annotations

from collections.abc import Iterator

from bot.facts.vocabulary import SUBJECT
from bot.language.applying import Context
from bot.language.costs import COMPARED, NEEDLESS, TOGETHER
from bot.language.lexicon import Degree, Noun, Operation, Verb
from bot.language.parts import RELATION, SET, Part, narrow
from bot.language.query import All, Any, Except, Extreme, nodes_in


def modify(modifier: Part, part: Part, context: Context) -> Iterator[Part]:
    """What a modifier makes of a part beside it."""
    meaning, cost = modifier.meaning, modifier.cost + part.cost
    if isinstance(meaning, Operation):
        yield from _operate(meaning.name, modifier, part, cost)
    elif isinstance(meaning, Degree) and modifier.query is None and not modifier.counted:
        yield from _superlative(modifier, meaning, part, cost, context)


def _superlative(modifier: Part, degree: Degree, part: Part, cost: float, context: Context) -> Iterator[Part]:
    """'first' and 'film', 'came out' and 'first', 'first' and 'X or Y'."""
    if not degree.superlative and not isinstance(part.query, Any) and part.mention is None:
        return
    extreme = (degree.relation, degree.more, 1)
    if part.cat == RELATION:
        if isinstance(part.meaning, Verb) and part.meaning.relation == degree.relation:
            yield modifier._replace(cost=cost, asks=part.asks, leaf="")
        else:
            yield part._replace(cost=cost + 0.1, extreme=extreme, leaf="")
    elif part.cat == SET and (not part.constant or isinstance(part.query, Any) or part.mention is not None):
        kinds = context.relations[degree.relation].kinds(SUBJECT)
        if part.kinds is None or not part.kinds.isdisjoint(kinds):
            asks = part.asks or modifier.asks
            if part.mention is not None:
                yield from _of_one_name(part, extreme, tuple(kinds), cost + (0.0 if degree.superlative else COMPARED))
            else:
                yield part._replace(cost=cost, extreme=extreme, asks=asks, constant=False, leaf="")


def _of_one_name(part: Part, extreme: tuple[str, bool, int], kinds: tuple[str, ...], cost: float) -> Iterator[Part]:
    """'the first X', 'the newer X': one of several things of a name."""
    narrowed = narrow(part, kinds)
    if narrowed is not None:
        found = frozenset(named.kind for named in part.mention.nodes if named.kind in kinds) if part.mention else None
        cost += narrowed[1] + (NEEDLESS if len(nodes_in(narrowed[0])) == 1 else 0.0)
        yield Part(SET, cost, Extreme(narrowed[0], *extreme), found, constant=True, asks=part.asks, headed=part.headed)


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
