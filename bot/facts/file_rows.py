"""The rows of fact files in a snapshot: which texts it was made from, and what tells that they have changed."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

from bot.facts.fact_file import FactFile, read_fact_file
from bot.facts.joining import order
from bot.facts.knowledge_folder import File, FileState, read_each
from bot.facts.model import Location, Problem
from bot.facts.tables import IMPLIED
from bot.facts.vocabulary import Vocabulary
from bot.facts.writing import STEP, NoRoomError

#: Files changed so shortly before they were read may have been changed again without a trace (see `unchanged`).
RACY_NS = 2_000_000_000
_COLUMNS = "id, path, rank, low, hash, seen, size, modified, changed, inode"


class FileRow(NamedTuple):
    """A file as the snapshot has it."""

    id: int
    name: str
    rank: str
    low: int
    hash: bytes
    seen: int
    state: FileState


class Reading(NamedTuple):
    """A file as it is now; ``data`` is None where it cannot be read."""

    name: str
    data: bytes | None
    problem: Problem | None
    state: FileState | None
    seen: int

    @property
    def hash(self) -> bytes:
        """The content in short; one that could not be read has one of its own."""
        return blake2b(b"\0unread" if self.data is None else self.data, digest_size=16).digest()

    def facts(self, vocabulary: Vocabulary) -> FactFile:
        """What the file says."""
        if self.data is None:
            problem = self.problem or Problem(Location(self.name), "the file cannot be read", "it was left out")
            return FactFile(self.name, (), (problem,))
        return read_fact_file(self.data, self.name, vocabulary, vocabulary.broken)

    def noted(self) -> tuple[bytes, int, int, int, int, int]:
        """The columns of the file from its hash on. One that could not be read is read again the next time."""
        sound = self.state is not None and self.data is not None
        return (self.hash, *(self.state or FileState(-1, 0, 0, 0)), self.seen if sound else 0)


def read(file: File) -> Reading:
    """Read a file; what the system says of it is asked before."""
    state, seen = file.state(), time.time_ns()
    ((_, data, problem),) = read_each((file,))
    return Reading(file.name, data, problem, state, seen)


def unchanged(row: FileRow, state: FileState | None) -> bool:
    """Whether a file is as it was, by what the system says of it.

    As git does: the same size, times and inode mean the same content, unless the file had been changed so shortly
    before it was read that another change may have left no trace in the times. The time of the last change of the
    inode cannot be set by users, so that setting back the other one is no trace lost.
    """
    return state == row.state and max(row.state.modified, row.state.changed) + RACY_NS < row.seen


class FileRows:
    """The table of files of one snapshot."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def all(self) -> Iterator[FileRow]:
        """Every file."""
        return map(_row, self._db.execute(f"SELECT {_COLUMNS} FROM file").fetchall())

    def named(self, name: str) -> FileRow | None:
        """The file with a name."""
        row = self._db.execute(f"SELECT {_COLUMNS} FROM file WHERE path = ?", (name,)).fetchone()
        return _row(row) if row else None

    def numbered(self, number: int) -> FileRow:
        """The file with a number."""
        return _row(self._db.execute(f"SELECT {_COLUMNS} FROM file WHERE id = ?", (number,)).fetchone())

    def end(self, low: int) -> int:
        """The first node id behind those of the file that begins at `low`."""
        row = self._db.execute("SELECT min(low) FROM file WHERE low > ?", (low,)).fetchone()
        return int(row[0] or IMPLIED)

    def add(self, found: Reading, low: int | None = None) -> int:
        """Note a new file; its number. Raises NoRoomError."""
        low = self._room_for(found.name) if low is None else low
        (number,) = self._db.execute("SELECT coalesce(max(id), 0) + 1 FROM file").fetchone()
        row = (number, found.name, order(found.name), low, *found.noted())
        self._db.execute(f"INSERT INTO file VALUES ({', '.join('?' * len(row))})", row)
        return int(number)

    def change(self, number: int, found: Reading) -> None:
        """Note what a file is now."""
        self._db.execute(
            "UPDATE file SET hash = ?, size = ?, modified = ?, changed = ?, inode = ?, seen = ? WHERE id = ?",
            (*found.noted(), number),
        )

    def remove(self, number: int) -> None:
        """Forget a file."""
        self._db.execute("DELETE FROM file WHERE id = ?", (number,))

    def _room_for(self, name: str) -> int:
        """Where the nodes of a new file may begin: behind the last node before, and before the next file."""
        row = self._db.execute("SELECT low FROM file WHERE rank > ? ORDER BY rank LIMIT 1", (order(name),)).fetchone()
        end = row[0] if row else IMPLIED
        row = self._db.execute("SELECT max(id) FROM node WHERE id < ?", (end,)).fetchone()
        before = self._db.execute("SELECT max(low) FROM file WHERE low < ?", (end,)).fetchone()
        last = max(row[0] or 0, before[0] or 0)
        if end - last < 4:
            raise NoRoomError
        return int(last + min((end - last) // 2, STEP))


def _row(row: tuple[int, str, str, int, bytes, int, int, int, int, int]) -> FileRow:
    return FileRow(*row[:6], FileState(*row[6:]))


def content_number(name: str, hash_: bytes) -> int:
    """A file's part in the digest of all names and contents: their sum, so that one file changes it alone."""
    digest = blake2b(name.encode(errors="surrogateescape") + b"\0" + hash_, digest_size=16)
    return int.from_bytes(digest.digest(), "big")


def digest_text(numbers: Iterable[int]) -> str:
    """The digest of files with these numbers."""
    return f"{sum(numbers) % 2**128:032x}"
