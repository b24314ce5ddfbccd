"""Connections to PostgreSQL. The only module that imports ``psycopg``; it is imported only where one is used.

The client bounds every wait itself: a server that is stopped, or behind a broken line, answers no time-out of its own.
"""

from __future__ import annotations

import contextlib
import logging
import os
import random
import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

from bot.facts.store import OutcomeUnknown, Unavailable
from bot.facts.store_tables import Execute

#: Seconds for which a connection, a statement or a lock is waited for.
TIMEOUT = 5.0
#: Connections of one process, the listening one not counted. A host's smallest plan often has 20 for all of them.
MOST = 4
#: Seconds between two looks for revisions that no notification told of, and at whether the line still stands.
LOOK_ANYWAY = 5.0
#: Seconds until a lost connection is tried again: from the first number, doubled up to the second.
_AGAIN = (0.1, 5.0)

_Connection: TypeAlias = "psycopg.Connection[tuple[Any, ...]]"
_log = logging.getLogger(__name__)


class Database:
    """The tables in one schema of a PostgreSQL database, reached by at most MOST connections. Any thread may use it."""

    def __init__(self, url: str, schema: str) -> None:
        self._url, self._schema = url, schema
        self._idle: list[_Connection] = []
        self._free = threading.BoundedSemaphore(MOST)
        self._closing = threading.Event()
        self._listening: _Connection | None = None
        self._listener: threading.Thread | None = None

    @contextmanager
    def transaction(self, lock: str = "") -> Iterator[Execute]:
        """A transaction; whatever bears the same `lock` waits for its end. Raises Unavailable and OutcomeUnknown."""
        with self._borrowed() as connection:
            try:
                with _bounded(connection):
                    connection.execute(self._opening(lock))
                yield lambda statement, values: self._execute(connection, statement, values)
            except psycopg.Error as error:
                _roll_back(connection)
                raise Unavailable(f"nothing was changed: {self._told(error)}") from error
            except BaseException:
                _roll_back(connection)
                raise
            try:
                with _bounded(connection):
                    connection.execute("COMMIT")
            except psycopg.Error as error:
                lost = connection.closed or connection.broken
                _roll_back(connection)
                kind = OutcomeUnknown if lost else Unavailable
                what = "the database did not say whether the change was made" if lost else "nothing was changed"
                raise kind(f"{what}: {self._told(error)}") from error

    def notify(self, execute: Execute) -> None:
        """Have all listeners told, once the transaction of `execute` is made."""
        execute("SELECT pg_notify(?, '')", (self._channel,))

    def listen(self, tell: Callable[[], None]) -> None:
        """Call `tell` in a thread whenever there may be something new, until ``close``."""
        self._listener = threading.Thread(target=self._listen, args=(tell,), name="booth-listener", daemon=True)
        self._listener.start()

    def close(self) -> None:
        """End the listening and all connections that are not at work."""
        self._closing.set()
        if listening := self._listening:
            _cut(listening)
        if self._listener and self._listener is not threading.current_thread():
            self._listener.join(TIMEOUT * 2)
        self._close_idle()

    # -- connections ---------------------------------------------------------------------------------------------------

    @contextmanager
    def _borrowed(self) -> Iterator[_Connection]:
        """A connection that works, kept for the next one who asks."""
        if self._closing.is_set():
            raise Unavailable("the store is closed")
        if not self._free.acquire(timeout=TIMEOUT):
            raise Unavailable(f"nothing was changed: {MOST} other requests to the database take too long")
        try:
            connection = self._kept() or self._connect()
            try:
                yield connection
            finally:
                if connection.closed or connection.broken or self._closing.is_set():
                    connection.close()
                else:
                    self._idle.append(connection)
        finally:
            self._free.release()

    def _kept(self) -> _Connection | None:
        """A kept connection that still answers."""
        try:
            connection = self._idle.pop()
        except IndexError:
            return None
        try:
            with _bounded(connection):
                connection.execute("")
        except psycopg.Error:  # what became of one became of all
            connection.close()
            self._close_idle()
            return None
        return connection

    def _close_idle(self) -> None:
        with contextlib.suppress(IndexError):
            while True:
                self._idle.pop().close()

    def _connect(self) -> _Connection:
        try:
            return psycopg.connect(
                self._url, autocommit=True, prepare_threshold=None,  # a pooler before the server may keep no statements
                connect_timeout=int(TIMEOUT), tcp_user_timeout=int(TIMEOUT * 1000), application_name="booth",
            )  # fmt: skip
        except psycopg.Error as error:
            raise Unavailable(f"the database cannot be reached: {self._told(error)}") from error

    def _opening(self, lock: str) -> sql.Composed:
        """What begins a transaction, in one message to the server."""
        milliseconds = sql.Literal(int(TIMEOUT * 900))  # the server gives up before the client cuts the line
        statements = sql.SQL(
            "BEGIN; SET LOCAL search_path TO {schema}; SET LOCAL statement_timeout TO {time};"
            "SET LOCAL lock_timeout TO {time}; SET LOCAL synchronous_commit TO on"
        ).format(schema=sql.Identifier(self._schema), time=milliseconds)
        if not lock:
            return statements
        taking = sql.SQL("; SELECT pg_advisory_xact_lock(hashtextextended({name}, 0))")
        return statements + taking.format(name=sql.Literal(f"booth/{self._schema}/{lock}"))

    def _execute(self, connection: _Connection, statement: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        with _bounded(connection):
            cursor = connection.execute(sql.SQL(statement.replace("?", "%s")), values or None)
            return cursor.fetchall() if cursor.description else []

    def _told(self, error: psycopg.Error) -> str:
        """What `error` says, unless it holds a part of the password: a mistyped address is told of in pieces."""
        text = " ".join(str(error).split()) or type(error).__name__
        with contextlib.suppress(ValueError):
            password = unquote(urlsplit(self._url).password or "")
            if any(len(piece) > 1 and piece in text for piece in re.split(r"\W+", password)):
                return "its address DATABASE_URL does not work"
        return text

    # -- notifications -------------------------------------------------------------------------------------------------

    @property
    def _channel(self) -> str:
        return f"booth_{self._schema}"

    def _listen(self, tell: Callable[[], None]) -> None:
        wait = _AGAIN[0]
        while not self._closing.is_set():
            try:
                with self._connect() as connection:
                    self._listening = connection
                    with _bounded(connection):
                        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(self._channel)))
                    wait = _AGAIN[0]
                    self._hear(connection, tell)
            except (psycopg.Error, Unavailable) as error:
                if not self._closing.is_set():
                    told = self._told(error) if isinstance(error, psycopg.Error) else error
                    _log.warning("no notifications from the database at the moment: %s", told)
            self._closing.wait(wait * random.uniform(0.5, 1))
            wait = min(wait * 2, _AGAIN[1])

    def _hear(self, connection: _Connection, tell: Callable[[], None]) -> None:
        """Pass on notifications, and look for what was missed first. Raises psycopg.Error when the line breaks."""
        while not self._closing.is_set():
            tell()
            for _ in connection.notifies(timeout=LOOK_ANYWAY, stop_after=1):
                pass
            with _bounded(connection):
                connection.execute("")


@contextmanager
def _bounded(connection: _Connection) -> Iterator[None]:
    """Cut the line if what is done takes longer than TIMEOUT; waiting for the server then ends with an error."""
    timer = threading.Timer(TIMEOUT, _cut, (connection,))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(connection: _Connection) -> None:
    with (
        contextlib.suppress(psycopg.Error, OSError),  # it is gone already
        socket.socket(fileno=os.dup(connection.fileno())) as line,
    ):
        line.shutdown(socket.SHUT_RDWR)


def _roll_back(connection: _Connection) -> None:
    """End a transaction that failed; a connection that cannot say so is given up."""
    if connection.closed or connection.broken:
        return
    try:
        with _bounded(connection):
            connection.execute("ROLLBACK")
    except psycopg.Error:
        connection.close()
