"""Facts that were expected or rumoured for a day that has passed: somebody should look what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.model import Certainty


@dataclass(frozen=True, slots=True)
class Overdue:
    """A fact about ``entity`` (its id; ``name`` as shown) that was said for a ``day`` which is over."""

    entity: str
    name: str
    relation: str
    value: str
    certainty: Certainty
    day: str
    source: str | None


def overdue(base: KnowledgeBase, today: date) -> tuple[Overdue, ...]:
    """Every fact that is only expected or rumoured though a date in it has passed, the longest passed first."""
    limit = int(today.strftime("%Y%m%d"))
    found = []
    for statement in base.uncertain():
        nodes = base.nodes([statement.subject, statement.value, *(node for _, node in statement.qualifiers)])
        days = [node for node in nodes.values() if node.kind == "date" and node.high is not None]
        passed = [node for node in days if node.high is not None and node.high < limit]
        if passed and len(passed) == len(days) and statement.certainty is not None:
            subject, last = nodes[statement.subject], max(passed, key=lambda node: node.high or 0.0)
            value = nodes[statement.value].name
            row = Overdue(
                subject.ident or "",
                subject.label,
                statement.relation,
                value,
                statement.certainty,
                last.name,
                statement.source,
            )
            found.append((last.high or 0.0, row))
    return tuple(row for _, row in sorted(found, key=lambda each: each[0]))
