"""A knowledge folder to an open snapshot: compiled when there is none yet, and brought up to date when files change."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import cast

from bot.facts.checking import cross_check
from bot.facts.compiling import Progress, compile_snapshot, content_digest, update_snapshot
from bot.facts.knowledge_base import KnowledgeBase
from bot.facts.knowledge_folder import Contents, Digest, StoredFile, list_knowledge
from bot.facts.model import Problem
from bot.facts.reading import Plain, Rules, in_order, read_rules
from bot.facts.tables import FORMAT
from bot.facts.vocabulary import Vocabulary
from bot.facts.writing import NoRoomError

#: Snapshots kept beside the newest one: of other folders, of other rules, and for processes that have yet to go on.
OLD_SNAPSHOTS = 3
_LOCK = "lock"
_PATIENCE = 3600.0  # seconds to wait while another process compiles


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

    ``base`` goes on to show the state of the moment when it was opened, whatever else is compiled, until `refreshed`.
    """

    base: KnowledgeBase
    relations: Vocabulary
    language: Mapping[str, Plain]
    sources: Mapping[str, Source]
    problems: tuple[Problem, ...]
    digest: str
    rules: Rules
    folder: _Folder


@dataclass(frozen=True, slots=True)
class _Folder:
    """Where a snapshot comes from, and where it is kept. ``rules`` is a digest of the files of the rules."""

    knowledge: Path
    cache: Path
    shipped: Path
    rules: str = ""

    def stem(self) -> str:
        """What the names of the folder's snapshots begin with."""
        place = "\0".join((str(self.knowledge.resolve()), str(self.shipped.resolve()), self.rules, str(FORMAT)))
        return blake2b(place.encode(errors="surrogateescape"), digest_size=10).hexdigest()

    def newest(self) -> Path | None:
        """The folder's snapshot, if there is one."""
        return next(iter(_newest_first(self.cache, f"{self.stem()}-*.sqlite")), None)

    def fresh(self) -> Path:
        """A name for another one, which no process has open."""
        return self.cache / f"{self.stem()}-{secrets.token_hex(4)}.sqlite"

    def locate(self, name: str) -> StoredFile:
        return StoredFile(name, self.knowledge / name)


def open_snapshot(knowledge: Path, cache: Path, shipped: Path, progress: Progress | None = None) -> Snapshot:
    """The snapshot of `knowledge`, brought up to date in `cache` first. Raises KnowledgeMissing.

    Broken files are among the problems; the good ones are in the snapshot. ``progress`` is told of a long compilation.
    """
    contents = list_knowledge(knowledge, shipped)
    digest = Digest()
    rules = read_rules(contents, digest)
    folder = _Folder(knowledge, cache, shipped, digest.text())
    path = folder.newest()
    if path is not None:
        path = _updated(path, rules, contents)
    if path is None:
        path = _compiled(folder, rules, contents, progress)
    return _opened(path, rules, folder)


def refreshed(snapshot: Snapshot, changed: Collection[str] | None = None) -> Snapshot:
    """The snapshot with what has changed in its folder since; the same one if nothing has. Raises KnowledgeMissing.

    With the names of the fact files that may have ``changed``, only those are looked at, however many there are. The
    old one must not be used any more: mostly its base is that of the new one.
    """
    folder, path = snapshot.folder, snapshot.base.path
    if changed is None:
        contents = list_knowledge(folder.knowledge, folder.shipped)
        digest = Digest()
        rules = read_rules(contents, digest)
        if digest.text() != folder.rules or not path.exists():
            snapshot.base.close()
            return open_snapshot(folder.knowledge, folder.cache, folder.shipped)
        updated = _updated(path, rules, contents)
    else:
        files = {name: folder.locate(name) for name in changed}
        try:
            update_snapshot(path, snapshot.relations, files, whole=False, locate=folder.locate)
            updated = path
        except (NoRoomError, sqlite3.OperationalError):
            updated = None
    if updated is None:
        snapshot.base.close()
        contents = list_knowledge(folder.knowledge, folder.shipped)
        return _opened(_compiled(folder, snapshot.rules, contents, None), snapshot.rules, folder)
    snapshot.base.advance()
    digest_now = snapshot.base.meta("digest") + folder.rules
    if digest_now == snapshot.digest:
        return snapshot
    return replace(snapshot, digest=digest_now, problems=_problems(snapshot.base, snapshot.rules))


def _opened(path: Path, rules: Rules, folder: _Folder) -> Snapshot:
    base = KnowledgeBase(path)
    language = cast(Mapping[str, Plain], rules.language["en"])
    digest = base.meta("digest") + folder.rules
    return Snapshot(base, rules.vocabulary, language, Sources(base), _problems(base, rules), digest, rules, folder)


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


def _compiled(folder: _Folder, rules: Rules, contents: Contents, progress: Progress | None) -> Path:
    """A new snapshot; where another process is making one, that one."""
    before = folder.newest()
    with _lock(folder.cache):
        newest = folder.newest()
        if newest is not None and newest != before:
            return _updated(newest, rules, contents) or newest
        for stale in folder.cache.glob("*.tmp*"):  # of a process that was killed: whoever has the lock writes alone
            stale.unlink(missing_ok=True)
        path = folder.fresh()
        if not _adopted(path, folder, contents):
            notes = {"rules": folder.rules}
            compile_snapshot(path, rules.vocabulary, contents.facts, notes, progress)
        if before is not None:
            _remove(before)
        _drop_old(folder.cache, path)
    return path


def _adopted(path: Path, folder: _Folder, contents: Contents) -> bool:
    """Whether another folder had the same content, so that its snapshot could be copied: 'compiled at build time'."""
    others = _newest_first(folder.cache, "*.sqlite")
    if not others:
        return False
    digest = content_digest(contents.facts)
    scratch = path.with_suffix(".tmp")
    for other in others:
        try:
            with closing(sqlite3.connect(f"{other.absolute().as_uri()}?mode=ro", uri=True)) as source:
                notes = dict(source.execute("SELECT key, value FROM meta"))
                if (notes.get("digest"), notes.get("rules")) != (digest, folder.rules):
                    continue
                with closing(sqlite3.connect(scratch)) as copy:
                    source.backup(copy)
        except sqlite3.DatabaseError:
            continue
        scratch.replace(path)
        return True
    return False


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


def _drop_old(cache: Path, newest: Path) -> None:
    for path in _newest_first(cache, "*.sqlite")[OLD_SNAPSHOTS + 1 :]:
        if path != newest:
            _remove(path)


def _remove(path: Path) -> None:
    """Remove a snapshot. A process that has it open goes on reading it."""
    for part in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        part.unlink(missing_ok=True)
