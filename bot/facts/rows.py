"""What a compiled snapshot gives: nodes, and statements about them."""

from __future__ import annotations

from typing import NamedTuple

from bot.facts.model import Certainty


class Node(NamedTuple):
    """A thing that facts link. ``ident`` is an entity's id in the fact files; labels and literals have none."""

    id: int
    kind: str
    name: str
    ident: str | None = None
    year: int | None = None
    low: float | None = None
    high: float | None = None
    file: str | None = None

    @property
    def is_entity(self) -> bool:
        """Whether facts can be about it."""
        return self.ident is not None

    @property
    def label(self) -> str:
        """Its name, with the year where it has one: 'Heat (1995)'."""
        return f"{self.name} ({self.year})" if self.year else self.name


class Statement(NamedTuple):
    """A fact as the snapshot holds it: node ids for subject and value, qualifiers as node ids, and its provenance."""

    id: int
    relation: str
    subject: int
    value: int
    qualifiers: tuple[tuple[str, int], ...]
    source: str | None
    quote: str | None
    said_by: str | None
    as_of: str | None
    note: str | None
    certainty: Certainty | None
    file: str
    line: int
