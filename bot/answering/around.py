"""What is offered for a name that nobody knows: what it may be part of, and what is so of what else is named.

'Her' and 'in' before it may belong to it, though they mean something. That the name is unknown stays.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answering.deciding import Decision
from bot.answering.outcome import Answered, UnknownName
from bot.answering.trying import Trying
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import KINDS
from bot.facts.vocabulary import SUBJECT, VALUE
from bot.language.names import split
from bot.language.near_names import suggestions
from bot.language.parse import Parse
from bot.language.query import Check, Lookup, Nodes, Query, Unplaced
from bot.language.trees import unplaced_in

#: So many words on either side may belong to a name.
MOST_AROUND = 4


class Around:
    """Offers for unknown names of one knowledge base."""

    def __init__(self, base: KnowledgeBase, trying: Trying) -> None:
        self._base, self._trying = base, trying

    def offered(self, decision: Decision, parse: Parse) -> Decision:
        """The decision, with what comes nearest to an unknown name and the words around it, and what is so instead."""
        outcome, reading = decision.outcome, decision.reading
        if not isinstance(outcome, UnknownName):
            return decision
        if reading is not None and (instead := _without_stranger(reading.query)) is not None:
            so = self._trying.outcome(replace(reading, query=instead))
            outcome = replace(outcome, told=so if isinstance(so, Answered) else None)
            decision = replace(decision, outcome=outcome)
        if outcome.ordinary:
            return decision
        words = [word.text for word in parse.words]
        name = split(outcome.name)
        start = next((at for at in range(len(words)) if words[at : at + len(name)] == name), None)
        if start is None or not name:
            return decision
        first = max(0, start - MOST_AROUND)
        around = words[first : start + len(name) + MOST_AROUND]
        core = (start - first, start - first + len(name))
        kinds = [kind for kind in outcome.kinds if kind in KINDS]  # what stands for a label may be a part of a title
        nearest = suggestions(self._base, around, kinds or None, core=core, besides=outcome.nearest)
        return replace(decision, outcome=replace(outcome, nearest=tuple(nearest)))


def _without_stranger(query: Query) -> Query | None:
    """What is so, where it is asked of something unknown: where X can be watched, of 'is X on Y'."""
    match query:
        case Check(Nodes() as things, Lookup(relation, asked, ((role, Unplaced()),))) if {asked, role} == {
            SUBJECT,
            VALUE,
        }:
            return Lookup(relation, role, ((asked, things),))
        case Check(Unplaced(), Lookup(_, _, given) as among) if given and not unplaced_in(among):
            return among
    return None
