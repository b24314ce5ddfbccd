"""Reading the JSON documents of a store's records as what they were written as."""

from __future__ import annotations

from bot.facts.store import JSON


def mapping(document: JSON) -> dict[str, JSON]:
    """A copy of a document that is a mapping; an empty one for anything else."""
    return dict(document) if isinstance(document, dict) else {}


def text(document: JSON) -> str:
    """A document that is a text; an empty one for anything else."""
    return document if isinstance(document, str) else ""


def texts(document: JSON) -> tuple[str, ...]:
    """The texts in a list."""
    return tuple(item for item in document if isinstance(item, str)) if isinstance(document, list) else ()


def number(document: JSON) -> int:
    """A document that is a whole number; 0 for anything else."""
    return document if isinstance(document, int) and not isinstance(document, bool) else 0


def numbers(document: JSON) -> dict[str, int]:
    """A mapping to whole numbers."""
    return {key: number(value) for key, value in mapping(document).items()}
