"""What a name that nobody knows may be part of: 'her' and 'in' before it may belong to it, though they mean something.

Only what is offered changes: that a name is unknown stays.
"""

from __future__ import annotations

from dataclasses import replace

from bot.answering.deciding import Decision
from bot.answering.outcome import UnknownName
from bot.facts.knowledge_base import KnowledgeBase
from bot.language.lexicon import Lexicon
from bot.language.names import split
from bot.language.near_names import suggestions
from bot.language.parse import Parse

#: So many words on either side may belong to a name.
MOST_AROUND = 4


class Around:
    """Offers for unknown names of one knowledge base."""

    def __init__(self, base: KnowledgeBase, lexicon: Lexicon) -> None:
        self._base, self._lexicon = base, lexicon

    def offered(self, decision: Decision, parse: Parse) -> Decision:
        """The decision, with what comes nearest to an unknown name and the words around it."""
        outcome = decision.outcome
        if not isinstance(outcome, UnknownName):
            return decision
        words = [word.text for word in parse.words]
        name = split(outcome.name)
        start = next((at for at in range(len(words)) if words[at : at + len(name)] == name), None)
        if start is None or not name:
            return decision
        first, last = self._reach(words, start, -1), self._reach(words, start + len(name) - 1, 1) + 1
        if last - first == len(name):
            return decision
        core = (start - first, start - first + len(name))
        nearest = suggestions(self._base, words[first:last], outcome.kinds or None, core=core)
        return replace(decision, outcome=replace(outcome, nearest=tuple(nearest)))

    def _reach(self, words: list[str], at: int, step: int) -> int:
        """The last position from `at` on, in one direction, at which a word may belong to a name."""
        for _ in range(MOST_AROUND):
            further = at + step
            if not 0 <= further < len(words) or not self._may_belong(words[further]):
                break
            at = further
        return at

    def _may_belong(self, word: str) -> bool:
        return word in self._lexicon.glue or word not in self._lexicon.words
