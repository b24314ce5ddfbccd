"""'What changed about Heat 2?': what the history of its facts says, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from bot.answering.naming import day
from bot.facts.reading import Plain
from bot.facts.rows import Node
from bot.facts.vocabulary import Relation

#: So many changes are told.
MOST = 5


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of one relation of an entity: the day (UTC) in ISO form, and the values before and after.

    ``relation`` is empty where the entity was first described, named anew, or taken away.
    """

    date: str
    relation: str
    before: tuple[str, ...]
    after: tuple[str, ...]


#: The changes of the entity with an id, newest first.
History = Callable[[str], Sequence[Changed]]


class Past:
    """Tells the history in one language; there is none where ``history`` is None."""

    def __init__(self, relations: Mapping[str, Relation], language: Mapping[str, Plain]) -> None:
        self._relations = relations
        self.history: History | None = None
        self._code = str(language["language"])
        self._replies = cast(Mapping[str, str], language["replies"])

    def changes(self, node: Node) -> list[Changed]:
        """What is told of the entity."""
        return list(self.history(node.ident or ""))[:MOST] if self.history else []

    def text(self, node: Node, changes: Sequence[Changed]) -> str:
        """These changes, line by line; an honest word where there are none."""
        if self.history is None:
            return self._replies["changed_unkept"].format(name=node.label)
        if not changes:
            return self._replies["changed_none"].format(name=node.label)
        lines = [self._line(change) for change in changes]
        return self._replies["changed"].format(name=node.label, changes="\n".join(lines))

    def _line(self, change: Changed) -> str:
        relation = self._relations.get(change.relation)
        what = relation.phrasings[self._code].name if relation else change.relation
        before, after = (
            ", ".join(values) or self._replies["changed_nothing"] for values in (change.before, change.after)
        )
        told = {"date": day(change.date), "before": before, "after": after}
        if not what:
            return self._replies["changed_entity"].format(**told)
        return self._replies["changed_entry"].format(**told, relation=what)
