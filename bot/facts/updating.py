"""A snapshot brought up to date: the files that have changed, in one transaction.

Whoever reads goes on reading what was there before, until told to `advance`, and a crash leaves one or the other.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from bot.facts.fact_file import FactFile
from bot.facts.file_rows import FileRow, FileRows, content_number, digest_text, read, unchanged
from bot.facts.knowledge_folder import File, Text
from bot.facts.reading import collector_paused
from bot.facts.settling import Settler
from bot.facts.tables import transaction
from bot.facts.vocabulary import Vocabulary

_PATIENCE = 60.0  # seconds to wait for another process that is writing


def update_snapshot(
    path: Path,
    vocabulary: Vocabulary,
    files: Mapping[str, File | None],
    whole: bool,
    locate: Callable[[str], File],
) -> bool:
    """Bring the snapshot at `path` up to what `files` say, by name; whether anything had changed.

    They are the ``whole`` of the folder, so that a file that is not among them is gone, or else those that may have
    changed. None is one that is gone. ``locate`` finds any other file of the folder. Raises
    NoRoomError where the snapshot has to be compiled anew, OSError and sqlite3.Error.
    """
    address = f"{path.absolute().as_uri()}?mode=rw"  # one that has been removed is not made empty
    with closing(sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        with collector_paused(), transaction(connection):
            return _Update(connection, vocabulary, files, locate).run(whole)


class _Update:
    def __init__(
        self,
        connection: sqlite3.Connection,
        vocabulary: Vocabulary,
        files: Mapping[str, File | None],
        locate: Callable[[str], File],
    ) -> None:
        self._db, self._vocabulary, self._files = connection, vocabulary, files
        self._rows = FileRows(connection)
        self._locate = locate
        self._digest = 0

    def run(self, whole: bool) -> bool:
        """Whether anything had changed."""
        known = self._known(whole)
        files = {name: file for name, file in self._files.items() if file is not None}
        gone = [row for name, row in known.items() if name not in files]
        changes = {row.id: FactFile(row.name, (), ()) for row in gone}
        for name in sorted(files):
            if change := self._change(files[name], known.get(name)):
                changes.update([change])
        if not changes:
            return False
        settler = Settler(self._db, self._vocabulary, lambda name: self._file(name, whole))
        settler.settle(changes)
        for row in gone:
            self._digest -= content_number(row.name, row.hash)
            self._rows.remove(row.id)
        settler.finish()
        (before,) = self._db.execute("SELECT value FROM meta WHERE key = 'digest'").fetchone()
        self._db.execute(
            "UPDATE meta SET value = ? WHERE key = 'digest'", (digest_text((int(before, 16), self._digest)),)
        )
        return True

    def _file(self, name: str, whole: bool) -> File:
        """A file that is described with others: gone where it is not among the whole."""
        gone = whole or name in self._files
        return self._files.get(name) or (Text(name, b"") if gone else self._locate(name))

    def _known(self, whole: bool) -> dict[str, FileRow]:
        rows = self._rows.all() if whole else map(self._rows.named, self._files)
        return {row.name: row for row in rows if row is not None}

    def _change(self, file: File, row: FileRow | None) -> tuple[int, FactFile] | None:
        """The number of a file with what it says, if it has changed."""
        if row is not None and unchanged(row, file.state()):
            return None
        found = read(file)
        if row is None:
            number = self._rows.add(found)
        else:
            number = row.id
            self._rows.change(number, found)
            if row.hash == found.hash:
                return None
            self._digest -= content_number(file.name, row.hash)
        self._digest += content_number(file.name, found.hash)
        return number, found.facts(self._vocabulary)
