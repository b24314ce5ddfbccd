"""What a name that nobody knows may be part of: 'her' and 'in' before it may belong to it, though they mean something.

Only what is offered changes: that a name is unknown stays.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answering.deciding import Decision
from bot.answering.outcome import UnknownName
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import KINDS
from bot.language.names import split
from bot.language.near_names import suggestions
from bot.language.parse import Parse

#: So many words on either side may belong to a name.
MOST_AROUND = 4


class Around:
    """Offers for unknown names of one knowledge base."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base

    def offered(self, decision: Decision, parse: Parse) -> Decision:
        """The decision, with what comes nearest to an unknown name and the words around it."""
        outcome = decision.outcome
        if not isinstance(outcome, UnknownName) or outcome.ordinary:
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
