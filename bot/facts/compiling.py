"""Fact files to a new snapshot, written aside and moved into place (``updating`` changes one that is there)."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from bot.facts.file_rows import FileRows, Reading, content_number, digest_text, read
from bot.facts.joining import is_own, order
from bot.facts.knowledge_folder import File
from bot.facts.name_index import SCHEMA as NAMES_SCHEMA
from bot.facts.reading import collector_paused
from bot.facts.settling import Settler, note
from bot.facts.tables import IMPLIED, SCHEMA, transaction
from bot.facts.vocabulary import Vocabulary
from bot.facts.writing import STEP, Slot, Writer, too_many_facts

#: Told how many bytes of how many have been compiled.
Progress = Callable[[int, int], None]
#: Room before the first file, for those of a server's own that come later.
_ROOM = STEP * STEP
#: Ids whose descriptions are joined together, so that not all files that have some are in memory at once.
_BATCH = 2000


def compile_snapshot(
    path: Path,
    vocabulary: Vocabulary,
    files: Sequence[File],
    notes: Mapping[str, str],
    progress: Progress | None = None,
) -> None:
    """Compile `files` into a new snapshot at `path`, with `notes` in its meta table. Raises OSError, sqlite3.Error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_suffix(".tmp")
    scratch.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(scratch, isolation_level=None)) as connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")
            write_anew(connection, vocabulary, files, notes, progress)
            connection.execute("PRAGMA journal_mode = WAL")
        put_in_place(scratch, path)
    finally:
        scratch.unlink(missing_ok=True)


def put_in_place(scratch: Path, path: Path) -> None:
    """Give a finished snapshot its name; its content is on the disk by then, so that a power cut leaves no half one."""
    with scratch.open("r+b") as file:
        os.fsync(file.fileno())
    scratch.replace(path)


def write_anew(
    connection: sqlite3.Connection,
    vocabulary: Vocabulary,
    files: Sequence[File],
    notes: Mapping[str, str],
    progress: Progress | None = None,
) -> None:
    """Fill an empty database with the tables of a snapshot."""
    connection.executescript(SCHEMA + NAMES_SCHEMA)
    ranked = sorted(files, key=lambda file: order(file.name))
    with collector_paused(), transaction(connection):
        connection.executemany("INSERT INTO meta VALUES (?, ?)", notes.items())
        own = _write_others(connection, vocabulary, ranked, progress)
        named = {file.name: file for file in ranked}
        idents = [row[0] for row in connection.execute("SELECT DISTINCT ident FROM description ORDER BY rowid")]
        if idents or own:
            settler = Settler(connection, vocabulary, named.__getitem__)
            for start in range(0, len(idents), _BATCH):
                settler.join(idents[start : start + _BATCH])
            settler.settle({number: found.facts(vocabulary) for number, found in own.items()})
            settler.finish()
        numbers = (content_number(row.name, row.hash) for row in FileRows(connection).all())
        connection.execute("INSERT INTO meta VALUES ('digest', ?)", (digest_text(numbers),))


def _write_others(
    connection: sqlite3.Connection, vocabulary: Vocabulary, ranked: Sequence[File], progress: Progress | None
) -> dict[int, Reading]:
    """Write all files but a server's own, which have to know the ids of the others: these are given by number.

    Of an id that several files describe the first description is written, and the later ones are noted.
    """
    writer, rows = Writer(connection, vocabulary, fresh=True), FileRows(connection)
    states = [file.state() for file in ranked]
    weights = [(state.size if state else 0) + 1000 for state in states]
    total, done = sum(weights) or 1, 0
    lows = [_ROOM + (IMPLIED - _ROOM) * part // total for part in _sums(weights)]
    own, taken = {}, set[int]()
    for file, low, high, weight in zip(ranked, lows, lows[1:], weights, strict=False):
        found = read(file)
        number = rows.add(found, low)
        if is_own(file.name):
            own[number] = found
            continue
        content, slots, problems = found.facts(vocabulary), [], []
        for entity in content.entities:
            key = hash(entity.id)  # two ids of one hash are taken for descriptions of one, which is found out later
            if key in taken:
                note(connection, number, entity)
            elif problem := too_many_facts(entity):
                problems.append(problem)
            else:
                slots.append(Slot(entity.id, entity))
            taken.add(key)
        writer.problems(number, (*content.problems, *problems))
        writer.put(number, writer.place(low, high, slots))
        done += weight
        if progress:
            progress(done, total)
    writer.finish()
    return own


def _sums(numbers: Iterable[int]) -> Iterator[int]:
    """The sum of the numbers before each, and that of all."""
    total = 0
    yield total
    for number in numbers:
        total += number
        yield total
