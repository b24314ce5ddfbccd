"""The tables of a snapshot. What fills them: ``writing`` (entities), ``mentions`` (names), ``name_index`` (finding)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Part of a snapshot's name: raise it when the tables, or what fills them, change.
FORMAT = 17

#: Ids of described entities lie below this, in the order of the files and within them, with room between; ids of
#: labels, literals and names that no file describes lie above, in no order. Both fit into four bytes.
IMPLIED = 1 << 27
#: A fact's id is that of its subject followed by so many bits: the order of ids is the order of the files.
FACT_BITS = 20

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE relation (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, facts INTEGER NOT NULL DEFAULT 0);
-- rank: what files are sorted by, low: the first node id that the file's entities may have (the next's is the end)
CREATE TABLE file (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, rank TEXT NOT NULL UNIQUE,
                   low INTEGER NOT NULL UNIQUE, hash BLOB NOT NULL, size INTEGER NOT NULL,
                   modified INTEGER NOT NULL, changed INTEGER NOT NULL, inode INTEGER NOT NULL,
                   seen INTEGER NOT NULL);
CREATE TABLE problem (file INTEGER NOT NULL, line INTEGER NOT NULL, place INTEGER NOT NULL, what TEXT NOT NULL,
                      hint TEXT NOT NULL);
-- every description of an id that has several; against: the one that it cannot be joined with
CREATE TABLE description (ident TEXT NOT NULL, file INTEGER NOT NULL, line INTEGER NOT NULL, place INTEGER NOT NULL,
                          kind TEXT NOT NULL, folded TEXT NOT NULL, year INTEGER, against_file INTEGER,
                          against_line INTEGER, against_place INTEGER);
-- entities of a server's own files: the id that is written or made there, and the one that they go by
CREATE TABLE own (file INTEGER NOT NULL, said TEXT NOT NULL, slug TEXT NOT NULL, kind TEXT NOT NULL,
                  folded TEXT NOT NULL, year INTEGER, ident TEXT NOT NULL);
CREATE TABLE source (ident TEXT PRIMARY KEY, node INTEGER NOT NULL UNIQUE, details TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE cited (source TEXT PRIMARY KEY, uses INTEGER NOT NULL) WITHOUT ROWID;
-- line: where a described entity begins, hash: of all that its file says of it, places within it included
CREATE TABLE node (id INTEGER PRIMARY KEY, ident TEXT, kind TEXT NOT NULL, name TEXT NOT NULL, year INTEGER,
                   low REAL, high REAL, file INTEGER, line INTEGER, place INTEGER, hash BLOB);
CREATE INDEX node_ident ON node (ident) WHERE ident IS NOT NULL;
-- line: counted from that of its subject, file: where it is another one than the file of its subject
CREATE TABLE fact (id INTEGER PRIMARY KEY, relation INTEGER NOT NULL, subject INTEGER NOT NULL, value INTEGER NOT NULL,
                   mention INTEGER NOT NULL, source TEXT, quote TEXT, said_by TEXT, as_of TEXT, note TEXT,
                   certainty TEXT, line INTEGER NOT NULL, place INTEGER NOT NULL, file INTEGER);
CREATE TABLE qualifier (fact INTEGER NOT NULL, role TEXT NOT NULL, value INTEGER NOT NULL, mention INTEGER NOT NULL,
                        PRIMARY KEY (fact, role)) WITHOUT ROWID;
-- a way in which facts write a value: what it means depends on nothing else, and on which names there are
CREATE TABLE mention (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, uses INTEGER NOT NULL, node INTEGER, kinds TEXT,
                      slug TEXT, spelling TEXT, text TEXT, year INTEGER, ref TEXT, trouble TEXT);
-- the names and other names of described entities, and of the labels that relations declare
CREATE TABLE called (slug TEXT NOT NULL, node INTEGER NOT NULL, kind TEXT NOT NULL, spelling TEXT NOT NULL,
                     folded TEXT NOT NULL, also INTEGER NOT NULL);
"""
#: What a writer puts aside until it is known what names mean.
STAGING = """
CREATE TEMP TABLE IF NOT EXISTS staged_fact (
    id INTEGER, relation INTEGER, subject INTEGER, mention INTEGER, source TEXT, quote TEXT, said_by TEXT, as_of TEXT,
    note TEXT, certainty TEXT, line INTEGER, place INTEGER, file INTEGER);
CREATE TEMP TABLE IF NOT EXISTS staged_qualifier (fact INTEGER, role TEXT, mention INTEGER);
"""
#: Made when all described entities are there, and before it is settled what names mean.
LOOK_UPS = """
CREATE INDEX called_slug ON called (slug);
CREATE INDEX called_node ON called (node);
CREATE INDEX mention_slug ON mention (slug) WHERE slug IS NOT NULL;
CREATE INDEX mention_ref ON mention (ref) WHERE ref IS NOT NULL;
CREATE INDEX mention_hash ON mention (hash);
CREATE INDEX mention_node ON mention (node);
"""
INDEXES = """
CREATE INDEX node_kind ON node (kind, low);
CREATE INDEX fact_forward ON fact (relation, subject, value);
CREATE INDEX fact_backward ON fact (value, relation, subject);
CREATE INDEX qualifier_value ON qualifier (value, role);
CREATE INDEX mention_trouble ON mention (trouble) WHERE trouble IS NOT NULL;
CREATE INDEX problem_file ON problem (file);
CREATE INDEX description_ident ON description (ident);
CREATE INDEX description_file ON description (file);
CREATE INDEX description_folded ON description (folded);
CREATE INDEX own_slug ON own (slug);
CREATE INDEX own_said ON own (said);
CREATE INDEX own_file ON own (file);
"""


def run(connection: sqlite3.Connection, statements: str) -> None:
    """Run several statements, inside of the transaction that is open, which `executescript` would end."""
    for statement in statements.split(";"):
        connection.execute(statement)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is done within, or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def opened_for_reading(path: Path) -> sqlite3.Connection:
    """A connection for reading; where not even the files can be made that readers share, the file is all there is."""
    for mode in ("mode=ro", "mode=ro&immutable=1"):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?{mode}", uri=True, check_same_thread=False, isolation_level=None
        )
        try:
            connection.execute("SELECT 1 FROM meta LIMIT 1").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            if mode.endswith("1"):
                raise
            continue
        return connection
    raise AssertionError("one of the two is returned or raises")
