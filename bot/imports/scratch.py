"""Where an import keeps what it has read until all of it is read: a SQLite file on disk, so that memory is bounded.

It stands hidden in the folder that the import writes, beside a lock that is held while the import runs: a second import
into the same folder is refused, and what a killed one left behind is thrown away by the next.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.imports.records import ImportFailed

NAME, LOCK = ".import.sqlite", ".import.lock"

# `record`: what the source says, by entity; `facts` and `also` are JSON. `own`: its ids. `credit`: who is in what.
# `known*`: what the knowledge folder says already; layer '' is what people wrote, else the name of an import.
# `old`: the entries of earlier imports into this folder; `pack` is where an entry goes.
SCHEMA = """
CREATE TABLE record (number INTEGER PRIMARY KEY, key TEXT UNIQUE, kind TEXT, name TEXT, spelling TEXT, year INTEGER,
                     apart TEXT, also TEXT, facts TEXT, place TEXT, id TEXT);
CREATE TABLE own (kind TEXT, catalogue TEXT, value TEXT, record INTEGER, PRIMARY KEY (kind, catalogue, value))
    WITHOUT ROWID;
CREATE TABLE credit (person INTEGER, work INTEGER, PRIMARY KEY (person, work)) WITHOUT ROWID;
CREATE TABLE known (id TEXT, layer TEXT, kind TEXT, name TEXT, year INTEGER, file TEXT, PRIMARY KEY (id, layer))
    WITHOUT ROWID;
CREATE TABLE known_name (kind TEXT, spelling TEXT, id TEXT, layer TEXT, PRIMARY KEY (kind, spelling, id, layer))
    WITHOUT ROWID;
CREATE TABLE known_own (kind TEXT, catalogue TEXT, value TEXT, id TEXT, layer TEXT,
                        PRIMARY KEY (kind, catalogue, value, id, layer)) WITHOUT ROWID;
CREATE INDEX known_own_id ON known_own (id);
CREATE TABLE known_credit (work TEXT, spelling TEXT, person TEXT, PRIMARY KEY (work, spelling, person)) WITHOUT ROWID;
CREATE TABLE known_value (id TEXT, relation TEXT, low REAL, text TEXT, layer TEXT, file TEXT);
CREATE TABLE old (id TEXT PRIMARY KEY, kind TEXT, pack TEXT, place INTEGER, edited INTEGER) WITHOUT ROWID;
CREATE TABLE old_own (kind TEXT, catalogue TEXT, value TEXT, id TEXT, PRIMARY KEY (kind, catalogue, value))
    WITHOUT ROWID;
CREATE TABLE deleted (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX record_name ON record (kind, spelling, year);
CREATE INDEX record_id ON record (id);
CREATE INDEX own_record ON own (record);
CREATE INDEX credit_work ON credit (work);
CREATE INDEX known_value_id ON known_value (id, relation);
"""
#: Kilobytes of the file that are kept in memory.
_CACHE = 64 * 1024


@contextlib.contextmanager
def scratch(folder: Path) -> Iterator[sqlite3.Connection]:
    """An empty scratch database in `folder`, removed at the end. Raises ImportFailed if another import is at work."""
    path = folder / NAME
    with _locked(folder):
        try:
            path.unlink(missing_ok=True)
            db = sqlite3.connect(path, isolation_level=None)
            run_script(db, f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE}; BEGIN")
            run_script(db, SCHEMA)
        except (OSError, sqlite3.Error) as error:
            raise _unusable(folder, error) from error
        try:
            yield db
        except sqlite3.OperationalError as error:  # no room is left
            raise _unusable(folder, error) from error
        finally:
            db.close()
            path.unlink(missing_ok=True)


def run_script(db: sqlite3.Connection, sql: str) -> None:
    """Run statements inside the one transaction of an import, which ``executescript`` would end."""
    for statement in sql.split(";"):
        db.execute(statement)


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold SQLite's lock on a file of its own: it ends with the process that holds it, however that ends."""
    path = folder / LOCK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(path, timeout=0, isolation_level=None)
        lock.execute("BEGIN EXCLUSIVE")
    except (OSError, sqlite3.Error) as error:
        if "locked" in str(error):
            raise ImportFailed(f"another import is writing {folder}; wait until it ends.") from error
        raise _unusable(folder, error) from error
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        lock.close()


def _unusable(folder: Path, error: Exception) -> ImportFailed:
    reason = getattr(error, "strerror", None) or error
    return ImportFailed(f"{folder} cannot be written: {reason}. Make room there, or choose another --to.")
