"""Being the one process that writes the data, where the database allows only one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from portico.platform import clock
from portico.platform.writer_lock import writer_lock
from portico.settings import ConfigurationError, Settings

SQLITE = "sqlite:///"


def database_file(settings: Settings) -> Path | None:
    """The file of an SQLite database, none for PostgreSQL."""
    url = settings.database
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else None


@contextmanager
def sole_writer(settings: Settings, command: str) -> Iterator[None]:
    """Hold the right to write the data until the block ends; on PostgreSQL everyone has it.

    Raises WrittenByAnother when another process writes the same SQLite file.
    """
    file = database_file(settings)
    if file is None:
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
