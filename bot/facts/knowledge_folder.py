"""The files of a knowledge folder: a folder with ``relations/``, ``language/`` and ``facts/`` in it.

Only regular ``*.yaml`` and ``*.yml`` files are read. Links are not followed and a pipe is never waited for; both are
reported. Hidden files and other endings are left alone: editors keep their own things there.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import NamedTuple, Protocol

from bot.facts.model import Location, Problem
from bot.facts.yaml_text import MAX_BYTES

ENDINGS = (".yaml", ".yml")
#: Folders that a knowledge folder may leave to the shipped one, or replace file by file.
SHARED = ("relations", "language")


class KnowledgeMissing(Exception):  # noqa: N818 - it is called so wherever it is told of
    """There is no folder at `path`."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"there is no knowledge folder {path}")
        self.path = path


class FileState(NamedTuple):
    """What the system says of a file without reading it; of a text in memory, its length and its digest."""

    size: int
    modified: int
    changed: int
    inode: int


class File(Protocol):
    """A file that may be read later on, by its name relative to its knowledge folder."""

    @property
    def name(self) -> str: ...

    def state(self) -> FileState | None:
        """What tells cheaply whether the file has changed; None where there is no such file."""

    def read(self) -> bytes:
        """The content. Raises OSError."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file that has been read already, wherever it lies."""

    name: str
    data: bytes

    def state(self) -> FileState:
        digest = blake2b(self.data, digest_size=8).digest()
        return FileState(len(self.data), 0, 0, int.from_bytes(digest, "big") >> 1)

    def read(self) -> bytes:
        return self.data


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file by its name, relative to its knowledge folder with ``/`` between the parts, and where it is."""

    name: str
    path: Path

    def state(self) -> FileState | None:
        try:
            found = os.lstat(self.path)
        except OSError:
            return None
        return FileState(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)

    def read(self) -> bytes:
        """The content, cut one byte after the largest accepted size. Raises OSError, for what is no file too."""
        flags = os.O_RDONLY
        for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"):  # not every system has all of them
            flags |= getattr(os, name, 0)
        with os.fdopen(os.open(self.path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise OSError("not a regular file")
            return file.read(MAX_BYTES + 1)


@dataclass(frozen=True, slots=True)
class Contents:
    """The files of a knowledge folder, each group sorted by name, and what was skipped."""

    relations: tuple[File, ...] = ()
    language: tuple[File, ...] = ()
    facts: tuple[File, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Digest:
    """Names and contents of files, in their order, as one short text."""

    _hash: blake2b = field(default_factory=lambda: blake2b(digest_size=16))

    def add(self, name: str, data: bytes | None) -> None:
        self._hash.update(f"{name}\0{-1 if data is None else len(data)}\0".encode(errors="surrogateescape"))
        self._hash.update(data or b"")

    def text(self) -> str:
        return self._hash.hexdigest()


def list_knowledge(knowledge: Path, shipped: Path) -> Contents:
    """The files under `knowledge`, with those of `shipped` that stand in for relations and language files it lacks.

    Raises KnowledgeMissing if one of the two is not a folder.
    """
    for folder in (knowledge, shipped):
        if not folder.is_dir():
            raise KnowledgeMissing(folder)
    problems = [
        Problem(Location(path.name), "this file is not read", "fact files belong into the folder facts")
        for path in sorted(knowledge.iterdir())
        if _is_yaml(path.name)
    ]
    groups = {"facts": _list(knowledge, "facts", problems)}
    for group in SHARED:
        own = _list(knowledge, group, problems)
        shared = {} if shipped.resolve() == knowledge.resolve() else _list(shipped, group, problems)
        groups[group] = shared | own
    ordered = {group: tuple(files[name] for name in sorted(files)) for group, files in groups.items()}
    return Contents(**ordered, problems=tuple(problems))


def list_facts(folder: Path) -> tuple[dict[str, StoredFile], tuple[Problem, ...]]:
    """The fact files under ``folder/facts`` by name, in the order of the names, and what was skipped."""
    problems: list[Problem] = []
    found = _list(folder, "facts", problems)
    return {name: found[name] for name in sorted(found)}, tuple(problems)


def read_each(files: Iterable[File]) -> Iterable[tuple[File, bytes | None, Problem | None]]:
    """Each file with its content, or with the problem that kept it from being read."""
    for file in files:
        try:
            yield file, file.read(), None
        except OSError as error:
            reason = error.strerror or str(error)
            yield file, None, Problem(Location(file.name), f"the file cannot be read: {reason}", "it was left out")


def _list(root: Path, group: str, problems: list[Problem]) -> dict[str, StoredFile]:
    """The files under root/group by name."""
    found: dict[str, StoredFile] = {}
    folders = [group] if os.path.lexists(root / group) else []
    while folders:
        folder = folders.pop()
        if (root / folder).is_symlink() or not (root / folder).is_dir():
            problems.append(Problem(Location(folder), "not a folder", "links are not followed; it was left out"))
            continue
        try:
            with os.scandir(root / folder) as inside:
                entries = sorted(inside, key=lambda entry: entry.name)
        except OSError as error:
            what = f"the folder cannot be read: {error.strerror or error}"
            problems.append(Problem(Location(folder), what, "it was left out"))
            continue
        for entry in entries:
            name = str(PurePosixPath(folder, entry.name))
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False) or (entry.is_symlink() and entry.is_dir()):
                folders.append(name)
            elif _is_yaml(entry.name):
                _take(entry, name, found, problems)
    return found


def _take(entry: os.DirEntry[str], name: str, found: dict[str, StoredFile], problems: list[Problem]) -> None:
    if not name.isprintable():  # control characters, and bytes that are not UTF-8
        problems.append(Problem(Location(ascii(name)), "the file's name cannot be shown", "rename it; it was left out"))
    elif not entry.is_file(follow_symlinks=False):
        kind = "a link" if entry.is_symlink() else "not a regular file"
        problems.append(Problem(Location(name), f"this is {kind}", "put a plain file here; it was left out"))
    else:
        found[name] = StoredFile(name, Path(entry.path))


def _is_yaml(name: str) -> bool:
    return name.lower().endswith(ENDINGS) and not name.startswith(".")
