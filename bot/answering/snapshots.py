"""A knowledge folder to an open snapshot: compiled when there is none yet, and brought up to date when files change."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import cast

from bot.facts.checking import cross_check
from bot.facts.compiling import Progress, compile_snapshot, put_in_place
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.knowledge_folder import Contents, Digest, File, list_knowledge
from bot.facts.model import Problem
from bot.facts.reading import Plain, Rules, in_order, read_rules
from bot.facts.tables import FORMAT
from bot.facts.updating import update_snapshot
from bot.facts.vocabulary import Vocabulary
from bot.facts.writing import NoRoomError

#: Snapshots kept beside the newest one: of other folders, of other rules, and for processes that have yet to go on.
OLD_SNAPSHOTS = 3
#: Seconds since a snapshot was opened last, until it may be dropped: each server with facts of its own has one.
_IN_USE = 24 * 3600.0
_LOCK = "lock"
_PATIENCE = 3600.0  # seconds to wait while another process compiles
#: The share of files that another snapshot must have in common to be worth copying.
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from: ``name`` in a sentence ('Collider reports'), ``line`` under an answer.

    ``date`` is in ISO form; what the source's file does not say is empty.
    """

    name: str
    line: str
    title: str
    publisher: str = ""
    author: str = ""
    date: str = ""
    url: str = ""


class Sources(Mapping[str, Source]):
    """The sources of a knowledge base by id, each read when it is asked for."""

    def __init__(self, base: KnowledgeBase) -> None:
        self._base = base

    def __getitem__(self, ident: str) -> Source:
        row = self._base.execute("SELECT details FROM source WHERE ident = ?", (ident,)).fetchone()
        if row is None:
            raise KeyError(ident)
        return _source(*json.loads(row[0]))

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in self._base.execute("SELECT ident FROM source"))

    def __len__(self) -> int:
        return int(self._base.execute("SELECT count(*) FROM source").fetchone()[0])


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An open knowledge base with the rules that go with it, and what was wrong in the files.

    ``base`` goes on to show the state of the moment when it was opened, whatever else is compiled, until `advanced`.
    """

    base: KnowledgeBase
    relations: Vocabulary
    language: Mapping[str, Plain]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]
    digest: str
    rules: Rules
    kept: Kept
    further: tuple[Problem, ...] = ()

    def with_problems(self, further: Iterable[Problem]) -> Snapshot:
        """The snapshot with ``further`` problems, which are not to be seen in its files."""
        return replace(self, further=tuple(further), problems=in_order([*self.problems, *further]))


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
        return next(iter(_newest_first(self.cache, f"{self.stem()}-*.sqlite")), None)

    def fresh(self) -> Path:
        """A name for another one, which no process has open."""
        return self.cache / f"{self.stem()}-{secrets.token_hex(4)}.sqlite"


def open_snapshot(knowledge: Path, cache: Path, shipped: Path, progress: Progress | None = None) -> Snapshot:
    """The snapshot of `knowledge`, brought up to date in `cache` first. Raises KnowledgeMissing.

    Broken files are among the problems; the good ones are in the snapshot. ``progress`` is told of a long compilation.
    """
    return snapshot_of(place_of(knowledge, shipped), list_knowledge(knowledge, shipped), cache, progress)


def place_of(knowledge: Path, shipped: Path) -> str:
    """What tells a folder's snapshots from those of others."""
    return f"{knowledge.resolve()}\0{shipped.resolve()}"


def snapshot_of(place: str, contents: Contents, cache: Path, progress: Progress | None = None) -> Snapshot:
    """The snapshot of these files, wherever they lie, brought up to date; ``place`` tells it from that of others."""
    digest = Digest()
    rules = read_rules(contents, digest)
    kept = Kept(place, cache, digest.text())
    path = kept.newest()
    if path is not None:
        path = _updated(path, rules, contents)
    if path is None:
        path = _compiled(kept, rules, contents, progress)
    with suppress(OSError):  # a cache that is only read has nothing to drop
        os.utime(path)
    try:
        base = KnowledgeBase(path)
    except sqlite3.OperationalError:
        if path.exists():
            raise
        return snapshot_of(place, contents, cache, progress)  # another process has just put a newer one in its place
    language = cast(Mapping[str, Plain], rules.language["en"])
    problems, now = _problems(base, rules), _digest(base, kept)
    return Snapshot(base, rules.vocabulary, language, Sources(base), problems, now, rules, kept)


def refreshed(snapshot: Snapshot, contents: Contents) -> Snapshot:
    """The snapshot with what has changed in its files, which are now these; the same one if nothing has.

    The old one must not be used any more: mostly its base is that of the new one.
    """
    digest = Digest()
    rules = read_rules(contents, digest)
    if digest.text() == snapshot.kept.rules and _updated(snapshot.base.path, rules, contents):
        return advanced(snapshot)
    snapshot.base.close()
    return snapshot_of(snapshot.kept.place, contents, snapshot.kept.cache)


def bring_up_to_date(snapshot: Snapshot, files: Mapping[str, File | None], locate: Callable[[str], File]) -> bool:
    """Compile these ``files`` as they are now, by name; None for those that are gone. Answers have it once `advanced`.

    Nothing else is looked at, however many there are; ``locate`` finds any other file by its name. False where that
    does not do, and `refreshed` has to.
    """
    try:
        update_snapshot(snapshot.base.path, snapshot.relations, files, whole=False, locate=locate)
    except (NoRoomError, sqlite3.OperationalError):
        return False
    return True


def advanced(snapshot: Snapshot) -> Snapshot:
    """The snapshot as it has been brought up to date since; the same one if it has not."""
    base = snapshot.base
    base.advance()
    digest = _digest(base, snapshot.kept)
    if digest == snapshot.digest:
        return snapshot
    return replace(snapshot, digest=digest, problems=_problems(base, snapshot.rules), further=())


def _digest(base: KnowledgeBase, kept: Kept) -> str:
    return base.meta("digest") + kept.rules


def _problems(base: KnowledgeBase, rules: Rules) -> tuple[Problem, ...]:
    return in_order([*rules.problems, *cross_check(base)])


def _updated(path: Path, rules: Rules, contents: Contents) -> Path | None:
    """The snapshot at `path`, up to date; None where it has to be made anew."""
    files = {file.name: file for file in contents.facts}
    try:
        update_snapshot(path, rules.vocabulary, files, whole=True, locate=files.__getitem__)
    except (NoRoomError, sqlite3.DatabaseError):  # a snapshot that cannot be used is as good as none
        return None
    return path


def _compiled(kept: Kept, rules: Rules, contents: Contents, progress: Progress | None) -> Path:
    """A new snapshot; where another process is making one, that one."""
    before = kept.newest()
    with _lock(kept.cache):
        newest = kept.newest()
        if newest is not None and newest != before:
            return _updated(newest, rules, contents) or newest
        _clear_up(kept.cache)
        path = _adopted(kept, rules, contents)
        if path is None:
            path = kept.fresh()
            notes = {"rules": kept.rules, "format": str(FORMAT)}
            compile_snapshot(path, rules.vocabulary, contents.facts, notes, progress)
        _drop_old(kept.cache, path)
    return path


def _adopted(kept: Kept, rules: Rules, contents: Contents) -> Path | None:
    """A copy, brought up to date, of a snapshot that has mostly the same files, if there is one.

    So what was compiled at build time, and moved, is taken over, and a server's facts go on top of the shared ones.
    """
    names = {file.name for file in contents.facts}
    for other in _newest_first(kept.cache, "*.sqlite"):
        path = kept.fresh()
        scratch = path.with_suffix(".tmp")
        try:
            with closing(sqlite3.connect(f"{other.absolute().as_uri()}?mode=ro", uri=True)) as source:
                notes = dict(source.execute("SELECT key, value FROM meta"))
                if notes.get("rules") != kept.rules or notes.get("format") != str(FORMAT):
                    continue
                theirs = {row[0] for row in source.execute("SELECT path FROM file")}
                if len(names & theirs) <= len(names | theirs) * _ALIKE:
                    continue
                with closing(sqlite3.connect(scratch)) as copy:
                    source.backup(copy)
        except sqlite3.DatabaseError:
            continue
        put_in_place(scratch, path)
        if _updated(path, rules, contents):
            return path
        _remove(path)
    return None


@contextmanager
def _lock(cache: Path) -> Iterator[None]:
    """One process at a time. SQLite's own lock is on every system, and goes with the process that holds it."""
    cache.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(cache / _LOCK, timeout=_PATIENCE, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


def _source(name: str, *details: tuple[str, str]) -> Source:
    given = dict(details)
    line = name
    if given.get("date"):
        line += f", {given['date']}"
    if given.get("url"):
        line += f", {given['url']}"
    more = (given.get(key, "") for key in ("publisher", "author", "date", "url"))
    return Source(given.get("publisher", name), line, name, *more)


def _newest_first(cache: Path, pattern: str) -> list[Path]:
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


def _clear_up(cache: Path) -> None:
    """Remove what was left by processes that were killed: whoever has the lock writes alone."""
    for stale in cache.glob("*.tmp*"):
        stale.unlink(missing_ok=True)
    for beside in cache.glob("*.sqlite-*"):
        if not beside.with_name(beside.name.rpartition("-")[0]).exists():
            beside.unlink(missing_ok=True)


def _drop_old(cache: Path, newest: Path) -> None:
    """Remove the snapshots that `newest` or others have taken the place of, and those that are not in use any more."""
    places, kept = {_place_of(newest)}, []
    for path in _newest_first(cache, "*.sqlite"):
        if path == newest:
            continue
        if _place_of(path) in places:
            _remove(path)
        else:
            places.add(_place_of(path))
            kept.append(path)
    for path in kept[OLD_SNAPSHOTS:]:
        if not _opened_since(time.time() - _IN_USE, path):
            _remove(path)


def _place_of(path: Path) -> str:
    """What the names of a place's snapshots begin with."""
    return path.name.rpartition("-")[0]


def _remove(path: Path) -> None:
    """Remove a snapshot. A process that has it open goes on reading it."""
    for part in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        part.unlink(missing_ok=True)
