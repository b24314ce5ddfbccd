"""Fact files to a snapshot: all of them into a new one, or those that changed into the one that is there.

A new snapshot is written aside and moved into place. A change is one transaction: whoever reads goes on reading what
was there before, until told to `advance`, and a crash leaves one or the other.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from bot.facts.fact_file import FactFile, read_fact_file
from bot.facts.knowledge_folder import StoredFile, read_each
from bot.facts.model import Location, Problem
from bot.facts.name_index import SCHEMA as NAMES_SCHEMA
from bot.facts.reading import collector_paused
from bot.facts.tables import IMPLIED, SCHEMA
from bot.facts.vocabulary import Vocabulary
from bot.facts.writing import NoRoomError, Writer

#: Files changed so shortly before they were read may have been changed again without a trace (see `_unchanged`).
RACY_NS = 2_000_000_000
#: Told how many bytes of how many have been compiled.
Progress = Callable[[int, int], None]


class FileState(NamedTuple):
    """What the system says of a file without reading it."""

    size: int
    modified: int
    changed: int
    inode: int


def compile_snapshot(
    path: Path,
    vocabulary: Vocabulary,
    files: Sequence[StoredFile],
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
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)


def write_anew(
    connection: sqlite3.Connection,
    vocabulary: Vocabulary,
    files: Sequence[StoredFile],
    notes: Mapping[str, str],
    progress: Progress | None = None,
) -> None:
    """Fill an empty database with the tables of a snapshot."""
    connection.executescript(SCHEMA + NAMES_SCHEMA)
    with collector_paused(), _transaction(connection):
        connection.executemany("INSERT INTO meta VALUES (?, ?)", notes.items())
        writer = Writer(connection, vocabulary)
        writer.declare()
        states = [_state(file) for file in files]
        weights = [(state.size if state else 0) + 1000 for state in states]
        total, done = sum(weights) or 1, 0
        lows = [1 + (IMPLIED - 1) * part // total for part in _sums(weights)]
        for number, (file, state) in enumerate(zip(files, states, strict=True)):
            data, problem = _read(file)
            content = _facts(file.name, data, problem, vocabulary)
            row = (number + 1, file.name, lows[number], *_row(data, state))
            connection.execute(f"INSERT INTO file VALUES ({_MARKS})", row)
            writer.replace(number + 1, lows[number], lows[number + 1], content)
            done += weights[number]
            if progress:
                progress(done, total)
        writer.finish()
        digest = sum(content_number(name, hash_) for name, hash_ in connection.execute("SELECT path, hash FROM file"))
        connection.execute("INSERT INTO meta VALUES ('digest', ?)", (_hex(digest),))


def update_snapshot(
    path: Path,
    vocabulary: Vocabulary,
    files: Mapping[str, StoredFile],
    whole: bool,
    locate: Callable[[str], StoredFile],
) -> bool:
    """Bring the snapshot at `path` up to what `files` say, by name; whether anything had changed.

    They are the ``whole`` of the folder, so that a file that is not among them is gone, or else those that may have
    changed: of these, one that cannot be read any more is gone. ``locate`` finds any other file of the folder. Raises
    NoRoomError where the snapshot has to be compiled anew, OSError and sqlite3.Error.
    """
    with closing(sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        with collector_paused(), _transaction(connection):
            return _Update(connection, vocabulary, files, locate).run(whole)


_PATIENCE = 60.0  # seconds to wait for another process that is writing
_MARKS = ", ".join("?" * 9)


class _Stored(NamedTuple):
    id: int
    low: int
    hash: bytes
    state: FileState
    seen: int


class _Update:
    def __init__(
        self,
        connection: sqlite3.Connection,
        vocabulary: Vocabulary,
        files: Mapping[str, StoredFile],
        locate: Callable[[str], StoredFile],
    ) -> None:
        self._db, self._vocabulary, self._files, self._locate = connection, vocabulary, files, locate
        self._writer: Writer | None = None
        self._digest = 0

    @property
    def writer(self) -> Writer:
        if self._writer is None:
            self._writer = Writer(self._db, self._vocabulary)
        return self._writer

    def run(self, whole: bool) -> bool:
        """Whether anything had changed."""
        stored = self._stored(whole)
        files = self._files if whole else {name: file for name, file in self._files.items() if _state(file)}
        again: set[int] = set()
        for name, gone in stored.items():
            if name not in files:
                self._digest -= content_number(name, gone.hash)
                again |= self.writer.forget(gone.id, gone.low, self._end(gone.low))
        for name in sorted(files):
            again |= self._write(files[name], stored.get(name))
        self._write_again(again)
        if self._writer is None:
            return False
        self._writer.finish()
        (before,) = self._db.execute("SELECT value FROM meta WHERE key = 'digest'").fetchone()
        self._db.execute("UPDATE meta SET value = ? WHERE key = 'digest'", (_hex(int(before, 16) + self._digest),))
        return True

    def _stored(self, whole: bool) -> dict[str, _Stored]:
        columns = "SELECT path, id, low, hash, seen, size, modified, changed, inode FROM file"
        if whole:
            rows = self._db.execute(columns).fetchall()
        else:
            found = (self._db.execute(f"{columns} WHERE path = ?", (name,)).fetchone() for name in self._files)
            rows = [row for row in found if row]
        return {row[0]: _Stored(row[1], row[2], row[3], FileState(*row[5:]), row[4]) for row in rows}

    def _write(self, file: StoredFile, stored: _Stored | None) -> set[int]:
        state = _state(file)
        if stored is not None and _unchanged(stored, state):
            return set()
        data, problem = _read(file)
        row = _row(data, state)
        if stored is None:
            low = self._room_for(file.name)
            (number,) = self._db.execute("SELECT coalesce(max(id), 0) + 1 FROM file").fetchone()
            self._db.execute(f"INSERT INTO file VALUES ({_MARKS})", (number, file.name, low, *row))
            self._digest += content_number(file.name, row[0])
        else:
            number, low = stored.id, stored.low
            self._db.execute(
                "UPDATE file SET hash = ?, size = ?, modified = ?, changed = ?, inode = ?, seen = ? WHERE id = ?",
                (*row, number),
            )
            if stored.hash == row[0]:
                return set()
            self._digest += content_number(file.name, row[0]) - content_number(file.name, stored.hash)
        content = _facts(file.name, data, problem, self._vocabulary)
        return self.writer.replace(number, low, self._end(low), content)

    def _write_again(self, again: set[int]) -> None:
        """Files that did not change, but have an entity of an id that came or went in another file."""
        written: set[tuple[int, ...]] = set()
        while again and tuple(sorted(again)) not in written:
            written.add(tuple(sorted(again)))
            rows = self._db.execute(
                "SELECT id, path, low FROM file WHERE id IN (SELECT value FROM json_each(?)) ORDER BY path",
                (json.dumps(sorted(again)),),
            ).fetchall()
            again = set()
            for number, name, low in rows:
                data, problem = _read(self._files.get(name) or self._locate(name))
                again |= self.writer.replace(number, low, self._end(low), _facts(name, data, problem, self._vocabulary))

    def _end(self, low: int) -> int:
        row = self._db.execute("SELECT min(low) FROM file WHERE low > ?", (low,)).fetchone()
        return int(row[0] or IMPLIED)

    def _room_for(self, name: str) -> int:
        """Where the nodes of a new file may begin: halfway from the last node before to the next file."""
        row = self._db.execute("SELECT low FROM file WHERE path > ? ORDER BY path LIMIT 1", (name,)).fetchone()
        end = row[0] if row else IMPLIED
        row = self._db.execute("SELECT max(id) FROM node WHERE id < ?", (end,)).fetchone()
        before = self._db.execute("SELECT max(low) FROM file WHERE low < ?", (end,)).fetchone()
        last = max(row[0] or 0, before[0] or 0)
        if end - last < 4:
            raise NoRoomError
        return int(last + end) // 2


def _unchanged(stored: _Stored, state: FileState | None) -> bool:
    """Whether a file is as it was, by what the system says of it.

    As git does: the same size, times and inode mean the same content, unless the file had been changed so shortly
    before it was read that another change may have left no trace in the times. The time of the last change of the
    inode cannot be set by users, so that setting back the other one is no trace lost.
    """
    last = max(stored.state.modified, stored.state.changed)
    return state == stored.state and last + RACY_NS < stored.seen


def _state(file: StoredFile) -> FileState | None:
    try:
        found = os.lstat(file.path)
    except OSError:
        return None
    return FileState(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)


def _read(file: StoredFile) -> tuple[bytes | None, Problem | None]:
    ((_, data, problem),) = read_each((file,))
    return data, problem


def _row(data: bytes | None, state: FileState | None) -> tuple[bytes, int, int, int, int, int]:
    """The columns of `file` from its hash on. A file that could not be read is read again the next time."""
    return (content_hash(data), *(state or FileState(-1, 0, 0, 0)), time.time_ns() if state and data is not None else 0)


def _facts(name: str, data: bytes | None, problem: Problem | None, vocabulary: Vocabulary) -> FactFile:
    if data is None:
        return FactFile(name, (), (problem or Problem(Location(name), "the file cannot be read"),))
    return read_fact_file(data, name, vocabulary, vocabulary.broken)


def _sums(numbers: Iterable[int]) -> Iterator[int]:
    """The sum of the numbers before each, and that of all."""
    total = 0
    yield total
    for number in numbers:
        total += number
        yield total


def content_number(name: str, hash_: bytes) -> int:
    """A file's part in the digest of all names and contents: their sum, so that one file changes it alone."""
    digest = blake2b(name.encode(errors="surrogateescape") + b"\0" + hash_, digest_size=16)
    return int.from_bytes(digest.digest(), "big")


def content_hash(data: bytes | None) -> bytes:
    """The content of a file in short; one that could not be read has one of its own."""
    return blake2b(b"\0unread" if data is None else data, digest_size=16).digest()


def content_digest(files: Iterable[StoredFile]) -> str:
    """The digest of names and contents that a snapshot of these files has among its notes."""
    return _hex(sum(content_number(file.name, content_hash(data)) for file, data, _ in read_each(files)))


def _hex(number: int) -> str:
    return f"{number % 2**128:032x}"


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
