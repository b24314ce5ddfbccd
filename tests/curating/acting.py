"""Curators as processes of their own, which can be killed in the middle of a write."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import psycopg

from bot.curating.library import Library
from bot.curating.proposal import Proposal
from bot.facts.folder_store import FolderStore
from bot.facts.postgres_store import PostgresStore
from bot.facts.store import Conflict, Revision, Store
from tests.facts.killed import at_every_step

#: Starts processes from one that has no threads and has imported everything already.
_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload([__name__])


@dataclass(frozen=True, slots=True)
class Place:
    """Where facts are kept: in ``folder``, or in a ``schema`` of the database at ``url``. Relations are in `rules`."""

    folder: Path
    rules: Path
    cache: Path
    url: str = ""
    schema: str = ""

    @property
    def knowledge(self) -> Path:
        return self.folder / "knowledge"

    def store(self) -> Store:
        return PostgresStore(self.url, self.schema) if self.url else FolderStore(self.knowledge, self.folder / "data")

    def library(self, store: Store) -> Library:
        return Library(store, self.knowledge, self.cache, self.rules)


class Curator:
    """One who confirms, in a process that is started when it is needed, and again after it was killed."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._pipe: Connection | None = None

    def confirm(self, proposal: Proposal, killed_at: int | None) -> Revision | Conflict | None:
        """What came of writing it; None if the process died at that step."""
        try:
            came: Revision | Conflict = self._do(_confirm, proposal, killed_at)
        except (EOFError, ConnectionError):
            self._pipe = None
            return None
        return came

    def written(self, token: str) -> Revision | None:
        """What the store says became of a change."""
        found: Revision | None = self._do(_written, token)
        return found

    def close(self) -> None:
        """End the process."""
        if self._pipe is not None:
            self._pipe.send(None)
            self._process.join()
            self._pipe.close()

    def _do(self, what: Callable[..., object], *arguments: object) -> Any:
        if self._pipe is None:
            self._pipe, theirs = _processes.Pipe()
            self._process = _processes.Process(target=_act, args=(theirs, self._place))
            self._process.start()
            theirs.close()
        self._pipe.send((what, arguments))
        return self._pipe.recv()


def _act(pipe: Connection, place: Place) -> None:
    """Do what comes through the pipe, until that is nothing."""
    _count_statements()
    at_every_step(_fuse)
    with closing(place.store()) as store, closing(place.library(store)) as library:
        while (asked := pipe.recv()) is not None:
            what, arguments = asked
            pipe.send(what(library, *arguments))


class _Fuse:
    """Kills this process after so many steps, once it is lit."""

    def __init__(self) -> None:
        self.left = itertools.count(0, -1)

    def light(self, steps: int | None) -> None:
        self.left = itertools.count(steps or 0, -1)

    def __call__(self, _: str) -> None:
        if next(self.left) == 1:
            os.kill(os.getpid(), signal.SIGKILL)


_fuse = _Fuse()


def _count_statements() -> None:
    execute = psycopg.Connection.execute

    def executing(*arguments: Any, **named: Any) -> Any:
        _fuse("execute")
        return execute(*arguments, **named)

    psycopg.Connection.execute = executing  # type: ignore[method-assign]


def _confirm(library: Library, proposal: Proposal, killed_at: int | None) -> Revision | Conflict:
    _fuse.light(killed_at)
    try:
        return library.commit(proposal, who="somebody")
    except Conflict as conflict:
        return conflict
    finally:
        _fuse.light(None)


def _written(library: Library, token: str) -> Revision | None:
    return library.store.written(token)
