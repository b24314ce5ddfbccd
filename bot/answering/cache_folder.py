"""The folder that snapshots are kept in: how they are called there, who may write, and what is dropped when."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from bot.facts.tables import FORMAT

#: Snapshots kept beside the newest one: of other folders, of other rules, and for processes that have yet to go on.
OLD_SNAPSHOTS = 3
#: Seconds since a snapshot was opened last, until it may be dropped: each server with facts of its own has one.
_IN_USE = 24 * 3600.0
_LOCK = "lock"
_PATIENCE = 3600.0  # seconds to wait while another process compiles


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a snapshot is kept: in `cache`, as that of `place`, with a digest of the files of its ``rules``."""

    place: str
    cache: Path
    rules: str = ""

    def stem(self) -> str:
        """What the names of the snapshots begin with."""
        place = "\0".join((self.place, self.rules, str(FORMAT)))
        return blake2b(place.encode(errors="surrogateescape"), digest_size=10).hexdigest()

    def newest(self) -> Path | None:
        """The snapshot, if there is one."""
        return next(iter(newest_first(self.cache, f"{self.stem()}-*.sqlite")), None)

    def fresh(self) -> Path:
        """A name for another one, which no process has open."""
        return self.cache / f"{self.stem()}-{secrets.token_hex(4)}.sqlite"


@contextmanager
def lock(cache: Path) -> Iterator[None]:
    """One process at a time. SQLite's own lock is on every system, and goes with the process that holds it."""
    cache.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(cache / _LOCK, timeout=_PATIENCE, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


def newest_first(cache: Path, pattern: str) -> list[Path]:
    """The snapshots in a folder, the one that was opened last first."""
    made = []
    for path in cache.glob(pattern):
        try:
            made.append((path.stat().st_mtime, path))
        except FileNotFoundError:  # another process has just removed it
            continue
    return [path for _, path in sorted(made, reverse=True)]


def _opened_since(then: float, path: Path) -> bool:
    try:
        return path.stat().st_mtime > then
    except FileNotFoundError:
        return False


def clear_up(cache: Path) -> None:
    """Remove what was left by processes that were killed: whoever has the lock writes alone."""
    for stale in cache.glob("*.tmp*"):
        stale.unlink(missing_ok=True)
    for beside in cache.glob("*.sqlite-*"):
        if not beside.with_name(beside.name.rpartition("-")[0]).exists():
            beside.unlink(missing_ok=True)


def drop_old(cache: Path, newest: Path) -> None:
    """Remove the snapshots that `newest` or others have taken the place of, and those that are not in use any more."""
    places, kept = {_place_of(newest)}, []
    for path in newest_first(cache, "*.sqlite"):
        if path == newest:
            continue
        if _place_of(path) in places:
            remove(path)
        else:
            places.add(_place_of(path))
            kept.append(path)
    for path in kept[OLD_SNAPSHOTS:]:
        if not _opened_since(time.time() - _IN_USE, path):
            remove(path)


def _place_of(path: Path) -> str:
    """What the names of a place's snapshots begin with."""
    return path.name.rpartition("-")[0]


def remove(path: Path) -> None:
    """Remove a snapshot. A process that has it open goes on reading it."""
    for part in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        part.unlink(missing_ok=True)
