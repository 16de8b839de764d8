"""Connections of both databases, set so that they neither lose nor wait for ever.

On SQLite one connection writes and it alone checkpoints; the others can only read. SQLite before
3.51.3 can corrupt a file that two connections checkpoint at the same moment (sqlite.org/wal.html).
"""

from __future__ import annotations

import sqlite3
from typing import Any

from sqlalchemy import URL, Engine, ExceptionContext, QueuePool, create_engine, event

from portico.platform.database.errors import UNFIT, DatabaseUnavailable, result_code
from portico.platform.database.sqlite_file import SqliteFile

FILE = "portico.file"
"""Under which a connection remembers the file that it opened."""
LARGEST_LOG = 64 * 1024**2
"""Bytes of write-ahead log that SQLite keeps on disk when a long reader has made it longer."""
GRACE = 1.0
"""How many seconds later than PostgreSQL itself Portico gives a statement up."""


def sqlite_engine(
    url: URL, file: SqliteFile, seconds: float, *, pool: int, echo: bool, writes: bool
) -> Engine:
    """Connections that write, or that read: each transaction sees one state of the data."""
    engine = create_engine(
        url,
        poolclass=QueuePool,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=seconds,
        echo=echo,
        hide_parameters=True,
        connect_args={"timeout": seconds, "check_same_thread": False},
    )
    # Without IMMEDIATE a transaction that reads first can lose an update, or fail instead of waiting.
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"

    @event.listens_for(engine, "do_connect")
    def claim(_dialect: object, _record: object, _args: object, _parameters: object) -> None:
        file.claim()

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        prepare_sqlite(connection, writes=writes)
        record.info[FILE] = file.inode()

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        _check_file(file, connection)
        connection.exec_driver_sql(begin)

    @event.listens_for(engine, "handle_error")
    def drop(context: ExceptionContext) -> None:
        if result_code(context.original_exception) in UNFIT:
            context.is_disconnect = True

    return engine


def _check_file(file: SqliteFile, connection: Any) -> None:
    """Refuse to work on a file that was taken away, where SQLite would go on and all would be lost.

    A connection to a file that comes back is good again; for another file in its place a new one is opened.
    """
    current = file.inode()
    if current == connection.connection.info[FILE]:
        return
    if current:
        connection.invalidate()
    raise file.lost()


def prepare_sqlite(connection: sqlite3.Connection, *, writes: bool) -> None:
    """Make a new connection the writer, or one that can only read."""
    connection.isolation_level = None
    pragmas = ["journal_mode=WAL", "foreign_keys=ON"]
    if writes:
        pragmas += ["synchronous=FULL", f"journal_size_limit={LARGEST_LOG}"]
    else:
        pragmas += ["wal_autocheckpoint=0", "query_only=ON"]
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def postgresql_engine(url: URL, seconds: float, *, pool: int, echo: bool) -> Engine:
    """Connections that are tried before they are used.

    The server ends a statement, or the wait for a lock, after so many seconds. Should it say nothing at
    all, the connection is given up a little later.
    """
    connection_class = _patient_connection(seconds + GRACE)
    wait = int(seconds * 1000)
    limits = {
        "statement_timeout": wait,
        "lock_timeout": wait,
        "idle_in_transaction_session_timeout": 10 * wait,
    }
    engine = create_engine(
        url,
        pool_size=pool,
        max_overflow=0,
        pool_timeout=seconds,
        pool_pre_ping=True,
        pool_recycle=1800,
        echo=echo,
        hide_parameters=True,
        connect_args={
            "connect_timeout": max(2, round(seconds)),
            "tcp_user_timeout": wait,
            "options": " ".join(
                f"-c {name}={value}" for name, value in {**limits, "timezone": "UTC"}.items()
            ),
        },
    )

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: object, _record: object, arguments: Any, parameters: Any) -> Any:
        return connection_class.connect(*arguments, **parameters)

    return engine


def _patient_connection(seconds: float) -> Any:
    """A class of connections that wait no longer than this for an answer to a statement.

    A server that is frozen, or behind a proxy that is, still acknowledges what it is sent, so that no
    time-out of TCP ends the wait.
    """
    try:
        import psycopg  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError:
        raise DatabaseUnavailable("PostgreSQL needs the extra `postgres` of Portico.") from None

    class PatientConnection(psycopg.Connection[Any]):
        def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
            try:
                return super().wait(gen, interval, timeout or seconds)
            except psycopg.OperationalError as error:
                if type(error) is psycopg.errors._WaitTimeout:
                    self.close()
                raise

    return PatientConnection
