from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.facts.folder_store import FolderStore
from bot.facts.store import Layer, Store

#: Two servers.
HERE, THERE = Layer(11), Layer(22)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store in folders of the test; the contract tests of the stores say that the other does the same."""
    (tmp_path / "knowledge" / "facts").mkdir(parents=True)
    with closing(FolderStore(tmp_path / "knowledge", tmp_path / "data")) as opened:
        yield opened
