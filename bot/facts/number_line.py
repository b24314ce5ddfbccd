"""The number lines of a snapshot: where its dates, lengths, amounts and other numbers lie, and which facts say so."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator


class NumberLine:
    """Reads where literals lie, each type on a line of its own."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def in_range(self, kind: str, low: float | None, high: float | None, sign: str = "") -> list[int]:
        """The literals of a type that lie wholly between `low` and `high`; with a `sign`, amounts in that currency."""
        ends = float("-inf") if low is None else low, float("inf") if high is None else high
        rows = self._db.execute(
            "SELECT id FROM node WHERE kind = ? AND low >= ? AND high <= ? AND name GLOB ?",
            (kind, *ends, f"{sign}[0-9]*" if sign else "*"),
        )
        return [row[0] for row in rows]

    def along(self, relation: str, kind: str, descending: bool) -> Iterator[tuple[float, int, int]]:
        """The facts of a relation along the number line of a type, from one end: where each lies, subject, fact."""
        return self._db.execute(
            "SELECT n.low, f.subject, f.id FROM node n CROSS JOIN fact f ON f.value = n.id"
            " AND f.relation = (SELECT id FROM relation WHERE name = ?)"
            f" WHERE n.kind = ? AND n.low IS NOT NULL ORDER BY n.low {'DESC' if descending else 'ASC'}",
            (relation, kind),
        )

    def fact_numbers(self, facts: Collection[int]) -> list[tuple[float | None, str]]:
        """Where the value of each fact lies on its number line (its lower end), and how it is written."""
        rows = self._db.execute(
            "SELECT f.id, n.low, n.name FROM fact f JOIN node n ON n.id = f.value"
            " WHERE f.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(facts)),),
        )
        numbers = {fact: (low, name) for fact, low, name in rows}
        return [numbers[fact] for fact in facts]
