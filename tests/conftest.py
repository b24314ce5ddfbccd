from __future__ import annotations

from pathlib import Path

import pytest

SETTINGS = ("DISCORD_TOKEN", "DISCORD_API_BASE", "BOOTH_KNOWLEDGE", "BOOTH_CONVERSATION_MINUTES", "NO_COLOR")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where snapshots are kept during a run of the tests: compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def clean_environment(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of somebody who has set nothing; what Booth keeps goes to temporary folders."""
    for name in SETTINGS:
        monkeypatch.setenv(name, "")  # counts as missing, and hides what a developer's .env says
    monkeypatch.setenv("BOOTH_CACHE", str(cache))
    monkeypatch.setenv("BOOTH_DATA", str(tmp_path / "data"))
    return monkeypatch
