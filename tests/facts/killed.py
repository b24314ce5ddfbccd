"""Kills a process that writes to a folder store, at one step after the other: ``python -m tests.facts.killed FOLDER``.

A step is a call to ``os`` that changes something, or a statement to SQLite. Each run has a copy of ``FOLDER/begin`` of
its own, ``FOLDER/1``, ``FOLDER/2``, …, and leaves a file ``acknowledged`` there once the store has said that it wrote.
The last run is not killed. A process of its own, because a process with threads should not fork.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from bot.facts.folder_store import FolderStore
from bot.facts.store import Change, FileEdit, Layer, digest_of

LAYER = Layer(7)
BEFORE = {"facts/a.yaml": b"film: A\n", "facts/gone.yaml": b"film: Gone\n"}
AFTER = {"facts/a.yaml": b"film: B\n", "facts/new/c.yaml": b"film: C\n"}
CALLS = ("open", "write", "fsync", "replace", "unlink", "mkdir", "fchmod", "close")


def change() -> Change:
    """From BEFORE to AFTER: one file edited, one deleted, one new in a new folder."""
    edits = (
        FileEdit(name, digest_of(BEFORE[name]) if name in BEFORE else None, AFTER.get(name))
        for name in sorted({*BEFORE, *AFTER})
    )
    return Change(LAYER, tuple(edits), "ada")


def begin(folder: Path) -> None:
    """A store that holds BEFORE."""
    (folder / "knowledge" / "facts").mkdir(parents=True)
    store = FolderStore(folder / "knowledge", folder / "data")
    store.write(Change(LAYER, tuple(FileEdit(name, None, text) for name, text in BEFORE.items()), "ada"))
    store.close()


def at_every_step(tick: Callable[[str], None], calls: Iterable[str] = CALLS) -> None:
    """Have this process call `tick` before every step from now on, with the call or the statement that it is."""
    connect = sqlite3.connect

    def connecting(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = connect(*arguments, **named)
        connection.set_trace_callback(tick)
        return connection

    def counted(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def calling(*arguments: Any, **named: Any) -> Any:
            tick(name)
            return call(*arguments, **named)

        return calling

    for name in calls:
        setattr(os, name, counted(name, getattr(os, name)))
    sqlite3.connect = connecting  # type: ignore[assignment]


def write(folder: Path, tick: Callable[[str], None]) -> None:
    """Write, calling `tick` before every step."""
    at_every_step(tick)
    store = FolderStore(folder / "knowledge", folder / "data")
    store.write(change())
    (folder / "acknowledged").touch()


def killing_at(step: int) -> Callable[[str], None]:
    """What counts steps, and kills this process at one of them."""
    counter = itertools.count(1)

    def tick(_: str) -> None:
        if next(counter) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    return tick


def main(folder: Path) -> None:
    """Kill at the first step, the second, … until there are no more."""
    begin(folder / "begin")
    for step in itertools.count(1):
        shutil.copytree(folder / "begin", folder / str(step))
        child = os.fork()
        if child == 0:
            write(folder / str(step), killing_at(step))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if os.WIFEXITED(status):
            sys.exit(os.WEXITSTATUS(status))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
