"""Changing files so that a crash at any moment leaves the old or the new text, and that neither is lost afterwards.

A new text goes to a temporary file in the same folder and from there to the disk (``fsync``); it takes the place of the
old one in one step (``os.replace``), and then the folder goes to the disk too, because it is what holds the name.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from secrets import token_hex

from bot.facts.knowledge_folder import StoredFile
from bot.facts.store import StoredText

#: Hidden, so nothing takes it for a fact file; nothing else is called so.
_TEMPORARY = ".booth-*.tmp"


class Moved(OSError):  # noqa: N818 - told of as a conflict
    """A file is not what it was expected to be."""


def read_text(root: Path, name: str) -> StoredText | None:
    """The file `name` below `root` as it is now, or None. Raises OSError for what is no plain file in plain folders."""
    folder = _folder(root, name)
    try:
        return StoredText.of(name, StoredFile(name, folder / PurePosixPath(name).name).read())
    except FileNotFoundError:
        return None


def replace_files(root: Path, wanted: Mapping[str, tuple[str | None, bytes | None]]) -> None:
    """Give each file below `root` its text, if it has the digest that stands before it; None: there is no such file.

    All new texts are on the disk before the first file is touched. Raises Moved if a file has another digest, and
    OSError; then some files may have been replaced, and no temporary file is left.
    """
    temporary: dict[str, Path] = {}
    try:
        for name, (_, data) in wanted.items():
            if data is not None:
                temporary[name] = _write_temporary(_folder(root, name, make=True), root / name, data)
        for name, (expected, data) in wanted.items():
            now = read_text(root, name)
            if (now and now.digest) != expected:
                raise Moved(f"{name} was changed in the meantime")
            if data is None:
                (root / name).unlink()
            else:
                temporary[name].replace(root / name)
                del temporary[name]
    finally:
        for path in temporary.values():
            with contextlib.suppress(OSError):  # what cannot be deleted now is deleted by `remove_temporary` later
                path.unlink()


def sync_folders(root: Path, names: Iterable[str]) -> None:
    """Bring the folders of these files below `root` to the disk. Raises OSError."""
    for folder in {_folder(root, name) for name in names}:
        if folder.is_dir():
            _sync(folder)


def remove_temporary(root: Path, names: Iterable[str]) -> None:
    """Delete what a crash left beside these files below `root`. Raises OSError."""
    for folder in {_folder(root, name) for name in names}:
        for path in folder.glob(_TEMPORARY):
            path.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make `folder` and those above it, durably. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
        _sync(folder.parent)


def _folder(root: Path, name: str, *, make: bool = False) -> Path:
    """The folder of the file `name`. Raises OSError if a part of the way is a link, or no folder."""
    folder = root
    for part in PurePosixPath(name).parts[:-1]:
        folder /= part
        try:
            mode = os.lstat(folder).st_mode
        except FileNotFoundError:
            if make:
                make_folder(folder)
            continue
        if not stat.S_ISDIR(mode):
            raise NotADirectoryError(f"{folder} is not a folder; links are not followed")
    return folder


def _write_temporary(folder: Path, target: Path, data: bytes) -> Path:
    """`data` on the disk, in a temporary file that may take the place of `target`."""
    path = folder / _TEMPORARY.replace("*", token_hex(8))
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    handle = os.open(path, flags, 0o666)
    try:
        with contextlib.suppress(FileNotFoundError, AttributeError):  # a new file, or a system without modes
            os.fchmod(handle, stat.S_IMODE(target.stat().st_mode))
        rest = memoryview(data)
        while rest:  # a write may be short
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except BaseException:
        os.close(handle)
        with contextlib.suppress(OSError):
            path.unlink()
        raise
    os.close(handle)
    return path


def _sync(folder: Path) -> None:
    if os.name == "nt":  # Windows keeps names without being asked, and cannot open a folder
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
