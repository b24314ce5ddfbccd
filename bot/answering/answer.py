"""What an answer holds, and its JSON: the contract of ``booth ask --json`` and ``--batch``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.answering.unanswered import Unanswered


class EntityUsed(NamedTuple):
    """An entity that the question is about: what was typed for it, and how well that spells it (0 to 1)."""

    id: str
    name: str
    kind: str
    mention: str
    score: float


class FactUsed(NamedTuple):
    """A fact that the answer stands on, and where it was written."""

    subject: str
    relation: str
    value: str
    source: str | None
    as_of: str | None
    certainty: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. ``sources`` and ``explanation`` are for people and are not part of the JSON.

    ``explain`` makes the explanation: few who ask want one, and it takes its time. Neither is ``unanswered``: what a
    curator could add so that the question has an answer.
    """

    status: str
    text: str
    answers: tuple[str, ...]
    query: str
    entities: tuple[EntityUsed, ...]
    facts: tuple[FactUsed, ...]
    suggestions: tuple[str, ...]
    confidence: float
    ms: float
    sources: tuple[str, ...]
    explain: Callable[[], str] = field(default=str, repr=False, compare=False)
    unanswered: tuple[Unanswered, ...] = ()

    @property
    def explanation(self) -> str:
        """How the question was understood, as an indented tree."""
        return self.explain()

    def as_json(self, id: str | None = None) -> dict[str, object]:  # noqa: A002 - the contract's own key
        """The answer as the JSON contract has it, with the id of its question."""
        return {
            "id": id,
            "status": self.status,
            "text": self.text,
            "answers": list(self.answers),
            "query": self.query,
            "entities": [entity._asdict() for entity in self.entities],
            "facts": [fact._asdict() for fact in self.facts],
            "suggestions": list(self.suggestions),
            "confidence": self.confidence,
            "ms": round(self.ms, 2),
        }
