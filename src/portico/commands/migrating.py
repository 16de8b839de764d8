"""Taking the tables forward, with a copy of an SQLite file kept beside it from before."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from portico.migrations import history, stand
from portico.platform.database import Database

KEPT = 3
"""Copies from before the last migrations that are kept."""
STAMP = "%Y%m%dT%H%M%SZ"


def bring_forward(database: Database, *, now: datetime) -> tuple[str | None, str]:
    """Take the tables to the newest step: the steps that they were at and are at.

    An SQLite file that holds tables is copied before. Raises SchemaMismatch, DatabaseUnavailable, OSError.
    """
    with database.reading() as session:
        before = stand.current(session.connection())
    if before == stand.newest():
        return before, before
    if before and database.dialect == "sqlite":
        _keep_copy(Path(str(database.url.database)), before, now)
    history.migrate(database)
    history.check(database)
    return before, stand.newest()


def _keep_copy(path: Path, step: str, now: datetime) -> None:
    """Copy a database file, and forget the oldest of its copies beyond those that are kept."""
    kept = path.with_name(f"{path.name}.before-migration-{now:{STAMP}}-from-{step}")
    os.close(os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(kept)) as copy:
            source.execute("PRAGMA query_only=ON")
            source.backup(copy)
    except BaseException:
        kept.unlink()
        raise
    for old in sorted(path.parent.glob(f"{path.name}.before-migration-*"))[:-KEPT]:
        old.unlink()
