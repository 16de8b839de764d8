"""The one process that may write a database file, known by a lock beside the file.

The lock is flock(2): it belongs to the open file and its copies in child processes, and the system gives it
back when the last of them ends, however that happens. So a lock can never be left behind.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any


class WrittenByAnother(Exception):
    """Another process writes this database; the sentence says which one."""


def lock_path(database: Path) -> Path:
    """The lock of a database file."""
    return database.with_name(f"{database.name}.writer")


@contextmanager
def writer_lock(database: Path, command: str, *, now: datetime) -> Iterator[None]:
    """Be the process that writes `database`, for as long as the block and the children forked in it live.

    `command` and `now` are for people: whoever is refused reads what runs and since when.
    Raises WrittenByAnother, and OSError when no lock can be kept there.
    """
    path = lock_path(database)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Opened for appending, so that who is refused leaves what the holder has written.
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WrittenByAnother(_refusal(database, holder(database))) from None
        _sign(file, command, now)
        yield


def holder(database: Path) -> dict[str, Any]:
    """Who wrote itself into the lock last: `pid`, `command`, `since`; empty when it cannot be read."""
    try:
        told = json.loads(lock_path(database).read_text())
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _sign(file: Any, command: str, now: datetime) -> None:
    file.truncate(0)
    json.dump({"pid": os.getpid(), "command": command, "since": now.isoformat(timespec="seconds")}, file)
    file.flush()


def _refusal(database: Path, told: dict[str, Any]) -> str:
    who = "another process"
    if told:
        who = f"`{told.get('command')}` (process {told.get('pid')}, since {told.get('since')})"
    return f"{database} is already written by {who}; on SQLite only one process may write"
