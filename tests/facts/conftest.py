from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.facts.folder_store import FolderStore
from bot.facts.store import Store

Open = Callable[[], Store]


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
