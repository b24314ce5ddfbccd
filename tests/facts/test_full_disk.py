"""A disk with no room left for the journal: it is said, nothing is half done, and once there is room it works."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from bot.facts.folder_store import FolderStore
from bot.facts.store import Change, FileEdit, OutcomeUnknown, StoreError, Unavailable
from tests.facts.killed import AFTER, BEFORE, LAYER, begin, change
from tests.making import no_file_beyond

#: What no compression makes small: the journal needs more room for it, step by step.
LONG = b"# " + Random(5).randbytes(30_000).hex().encode()
Room = Callable[[FolderStore, int], AbstractContextManager[None]]


@contextmanager
def pages(store: FolderStore, room: int) -> Iterator[None]:
    """The database may grow by so many pages: SQLite says that it is full, as it does of a disk."""
    pragma = store._connection.execute
    pragma(f"PRAGMA max_page_count = {pragma('PRAGMA page_count').fetchone()[0] + room}")
    yield
    pragma("PRAGMA max_page_count = 1000000")


@contextmanager
def bytes_(_: FolderStore, room: int) -> Iterator[None]:
    """No file may grow beyond so many pages: the system refuses to write what SQLite has taken on, at any moment."""
    with no_file_beyond(room * 4096 + 100):
        yield


def opened(folder: Path) -> FolderStore:
    return FolderStore(folder / "knowledge", folder / "data")


def texts(store: FolderStore) -> dict[str, bytes]:
    return {name: text.data for name, text in store.files(LAYER).items()}


@pytest.mark.parametrize("full", [pages, bytes_])
def test_a_change_that_finds_no_room_is_refused_whole_and_is_made_when_there_is_some(
    tmp_path: Path, full: Room
) -> None:
    begin(tmp_path / "begin")
    long = change()
    long = Change(LAYER, (*long.edits, FileEdit("facts/long.yaml", None, LONG)), "ada")
    after = AFTER | {"facts/long.yaml": LONG}
    failures = 0
    for room in itertools.count():
        folder = tmp_path / str(room)
        shutil.copytree(tmp_path / "begin", folder)
        with closing(opened(folder)) as store:
            error: StoreError | None = None
            with full(store, room):
                try:
                    store.write(long)
                except (Unavailable, OutcomeUnknown) as failed:
                    error = failed
            if error is None:
                assert texts(store) == after
                assert failures > 3
                return
            failures += 1
            assert str(error)
            made = store.written(long.token)
            assert texts(store) == (after if made else BEFORE)
            assert len(store.history(LAYER)) == (2 if made else 1)
            if isinstance(error, Unavailable):
                assert made is None
            store.write(long)
            with closing(opened(folder)) as later:
                assert texts(later) == after
                assert [revision.by_hand for revision in later.history(LAYER)] == [False, False]


@pytest.mark.parametrize("full", [pages, bytes_])
def test_a_record_that_finds_no_room_is_refused_and_what_was_there_stays(tmp_path: Path, full: Room) -> None:
    begin(tmp_path)
    with closing(opened(tmp_path)) as store:
        records = store.records(LAYER, "notes")
        records.put("first", "short")
        with full(store, 0):
            for key in ("first", "second"):
                with pytest.raises((Unavailable, OutcomeUnknown)):
                    records.put(key, LONG.decode())
            assert records.all() == {"first": "short"}
        records.put("first", LONG.decode())
        assert records.get("first") == LONG.decode()


def test_a_store_opens_on_a_full_disk_and_tells_of_edits_by_hand_when_there_is_room(tmp_path: Path) -> None:
    begin(tmp_path)
    with closing(opened(tmp_path)):  # so that the journal has the files that a crash leaves, too
        (tmp_path / "data" / "servers" / "7" / "facts" / "a.yaml").write_bytes(LONG)
        with no_file_beyond(0):
            store = opened(tmp_path)
            assert texts(store) == BEFORE | {"facts/a.yaml": LONG}
        with closing(store):
            assert len(store.history(LAYER)) == 1
            store.take_in()
            assert store.history(LAYER)[0].by_hand
