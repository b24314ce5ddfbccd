"""What is still to come: of a film that is out next year nobody says that it was directed by somebody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.vocabulary import SUBJECT, VALUE, Relation


class ToCome:
    """Knows the things of one knowledge base that begin after today."""

    def __init__(self, base: KnowledgeBase, relations: Mapping[str, Relation], today: Callable[[], date]) -> None:
        self._base, self._today = base, today
        self._beginnings = [relation.name for relation in relations.values() if relation.begins]
        self._found: tuple[int, date, frozenset[int]] | None = None

    def __contains__(self, node: object) -> bool:
        """Whether all that is known of when a thing begins lies after today."""
        today = self._today()
        if self._found is None or self._found[:2] != (self._base.state, today):
            self._found = (self._base.state, today, self._look_up(today))
        return node in self._found[2]

    def _look_up(self, today: date) -> frozenset[int]:
        tomorrow = today.year * 10000 + today.month * 100 + today.day + 1
        later = set(self._base.line.in_range("date", tomorrow, None))
        things = (
            {thing for thing, _ in self._base.lookup(self._beginnings, SUBJECT, {VALUE: later})} if later else set()
        )
        return frozenset(thing for thing in things if later.issuperset(self._dates(thing)))

    def _dates(self, thing: int) -> list[int]:
        return [day for day, _ in self._base.lookup(self._beginnings, VALUE, {SUBJECT: [thing]})]
