"""A knowledge folder to an open snapshot: compiled when there is none yet, and brought up to date when files change."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from bot.answering.cache_folder import Kept, clear_up, drop_old, lock, newest_first, remove
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
    with lock(kept.cache):
        newest = kept.newest()
        if newest is not None and newest != before:
            return _updated(newest, rules, contents) or newest
        clear_up(kept.cache)
        path = _adopted(kept, rules, contents)
        if path is None:
            path = kept.fresh()
            notes = {"rules": kept.rules, "format": str(FORMAT)}
            compile_snapshot(path, rules.vocabulary, contents.facts, notes, progress)
        drop_old(kept.cache, path)
    return path


def _adopted(kept: Kept, rules: Rules, contents: Contents) -> Path | None:
    """A copy, brought up to date, of a snapshot that has mostly the same files, if there is one.

    So what was compiled at build time, and moved, is taken over, and a server's facts go on top of the shared ones.
    """
    names = {file.name for file in contents.facts}
    for other in newest_first(kept.cache, "*.sqlite"):
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
        remove(path)
    return None


def _source(name: str, *details: tuple[str, str]) -> Source:
    given = dict(details)
    line = name
    if given.get("date"):
        line += f", {given['date']}"
    if given.get("url"):
        line += f", {given['url']}"
    more = (given.get(key, "") for key in ("publisher", "author", "date", "url"))
    return Source(given.get("publisher", name), line, name, *more)
