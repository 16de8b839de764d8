"""What must hold before a server may start; in service the same failures degrade it until they are over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from portico.migrations import stand
from portico.platform import clock
from portico.platform.database import Database, DatabaseUnavailable
from portico.settings import ConfigurationError, Settings

QUICKLY_READ = 64 * 1024 * 1024
"""Bytes; a larger file is looked through by `portico doctor`."""


def open_database(settings: Settings) -> Database:
    """The main database as these settings have it; no connection is opened yet."""
    return Database(
        settings.database,
        pool=settings.database_pool,
        seconds=settings.database_seconds,
        echo=settings.database_echo,
    )


@contextmanager
def opened_database(settings: Settings) -> Iterator[Database]:
    """The main database, closed again when the block ends."""
    database = open_database(settings)
    try:
        yield database
    finally:
        database.dispose()


def check_database(settings: Settings) -> None:
    """Reach the database and find its tables as this version of Portico needs them.

    Where the settings say so, tables that are behind are brought forward. Raises ConfigurationError.
    """
    database = open_database(settings)
    try:
        _prepare_folder(database)
        if _is_quickly_read(database):
            database.check()
        with database.reading() as session:
            at = stand.current(session.connection())
        if at != stand.newest():
            _bring_forward(database, migrate=settings.migrate)
    except (DatabaseUnavailable, DatabaseError, OSError) as error:
        raise ConfigurationError([unusable(settings, error)]) from None
    finally:
        with suppress(DatabaseUnavailable, DatabaseError):
            database.dispose()


def unusable(settings: Settings, error: Exception) -> str:
    """Why the database cannot be used, in one line and without a password."""
    cause = error.__cause__ or error
    original = getattr(cause, "orig", None) or cause
    reason = " ".join(str(original).split()) or type(original).__name__
    shown = open_database(settings).url.render_as_string(hide_password=True)
    return f"PORTICO_DATABASE_URL: {shown} cannot be used: {reason}"


def _is_quickly_read(database: Database) -> bool:
    """Whether looking through the whole database for damage takes no time to speak of."""
    path = Path(str(database.url.database))
    return database.dialect == "sqlite" and path.is_file() and path.stat().st_size < QUICKLY_READ


def _prepare_folder(database: Database) -> None:
    if database.dialect == "sqlite":
        Path(str(database.url.database)).parent.mkdir(parents=True, exist_ok=True)


def _bring_forward(database: Database, *, migrate: bool) -> None:
    # Alembic is loaded only when there is work for it.
    from portico.commands.migrating import bring_forward  # noqa: PLC0415
    from portico.migrations import history  # noqa: PLC0415

    try:
        if migrate:
            bring_forward(database, now=clock.now())
        history.check(database)
    except history.SchemaMismatch as error:
        raise ConfigurationError([f"PORTICO_DATABASE_URL: {error}"]) from None
