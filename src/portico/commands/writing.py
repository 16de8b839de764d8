"""The right of a process to write the data: on SQLite for it alone, on PostgreSQL under a name of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from portico.platform import clock
from portico.platform.writer_lock import writer_lock
from portico.settings import ConfigurationError, Settings

SQLITE = "sqlite:///"
NAME = "PGAPPNAME"
"""Where the client of PostgreSQL finds what to call itself to the server (PostgreSQL, 34.15)."""


def database_file(settings: Settings) -> Path | None:
    """The file of an SQLite database, none for PostgreSQL."""
    url = settings.database
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


@contextmanager
def sole_writer(settings: Settings, command: str) -> Iterator[None]:
    """Hold the right to write the data until the block ends; PostgreSQL gives it to all, by their names.

    Raises WrittenByAnother when another process writes the same SQLite file.
    """
    file = database_file(settings)
    if file is None:
        with _called(command):
            yield
        return
    with ExitStack() as held:
        try:
            held.enter_context(writer_lock(file, command, now=clock.now()))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ConfigurationError(
                [f"PORTICO_DATABASE_URL: {file.parent} cannot be written: {reason}; its owner must run it"]
            ) from None
        yield


@contextmanager
def _called(command: str) -> Iterator[None]:
    """Have PostgreSQL know this process, and those that it forks, by a command."""
    before = os.environ.get(NAME)
    os.environ[NAME] = command
    try:
        yield
    finally:
        if before is None:
            del os.environ[NAME]
        else:
            os.environ[NAME] = before
