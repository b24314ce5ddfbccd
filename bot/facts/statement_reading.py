"""Facts as they are stated in the files: read from a snapshot with all that is said about them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping

from bot.facts.model import Certainty
from bot.facts.rows import Statement


class StatementReader:
    """Reads them. ``relations`` are the names of relations by number, and ``file`` gives that of a file."""

    def __init__(
        self, connection: sqlite3.Connection, relations: Mapping[int, str], file: Callable[[int], str]
    ) -> None:
        self._db, self._relations, self._file = connection, relations, file

    def read(self, where: str, arguments: tuple[object, ...]) -> list[Statement]:
        """The facts that a condition of SQL picks, where a fact is f and the node of its subject s, in order."""
        rows = self._db.execute(
            "SELECT f.id, f.relation, f.subject, f.value, f.source, f.quote, f.said_by, f.as_of, f.note, f.certainty,"
            " coalesce(f.file, s.file), s.line + f.line FROM fact f JOIN node s ON s.id = f.subject"
            f" WHERE {where} ORDER BY f.id",
            arguments,
        ).fetchall()
        qualifiers: dict[int, list[tuple[str, int]]] = {}
        for fact, role, value in self._db.execute(
            "SELECT fact, role, value FROM qualifier WHERE fact IN (SELECT value FROM json_each(?))",
            (json.dumps([row[0] for row in rows]),),
        ):
            qualifiers.setdefault(fact, []).append((role, value))
        return [
            Statement(
                id=row[0],
                relation=self._relations[row[1]],
                subject=row[2],
                value=row[3],
                qualifiers=tuple(qualifiers.get(row[0], ())),
                source=row[4],
                quote=row[5],
                said_by=row[6],
                as_of=row[7],
                note=row[8],
                certainty=Certainty(row[9]) if row[9] else None,
                file=self._file(row[10]),
                line=row[11],
            )
            for row in rows
        ]
