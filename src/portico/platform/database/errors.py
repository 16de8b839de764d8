"""Telling a database that is away or damaged from a mistake in what it was asked.

DatabaseUnavailable      503
└── DatabaseDamaged      503
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from portico.platform.errors import Unavailable

AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PROTOCOL,
}
"""Primary result codes of SQLite that trying again may mend."""
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
READ_ONLY = "25006"
"""What PostgreSQL says while it only follows another server (appendix A of its documentation)."""
UNFIT = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM} | DAMAGED
"""After these nothing that the connection says is believed; it is closed and another one opened."""


class DatabaseUnavailable(Unavailable):
    """The database does not answer in time, or takes nothing more.

    Nothing was written, unless the database fell silent while it committed; then all of it was or nothing.
    """

    code = "database-unavailable"
    title = "The database does not answer"


class DatabaseDamaged(DatabaseUnavailable):
    """The file of the database is not whole."""

    code = "database-damaged"
    title = "The database is damaged"
    retry_after = 3600


@contextmanager
def translated(*, writes: bool) -> Iterator[None]:
    """Turn what the driver and the pool say into DatabaseUnavailable, where that is what they mean."""
    try:
        yield
    except (DBAPIError, PoolTimeout, sqlite3.Error) as error:
        if (meant := meaning(error, writes=writes)) is None:
            raise
        raise meant from error


def meaning(error: Exception, *, writes: bool) -> DatabaseUnavailable | None:
    """What an error says of the database, none when it says something of the statement."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = result_code(cause)
    if code in DAMAGED:
        return DatabaseDamaged("The data is damaged. Its keeper has to restore a backup.")
    # A reader that tries to write is a mistake; a writer that cannot has a file, a disk or a server that
    # takes no writes.
    if code in AWAY or (writes and _is_read_only(cause)) or _is_silence(error):
        return DatabaseUnavailable("The data cannot be reached at the moment. Try again soon.")
    return None


def result_code(cause: BaseException | None) -> int | None:
    """The primary result code of SQLite (sqlite.org/rescode.html); none for all other errors."""
    code = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _is_read_only(cause: BaseException | None) -> bool:
    return result_code(cause) == sqlite3.SQLITE_READONLY or getattr(cause, "sqlstate", None) == READ_ONLY


def _is_silence(error: Exception) -> bool:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    from_sqlite = isinstance(error, DBAPIError) and isinstance(error.orig, sqlite3.Error)
    return isinstance(error, OperationalError | PoolTimeout) and not from_sqlite
