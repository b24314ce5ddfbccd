"""What an answer holds, and its JSON: the contract of ``booth ask --json`` and ``--batch``."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.answering.unanswered import Unanswered


@dataclass(frozen=True, slots=True)
class EntityUsed:
    """An entity that the question is about: what was typed for it, and how well that spells it (0 to 1)."""

    id: str
    name: str
    kind: str
    mention: str
    score: float


@dataclass(frozen=True, slots=True)
class FactUsed:
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

    Neither is ``unanswered``: what a curator could add so that the question has an answer.
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
    explanation: str
    unanswered: tuple[Unanswered, ...] = ()

    def as_json(self, id: str | None = None) -> dict[str, object]:  # noqa: A002 - the contract's own key
        """The answer as the JSON contract has it, with the id of its question."""
        return {
            "id": id,
            "status": self.status,
            "text": self.text,
            "answers": list(self.answers),
            "query": self.query,
            "entities": [asdict(entity) for entity in self.entities],
            "facts": [asdict(fact) for fact in self.facts],
            "suggestions": list(self.suggestions),
            "confidence": self.confidence,
            "ms": round(self.ms, 2),
        }
