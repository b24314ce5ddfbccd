"""Questions whose relation does not fit the thing: 'who directed Al Pacino?'.

Read with the names in it standing for things of whatever kind, such a question makes sense; what was asked, and of
what, is in that reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.facts.model import KINDS
from bot.facts.vocabulary import SUBJECT, VALUE, Relation
from bot.language.linking import Mention
from bot.language.query import All, Check, Count, Exists, Lookup, Nodes, Query
from bot.language.trees import replaced, walk

#: A name that is spelt worse than this is not taken for a thing that it does not fit.
SPELT = 0.9


@dataclass(frozen=True, slots=True)
class Misfit:
    """A thing in a role of a relation that is for other kinds of things. ``ask`` is the role that was asked for."""

    relation: str
    ask: str
    role: str
    node: int


def loosened(mentions: Sequence[Mention]) -> list[Mention]:
    """Names that are spelt well as names of things of every kind; the kind that they are of first."""
    return [_of_any_kind(mention) if mention.quality >= SPELT else mention for mention in mentions]


def _of_any_kind(mention: Mention) -> Mention:
    others = [named._replace(kind=kind) for named in mention.nodes for kind in KINDS if kind != named.kind]
    return mention._replace(nodes=(*mention.nodes, *others))


def tidied(query: Query) -> Query:
    """A query of a loose reading, with each thing in it once."""
    for part in walk(query):
        if isinstance(part, Nodes):
            query = replaced(query, part, Nodes(tuple(dict.fromkeys(part.ids))))
    return query


def misfit(query: Query, relations: Mapping[str, Relation], kind: Callable[[int], str]) -> Misfit | None:
    """What does not fit in a query that is a single look-up from one thing, or a claim; `kind` gives a node's."""
    match query:
        case Exists(of) | Count(of):
            return misfit(of, relations, kind)
        case All(parts):
            return next((found for part in parts if (found := misfit(part, relations, kind))), None)
        case Check(things, Lookup(relation, ask, given)):
            query = Lookup(relation, ask, (*given, (ask, things)))
    if not isinstance(query, Lookup):
        return None
    for role, part in query.given:
        if role in (SUBJECT, VALUE) and isinstance(part, Nodes):
            fitting = relations[query.relation].kinds(role)
            if all(kind(node) not in fitting for node in part.ids):
                return Misfit(query.relation, query.ask, role, part.ids[0])
    return None
