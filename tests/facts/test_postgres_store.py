"""The store in PostgreSQL when the database is slow, stopped, or lost in the middle of something."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from bot.facts import postgres as database
from bot.facts.copying import copy_store
from bot.facts.postgres_store import PostgresStore
from bot.facts.store import SHARED, Change, FileEdit, Layer, OutcomeUnknown, Refused, Revision, Store, Unavailable
from bot.settings import ROOT
from tests.making import write

NAME = "facts/a.yaml"
HERE = Layer(111)
Open = Callable[[], Store]


def put(store: Store, name: str = NAME, text: bytes = b"film: A\n") -> Revision:
    return store.write(Change(HERE, (FileEdit(name, None, text),), "ada"))


def cut_all(url: str) -> None:
    """Have the server drop every connection of Booth's."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'booth'")


@contextmanager
def stopped(url: str) -> Iterator[None]:
    """The processes that serve Booth stand still."""
    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute("SELECT pid FROM pg_stat_activity WHERE application_name = 'booth'").fetchall()
        processes = [int(pid) for (pid,) in rows]
        for process in processes:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)


def test_lost_connections_are_made_anew_and_nothing_is_missed(in_postgres: Open, postgres: str) -> None:
    store, other = in_postgres(), in_postgres()
    told: queue.Queue[Revision] = queue.Queue()
    store.watch(told.put)
    put(other)
    assert told.get(timeout=5).files[0].name == NAME
    cut_all(postgres)
    put(other, "facts/b.yaml")
    assert told.get(timeout=5).files[0].name == "facts/b.yaml"
    assert list(store.files(HERE)) == [NAME, "facts/b.yaml"]


def test_a_server_that_stands_still_is_not_waited_for_long(
    in_postgres: Open, postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = in_postgres()
    put(store)
    monkeypatch.setattr(database, "TIMEOUT", 0.5)
    started = time.monotonic()
    with stopped(postgres):
        assert list(store.files(HERE)) == [NAME]  # by a new connection: the old one was given up
    with pytest.raises((Unavailable, OutcomeUnknown)), _stopped_within(store, postgres):
        pass
    assert time.monotonic() - started < 5
    assert list(store.files(HERE)) == [NAME]


@contextmanager
def _stopped_within(store: Store, url: str) -> Iterator[None]:
    """A transaction whose server stops before it ends."""
    assert isinstance(store, PostgresStore)
    with store._database.transaction() as execute:
        with stopped(url):
            execute("SELECT 1", ())
        yield


class Losing:
    """Loses the line just before or just after a COMMIT, once."""

    def __init__(self, *, after: bool) -> None:
        self.after, self.done = after, False
        self.real = psycopg.Connection.execute

    def __call__(self, connection: Any, statement: Any, *rest: Any) -> Any:
        if statement != "COMMIT" or self.done:
            return self.real(connection, statement, *rest)
        self.done = True
        if self.after:
            self.real(connection, statement)
        database._cut(connection)
        return self.real(connection, "SELECT 1")  # fails as the answer to COMMIT would


@pytest.mark.parametrize("after", [True, False])
def test_when_the_answer_to_a_commit_is_lost_the_store_finds_out_what_became_of_it(
    in_postgres: Open, monkeypatch: pytest.MonkeyPatch, after: bool
) -> None:
    store = in_postgres()
    losing = Losing(after=after)
    monkeypatch.setattr(psycopg.Connection, "execute", lambda *given: losing(*given))  # noqa: PLW0108 - becomes a method
    if after:
        assert put(store).files[0].name == NAME
    else:
        with pytest.raises(Unavailable, match="nothing was changed"):
            put(store)
    assert losing.done
    assert (list(store.files(HERE)), len(store.history(HERE))) == (([NAME], 1) if after else ([], 0))


def test_a_database_that_is_not_there_is_told_without_the_password() -> None:
    for address in ("postgresql://ada:s3cret@127.0.0.1:1/x", "postgresql://ada:s3@cret@nowhere.invalid/x"):
        with pytest.raises(Unavailable, match="cannot be reached") as refused:
            PostgresStore(address)
        assert "cret" not in str(refused.value)


def test_tables_of_a_newer_version_are_left_alone(in_postgres: Open, postgres: str, schema: str) -> None:
    in_postgres()
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f'UPDATE "{schema}".version SET number = 99'.encode())
    with pytest.raises(Refused, match="newer version"):
        in_postgres()


# -- push and pull -----------------------------------------------------------------------------------------------------


def test_a_folder_is_pushed_and_pulled_and_what_was_changed_there_is_left(
    tmp_path: Path, in_folder: Open, in_postgres: Open
) -> None:
    write(tmp_path / "knowledge", {"facts/a.yaml": "film: A\n", "facts/b.yaml": "film: B\n"})
    folder, there = in_folder(), in_postgres()
    put(folder)
    folder.records(HERE, "settings").put("role", 5)
    first = copy_store(folder, there, "operator", "push")
    assert first.left == ()
    assert set(first.written) == {
        "shared: facts/a.yaml", "shared: facts/b.yaml", "server 111: facts/a.yaml", "server 111: settings role",
    }  # fmt: skip
    assert there.files(SHARED) == folder.files(SHARED)
    assert there.records(HERE, "settings").all() == {"role": 5}
    assert copy_store(folder, there, "operator", "push") == copy_store(there, folder, "operator", "pull")

    known = there.files(SHARED)
    edits = FileEdit("facts/a.yaml", known["facts/a.yaml"].digest, b"film: A there\n")
    there.write(Change(SHARED, (edits,), "ada"))
    here = folder.files(SHARED)
    edits = FileEdit("facts/b.yaml", here["facts/b.yaml"].digest, b"film: B here\n")
    folder.write(Change(SHARED, (FileEdit("facts/a.yaml", here["facts/a.yaml"].digest, b"film: A here\n"), edits), "x"))
    pushed = copy_store(folder, there, "operator", "push")
    assert (pushed.written, pushed.left) == (("shared: facts/b.yaml",), ("shared: facts/a.yaml",))
    forced = copy_store(folder, there, "operator", "push", force=True)
    assert forced.written == ("shared: facts/a.yaml",)
    assert there.files(SHARED) == folder.files(SHARED)


def test_the_commands_answer_from_the_database(postgres: str, tmp_path: Path) -> None:
    write(tmp_path / "knowledge", {"facts/films/zorvan.yaml": "film: Zorvan\nfacts:\n  directed_by: Ilka Brenn\n"})
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE booth_commands")
    address = urlunsplit(urlsplit(postgres)._replace(path="/booth_commands"))
    places = {"BOOTH_KNOWLEDGE": tmp_path / "knowledge", "BOOTH_DATA": tmp_path / "data", "BOOTH_CACHE": tmp_path / "c"}
    environment = os.environ | {"DATABASE_URL": address} | {name: str(path) for name, path in places.items()}

    def booth(*arguments: str) -> str:
        command = [sys.executable, "-m", "bot", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        return done.stdout + done.stderr

    assert "1 copied" in booth("store", "push")
    (tmp_path / "knowledge" / "facts" / "films" / "zorvan.yaml").unlink()
    assert booth("ask", "who directed zorvan?").startswith("Zorvan was directed by Ilka Brenn.")
