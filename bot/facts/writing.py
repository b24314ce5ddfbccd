"""The entities of fact files to rows of a snapshot, file by file: each in its place among the others of its file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.facts.entity_rows import EntityRows, Known
from bot.facts.label_names import further_names
from bot.facts.model import Entity, Problem
from bot.facts.tables import FACT_BITS
from bot.facts.vocabulary import VALUE, Relation

#: Entities are at most so far apart, so that much room is left behind the last one of a file.
STEP = 1024


class NoRoomError(Exception):
    """There are no ids left between two entities: everything has to be compiled anew, with new room."""


class Slot(NamedTuple):
    """An entity of a file; None for one that stays as it is, if it is there."""

    ident: str
    entity: Entity | None


class Placed(NamedTuple):
    """An entity, the id of its node, and what was there before."""

    entity: Entity
    node: int
    known: Known | None


class Writer:
    """Writes into the tables of one snapshot. Nothing of it can be looked up before `finish`."""

    def __init__(self, connection: sqlite3.Connection, vocabulary: Mapping[str, Relation], fresh: bool = False) -> None:
        self._db, self._vocabulary, self._fresh = connection, vocabulary, fresh
        if fresh:
            names = [(name,) for name in vocabulary]
            connection.executemany("INSERT INTO relation (name) VALUES (?)", names)
        self._rows = EntityRows(connection, vocabulary, fresh)
        if fresh:
            self._declare()

    def _declare(self) -> None:
        """Put down the labels that relations declare."""
        for relation in self._vocabulary.values():
            for label in relation.labels:
                name, *others = label.split(" / ")
                self._rows.label(relation.kinds(VALUE)[0], name, [*others, *further_names(name, relation.spellings)])

    def problems(self, file: int, problems: Iterable[Problem]) -> None:
        """Note what is wrong in a file, in the place of what was."""
        if not self._fresh:
            self._db.execute("DELETE FROM problem WHERE file = ?", (file,))
        rows = [(file, one.location.line, one.location.column, one.what, one.hint) for one in problems]
        self._db.executemany("INSERT INTO problem VALUES (?, ?, ?, ?, ?)", rows)

    def place(self, low: int, high: int, slots: Iterable[Slot]) -> list[Placed]:
        """Where the entities of a file go, whose nodes may lie in [low, high); those that are not among them are gone.

        To be done for all files before the first `put`: what comes may have the ids of what goes. Raises NoRoomError.
        """
        before = {} if self._fresh else {known.ident: known for known in self._rows.known(low, high)}
        slots = [slot for slot in slots if slot.entity is not None or slot.ident in before]
        placed, kept = [], set()
        for slot, node in _places(slots, before, low, high):
            known = before.get(slot.ident)
            if known is not None and known.node == node:
                kept.add(slot.ident)
            elif slot.entity is None:
                raise NoRoomError
            if slot.entity is not None:
                placed.append(Placed(slot.entity, node, known if slot.ident in kept else None))
        for known in before.values():
            if known.ident not in kept:
                self._rows.drop(known)
        return placed

    def put(self, file: int, placed: Iterable[Placed]) -> None:
        """Write the entities of a file down."""
        for entity, node, known in placed:
            self._rows.put(entity, node, file, known)

    def finish(self) -> None:
        """Settle what names mean, and make what was written findable."""
        self._rows.finish()


def too_many_facts(entity: Entity) -> Problem | None:
    """What is wrong with an entity whose facts cannot all be numbered."""
    if len(entity.facts) < 1 << FACT_BITS:
        return None
    return Problem(entity.location, f"{entity.name!r} has more than a million facts", "it was left out")


def _places(slots: Sequence[Slot], before: Mapping[str, Known], low: int, high: int) -> Iterator[tuple[Slot, int]]:
    """Each entity with its node id: those that were there keep theirs, so far as the order allows."""
    last, waiting = low - 1, list[Slot]()
    for slot in slots:
        known = before.get(slot.ident)
        if known is None or known.node <= last + len(waiting):
            waiting.append(slot)
            continue
        yield from _spread(waiting, last, known.node)
        yield slot, known.node
        last, waiting = known.node, []
    yield from _spread(waiting, last, high)


def _spread(slots: Sequence[Slot], last: int, end: int) -> Iterator[tuple[Slot, int]]:
    """Places for entities between two nodes, at equal distances."""
    step = min((end - last) // (len(slots) + 1), STEP)
    if slots and not step:
        raise NoRoomError
    for number, slot in enumerate(slots, start=1):
        yield slot, last + number * step
