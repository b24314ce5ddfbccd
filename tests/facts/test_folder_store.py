"""The store on a disk: what crashes, full disks and people with editors do to it."""

from __future__ import annotations

import errno
import itertools
import os
import queue
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.facts import durable_files, folder_store
from bot.facts.folder_store import FolderStore
from bot.facts.store import (
    SHARED,
    Change,
    Conflict,
    FileEdit,
    OutcomeUnknown,
    Revision,
    Store,
    Unavailable,
    digest_of,
)
from tests.facts.killed import AFTER, BEFORE, LAYER, begin, change
from tests.making import SHIPPED

HEAT, OTHER = "facts/a.yaml", "facts/b.yaml"


def opened(folder: Path) -> FolderStore:
    return FolderStore(folder / "knowledge", folder / "data")


def settled(folder: Path) -> dict[str, bytes]:
    """What the store holds after whatever happened: all old or all new. The history agrees, and it can be written."""
    store = opened(folder)
    try:
        texts = {name: text.data for name, text in store.files(LAYER).items()}
        history = store.history(LAYER)
        assert texts in (BEFORE, AFTER)
        assert len(history) == (1 if texts == BEFORE else 2)
        assert not any(revision.by_hand for revision in history)
        assert list(folder.rglob(".booth-*")) == []
        more = store.write(Change(LAYER, (FileEdit("facts/more.yaml", None, b"film: More\n"),), "ada"))
        assert [file.name for file in more.files] == ["facts/more.yaml"]
        return texts
    finally:
        store.close()


def test_a_writer_killed_at_any_step_leaves_all_old_or_all_new_and_loses_nothing_acknowledged(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.facts.killed", str(tmp_path)]
    done = subprocess.run(command, cwd=SHIPPED.parent, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    runs = sorted((path for path in tmp_path.iterdir() if path.name.isdecimal()), key=lambda path: int(path.name))
    acknowledged = [(run / "acknowledged").exists() for run in runs]
    outcomes = [settled(run) for run in runs]
    assert acknowledged[-1]
    assert [outcome for outcome, told in zip(outcomes, acknowledged, strict=True) if told and outcome != AFTER] == []
    assert outcomes[0] == BEFORE
    assert len(runs) > 40


@pytest.mark.parametrize("call", ["write", "fsync", "replace", "unlink", "mkdir", "open"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_a_disk_that_fails_leaves_all_old_or_all_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    begin(tmp_path / "begin")
    for step in itertools.count(1):
        folder = tmp_path / str(step)
        shutil.copytree(tmp_path / "begin", folder)
        store, counter, real = opened(folder), itertools.count(1), getattr(os, call)

        def failing(*arguments: Any, **named: Any) -> Any:
            if next(counter) == step:  # noqa: B023 - called within the round
                raise OSError(code, os.strerror(code))
            return real(*arguments, **named)  # noqa: B023

        failed, refused = True, False
        with monkeypatch.context() as patch:
            patch.setattr(os, call, failing)
            try:
                store.write(change())
                failed = False
            except Unavailable:
                refused = True
                assert {name: text.data for name, text in store.files(LAYER).items()} == BEFORE
            except OutcomeUnknown:
                pass
        store.close()
        texts = settled(folder)
        assert texts == BEFORE or not refused  # what was told to be not made is not made later
        if not failed:
            assert texts == AFTER
            return


def test_a_change_is_acknowledged_when_the_folders_that_hold_its_names_are_on_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(tmp_path)
    store, real = opened(tmp_path), {call: getattr(os, call) for call in ("fsync", "replace", "unlink")}
    unsynced: set[str] = set()

    def naming(call: str) -> Callable[..., None]:
        def calling(path: Any, *arguments: Any, **named: Any) -> None:
            real[call](path, *arguments, **named)
            unsynced.add(os.path.realpath(Path(arguments[0] if arguments else path).parent))

        return calling

    def fsync(handle: int) -> None:
        real["fsync"](handle)
        unsynced.discard(os.path.realpath(f"/proc/self/fd/{handle}"))

    monkeypatch.setattr(os, "fsync", fsync)
    for call in ("replace", "unlink"):
        monkeypatch.setattr(os, call, naming(call))
    store.write(change())
    root = os.path.realpath(tmp_path / "data/servers/7/facts")
    assert not {folder for folder in unsynced if folder.startswith(root)}
    store.close()


def edit(text: bytes, before: bytes | None = None, name: str = HEAT) -> FileEdit:
    return FileEdit(name, None if before is None else digest_of(before), text)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "knowledge" / "facts").mkdir(parents=True)
    (tmp_path / "knowledge" / HEAT).write_bytes(b"film: A\n")
    return tmp_path


@pytest.fixture
def watched(folder: Path, in_folder: Callable[[], Store]) -> tuple[Store, queue.Queue[Revision]]:
    assert (folder / "knowledge" / HEAT).exists()
    store, told = in_folder(), queue.Queue[Revision]()
    store.watch(told.put)
    return store, told


def test_what_lies_there_at_the_start_is_where_history_begins(folder: Path, in_folder: Callable[[], Store]) -> None:
    store = in_folder()
    assert (list(store.files(SHARED)), store.history(SHARED)) == ([HEAT], ())
    (folder / "knowledge" / HEAT).write_bytes(b"film: B\n")
    (found,) = in_folder().history(SHARED)
    assert (found.by_hand, found.files[0].before, found.files[0].after) == (True, b"film: A\n", b"film: B\n")


def test_edits_by_hand_are_told_and_can_be_taken_back(
    folder: Path, watched: tuple[Store, queue.Queue[Revision]]
) -> None:
    store, told = watched
    path = folder / "knowledge" / HEAT
    stamp = path.stat()
    path.write_bytes(b"film: Z\n")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))  # same size, same time
    revision = told.get(timeout=5)
    assert (revision.by_hand, revision.where, revision.files[0].after) == (True, "on disk", b"film: Z\n")
    aside = path.with_name("aside")
    aside.write_bytes(b"film: Renamed over\n")
    aside.replace(path)
    assert told.get(timeout=5).files[0].after == b"film: Renamed over\n"
    path.unlink()
    assert told.get(timeout=5).files[0].after is None
    assert len(store.history(SHARED, HEAT)) == 3


def test_half_a_file_is_not_taken_for_the_whole(folder: Path, watched: tuple[Store, queue.Queue[Revision]]) -> None:
    _, told = watched
    path = folder / "knowledge" / HEAT
    whole = b"film: A\nfacts:\n  runtime: 90 minutes\n  genre: noir\n"
    path.write_bytes(whole)
    assert told.get(timeout=5).files[0].after == whole
    with path.open("wb") as file:
        for byte in whole.replace(b"90", b"91"):
            file.write(bytes([byte]))
            file.flush()
            time.sleep(0.002)
    assert told.get(timeout=5).files[0].after == whole.replace(b"90", b"91")
    assert told.empty()


def test_an_edit_by_hand_that_nobody_noticed_yet_is_entered_before_the_change(
    folder: Path, in_folder: Callable[[], Store]
) -> None:
    store = in_folder()
    (folder / "knowledge" / HEAT).write_bytes(b"film: By hand\n")
    with pytest.raises(Conflict):
        store.write(Change(SHARED, (edit(b"film: C\n", b"film: A\n"),), "ada"))
    store.write(Change(SHARED, (edit(b"film: C\n", b"film: By hand\n"),), "ada"))
    second, first = store.history(SHARED)
    assert (first.by_hand, first.files[0].after) == (True, second.files[0].before)


def test_a_file_edited_by_hand_just_before_it_is_replaced_is_a_conflict_and_nothing_is_lost(
    folder: Path, in_folder: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store, real = in_folder(), durable_files.replace_files
    path = folder / "knowledge" / HEAT

    def in_between(*arguments: Any) -> None:
        if arguments[1]:
            path.write_bytes(b"film: By hand\n")
        real(*arguments)

    monkeypatch.setattr(folder_store, "replace_files", in_between)
    with pytest.raises(Conflict) as conflict:
        store.write(Change(SHARED, (edit(b"film: C\n", b"film: A\n"), edit(b"film: D\n", name=OTHER)), "ada"))
    now = conflict.value.now[HEAT]
    assert now is not None
    assert now.data == path.read_bytes() == b"film: By hand\n"
    assert not (folder / "knowledge" / OTHER).exists()


def test_links_and_pipes_are_neither_read_nor_written(folder: Path, in_folder: Callable[[], Store]) -> None:
    outside = folder / "outside"
    outside.mkdir()
    (outside / "x.yaml").write_bytes(b"film: Secret\n")
    facts = folder / "knowledge" / "facts"
    (facts / "link.yaml").symlink_to(outside / "x.yaml")
    (facts / "linked").symlink_to(outside)
    os.mkfifo(facts / "pipe.yaml")
    store = in_folder()
    assert list(store.files(SHARED)) == [HEAT]
    assert {problem.location.file for problem in store.skipped(SHARED)} == {
        "facts/link.yaml", "facts/linked", "facts/pipe.yaml",
    }  # fmt: skip
    for name in ("facts/link.yaml", "facts/linked/x.yaml", "facts/linked/new.yaml", "facts/pipe.yaml"):
        with pytest.raises((Conflict, Unavailable)):
            store.write(Change(SHARED, (edit(b"film: X\n", name=name),), "ada"))
    assert [path.name for path in outside.iterdir()] == ["x.yaml"]
    assert (outside / "x.yaml").read_bytes() == b"film: Secret\n"


def test_a_journal_that_is_none_is_told(folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data" / "journal.sqlite").write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(Unavailable, match=r"the journal .*journal\.sqlite cannot be opened"):
        opened(folder)
