"""The store on a disk: fact files as plain files, which may be edited by hand too, and a journal beside them.

The journal, an SQLite database, is what makes a change of several files one change, and what keeps it and the files in
agreement: a change is entered as pending first; then the files are replaced, and the entry is finished in a second
transaction. Whoever begins to write and finds a pending entry, because its author was killed, finishes it, or takes
it back where a file has been changed by somebody else in between. Only the owner of SQLite's write lock touches
files, and that lock dies with its owner.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from bot.facts.durable_files import Moved, make_folder, read_text, remove_temporary, replace_files, sync_folders
from bot.facts.folder_watch import FolderWatch
from bot.facts.journal import Journal, Step
from bot.facts.journal_store import JournalStore, To
from bot.facts.knowledge_folder import list_facts
from bot.facts.layer_folders import LayerFolders
from bot.facts.model import Problem
from bot.facts.store import (
    Change,
    Conflict,
    FileEdit,
    Layer,
    OutcomeUnknown,
    Revision,
    StoredText,
    Unavailable,
    digest_of,
)
from bot.facts.store_rules import check_change, check_unmoved
from bot.facts.store_tables import set_up

#: Seconds to wait for another process that is writing.
TIMEOUT = 5.0
_TYPES = {"blob": "BLOB", "text": "TEXT"}
_log = logging.getLogger(__name__)


class FolderStore(JournalStore):
    """A Store: the shared facts in ``<knowledge>/facts``, a server's in ``<data>/servers/<number>/facts``.

    Raises Unavailable if the journal cannot be opened, and Refused if a newer Booth has made it.
    """

    def __init__(self, knowledge: Path, data: Path) -> None:
        super().__init__()
        self._folders = LayerFolders(knowledge, data / "servers")
        self._lock = threading.RLock()
        path = data / "journal.sqlite"
        try:
            make_folder(self._folders.servers)
            self._connection = sqlite3.connect(path, timeout=TIMEOUT, isolation_level=None, check_same_thread=False)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
        except (OSError, sqlite3.Error) as error:
            raise Unavailable(f"the journal {path} cannot be opened: {error}") from error
        self._watch: FolderWatch | None = None
        with self._transaction() as journal:
            set_up(journal.execute, _TYPES)
        try:
            self.take_in()
        except (Unavailable, OutcomeUnknown) as error:  # a disk that takes nothing at the moment can still be read
            _log.warning("what was begun, or edited by hand, is not in the history yet: %s", error)

    def files(self, layer: Layer) -> Mapping[str, StoredText]:
        with self._begin():  # nobody else writes meanwhile
            return self._folders.read(layer)[0]

    def skipped(self, layer: Layer) -> tuple[Problem, ...]:
        with self._begin():
            return self._folders.read(layer)[1]

    def write(self, change: Change) -> Revision:
        with self._begin(To.CHANGE) as journal:
            if made := journal.written(change.token):
                return made
            sequence = self._intend(journal, change)
        try:
            with self._transaction() as journal:
                failed = self._settle(journal).get(sequence)
                made = journal.written(change.token)
        except (OSError, Unavailable) as error:
            raise OutcomeUnknown(f"the disk did not say whether the change was made: {_reason(error)}") from error
        if made:
            return made
        if failed is None or isinstance(failed, Moved):
            files = self.files(change.layer)
            raise Conflict({edit.name: files.get(edit.name) for edit in change.edits}) from failed
        raise Unavailable(f"nothing was changed: {_reason(failed)}") from failed

    def close(self) -> None:
        if self._watch:
            self._watch.stop()
        with self._lock:
            self._connection.close()

    def edited(self) -> Mapping[tuple[Layer, str], tuple[str | None, int]]:
        """The files that were edited by hand since the newest revision: digest, and by how many bytes they grew."""
        with self._begin() as journal:
            found = {}
            for layer in self._all_layers(journal):
                for edit in self._differences(journal, layer):
                    digest = None if edit.after is None else digest_of(edit.after)
                    growth = len(edit.after or b"") - len(journal.text(edit.before) or b"")
                    found[layer, edit.name] = (digest, growth)
            return found

    def take_in(self, chosen: Iterable[tuple[Layer, str]] | None = None) -> None:
        """Enter what was edited by hand into the history: the `chosen` files, or all."""
        wanted = None if chosen is None else set(chosen)
        with self._begin(To.CHANGE) as journal:
            for layer in self._all_layers(journal):
                edits = self._differences(journal, layer)
                self._enter(journal, layer, [edit for edit in edits if wanted is None or (layer, edit.name) in wanted])

    # -- one change ----------------------------------------------------------------------------------------------------

    def _intend(self, journal: Journal, change: Change) -> int:
        """Enter `change` as pending; its sequence. Raises Conflict, Refused and OSError."""
        layer, root = change.layer, self._folders.root(change.layer)
        check_change(change, list_facts(root)[0])
        if not journal.knows(layer):
            self._enter(journal, layer, self._differences(journal, layer))
        now = {edit.name: read_text(root, edit.name) for edit in change.edits}
        check_unmoved(change, now)
        self._enter(journal, layer, _different(journal, layer, now.items()))
        return journal.append(change, pending=True)

    def _settle(self, journal: Journal) -> dict[int, OSError]:
        """Finish every pending change, or take it back; gives why, for the latter. Raises OSError if neither works."""
        failed = {}
        for sequence, layer in journal.pending():
            steps, root = journal.steps(sequence), self._folders.root(layer)
            remove_temporary(root, [step.name for step in steps])
            try:
                _bring(journal, root, steps)
                journal.finish(sequence, layer)
            except OSError as error:
                back = [Step(step.name, step.after, step.before) for step in steps]
                _bring(journal, root, back, leave_others=True)
                journal.drop(sequence)
                failed[sequence] = error
        return failed

    # -- edited by hand -----------------------------------------------------------------------------------------------

    def _differences(self, journal: Journal, layer: Layer) -> list[FileEdit]:
        """What somebody did to the files of `layer` since its newest revision. What cannot be read is no deletion."""
        found, skipped = self._folders.read(layer)
        unread = [problem.location.file for problem in skipped]
        gone = [name for name in journal.digests(layer) if name not in found]
        lost = [name for name in gone if not any(f"{name}/".startswith(f"{place}/") for place in unread)]
        return _different(journal, layer, [*found.items(), *((name, None) for name in lost)])

    def _enter(self, journal: Journal, layer: Layer, edits: Sequence[FileEdit]) -> None:
        """Enter `edits` that somebody made by hand. Of a layer that is new to the journal they are where it begins."""
        if not edits:
            return
        if journal.knows(layer):
            journal.append(Change(layer, tuple(edits), who="", where="on disk", why="edited by hand"), by_hand=True)
            return
        journal.add_layer(layer)
        for edit in edits:
            journal.put_file(layer, edit.name, journal.keep(edit.after))

    # -- transactions --------------------------------------------------------------------------------------------------

    def _begin(self, to: To = To.READ) -> AbstractContextManager[Journal]:
        """As a JournalStore's. One for a change begins when no change is pending any more."""
        return self._settled() if to is To.CHANGE else self._transaction()

    def _listen(self) -> None:
        paths = self._folders.to_watch()
        self._watch = FolderWatch(paths, self.edited, self.take_in, self._watchers.tell_or_log)

    def _all_layers(self, journal: Journal) -> list[Layer]:
        return sorted({*super()._all_layers(journal), *self._folders.layers()})

    def _execute(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[Journal]:
        """A transaction that no other process's writing overlaps. Raises Unavailable, and OutcomeUnknown."""
        with self._lock:
            if self._connection_is_busy():
                raise RuntimeError("the store is used from within one of its own callbacks")
            at_end = False
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield Journal(self._execute)
                at_end = True
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._roll_back()
                if at_end and getattr(error, "sqlite_errorname", "").startswith("SQLITE_IOERR"):
                    raise OutcomeUnknown(f"the disk did not say whether the change was made: {error}") from error
                raise Unavailable(f"nothing was changed: {error}") from error
            except BaseException:
                self._roll_back()
                raise

    @contextmanager
    def _settled(self) -> Iterator[Journal]:
        """A transaction in which no change is pending any more."""
        with self._transaction() as journal:
            try:
                self._settle(journal)
                yield journal
            except OSError as error:
                raise Unavailable(f"the files cannot be read or written: {_reason(error)}") from error

    def _connection_is_busy(self) -> bool:
        try:
            return self._connection.in_transaction
        except sqlite3.ProgrammingError as error:
            raise Unavailable("the store is closed") from error

    def _roll_back(self) -> None:
        with suppress(sqlite3.Error):  # SQLite rolls back by itself where this fails
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")


def _bring(journal: Journal, root: Path, steps: Sequence[Step], *, leave_others: bool = False) -> None:
    """Take each file from the text before a step to the one after it, unless it is there already; durably.

    Raises Moved if a file has neither text, or leaves it; and OSError.
    """
    wanted: dict[str, tuple[str | None, bytes | None]] = {}
    for step in steps:
        now = _digest(read_text(root, step.name))
        if now == step.before != step.after:
            wanted[step.name] = (now, journal.text(step.after))
        elif now != step.after and not leave_others:
            raise Moved(f"{step.name} was changed in the meantime")
    replace_files(root, wanted)
    sync_folders(root, [step.name for step in steps])


def _different(journal: Journal, layer: Layer, files: Iterable[tuple[str, StoredText | None]]) -> list[FileEdit]:
    """The edits that lead from what the journal knows to these files."""
    known = ((name, journal.digest(layer, name), text) for name, text in files)
    return [FileEdit(name, old, text.data if text else None) for name, old, text in known if old != _digest(text)]


def _digest(text: StoredText | None) -> str | None:
    return text.digest if text else None


def _reason(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error)
