"""The tables that both stores keep, and how they come up to date."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from bot.facts.store import Refused

#: Runs a statement with ``?`` for each parameter, and gives its rows.
Execute: TypeAlias = Callable[[str, Sequence[object]], list[tuple[Any, ...]]]

#: Each step leads from one version of the tables to the next. Steps that were released are never changed.
_STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE layers (layer BIGINT PRIMARY KEY)",
        "CREATE TABLE texts (digest TEXT PRIMARY KEY, data {blob} NOT NULL)",
        "CREATE TABLE files (layer BIGINT, name {text}, digest TEXT NOT NULL, PRIMARY KEY (layer, name))",
        """CREATE TABLE revisions (
            number BIGINT PRIMARY KEY, layer BIGINT NOT NULL, moment TEXT NOT NULL,
            who TEXT NOT NULL, place TEXT NOT NULL, why TEXT NOT NULL, undoes BIGINT, by_hand INT NOT NULL,
            token TEXT NOT NULL UNIQUE, pending INT NOT NULL)""",
        "CREATE INDEX revisions_of_layer ON revisions (layer, number)",
        "CREATE TABLE changes (number BIGINT, name {text}, before TEXT, after TEXT, PRIMARY KEY (number, name))",
        "CREATE INDEX changes_of_file ON changes (name, number)",
        """CREATE TABLE records (
            layer BIGINT, collection {text}, key {text}, document TEXT NOT NULL,
            PRIMARY KEY (layer, collection, key))""",
    ),
    (  # the revisions of each layer are counted by themselves; what was `number` stays what they are told apart by
        "ALTER TABLE revisions RENAME COLUMN number TO sequence",
        "ALTER TABLE changes RENAME COLUMN number TO sequence",
        "ALTER TABLE revisions ADD COLUMN number BIGINT NOT NULL DEFAULT 0",
        """UPDATE revisions SET number = counted.number FROM (
            SELECT sequence, ROW_NUMBER() OVER (PARTITION BY layer ORDER BY sequence) AS number FROM revisions
            ) AS counted WHERE counted.sequence = revisions.sequence""",
        """UPDATE revisions SET undoes =
            (SELECT other.number FROM revisions AS other WHERE other.sequence = revisions.undoes)
            WHERE undoes IS NOT NULL""",
        "DROP INDEX revisions_of_layer",
        "CREATE UNIQUE INDEX revisions_of_layer ON revisions (layer, number)",
    ),
)


def set_up(execute: Execute, types: Mapping[str, str]) -> None:
    """Make the tables, or bring them up to date; `types` are the database's names for ``blob`` and ``text``.

    Raises Refused if a newer version of Booth has made them.
    """
    execute("CREATE TABLE IF NOT EXISTS version (number INT NOT NULL)", ())
    rows = execute("SELECT number FROM version", ())
    version = int(rows[0][0]) if rows else 0
    if version > len(_STEPS):
        raise Refused("the store was last used by a newer version of Booth; run that one")
    for statement in (statement for step in _STEPS[version:] for statement in step):
        execute(statement.format(**types), ())
    if not rows:
        execute("INSERT INTO version VALUES (?)", (len(_STEPS),))
    elif version < len(_STEPS):
        execute("UPDATE version SET number = ?", (len(_STEPS),))
