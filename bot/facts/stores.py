"""The store that an installation has: its own disk, or a database."""

from __future__ import annotations

from pathlib import Path

from bot.facts.folder_store import FolderStore
from bot.facts.store import Store


def open_store(knowledge: Path, data: Path, database_url: str | None = None) -> Store:
    """The store in `knowledge` and `data`, or that of the database. Raises Unavailable and Refused."""
    if database_url is None:
        return FolderStore(knowledge, data)
    from bot.facts.postgres_store import PostgresStore  # noqa: PLC0415 - not imported where there is no database

    return PostgresStore(database_url)
