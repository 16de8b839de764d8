"""The file of an SQLite database, which somebody may take away while it is open."""

from __future__ import annotations

import os
import stat
from contextlib import suppress

from portico.platform.database.errors import DatabaseUnavailable


class SqliteFile:
    """The file of a database, made when it is first used."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._was_there = False

    def inode(self) -> int:
        """Which file is there now, 0 for none."""
        try:
            return os.stat(self.path).st_ino  # noqa: PTH116 - asked before every transaction
        except OSError:
            return 0

    def claim(self) -> None:
        """Make the file, for its owner's eyes only, if there never was one. Raises DatabaseUnavailable.

        One that was taken away is not replaced: all rows would seem to be gone.
        """
        if not self._was_there:
            # Never by opening it: closing any descriptor of a file takes all locks on it from the process,
            # SQLite's too, and another process that closes the file then deletes the log that is still
            # written to (fcntl(2)).
            with suppress(OSError):
                os.mknod(self.path, stat.S_IFREG | 0o600)
        if self.inode():
            self._was_there = True
        elif self._was_there:
            raise self.lost()

    @staticmethod
    def lost() -> DatabaseUnavailable:
        """What to tell when the file that was opened is not there any more."""
        return DatabaseUnavailable(
            "The file of the database was taken away. It is used again when it is back."
        )
