"""What the site takes up on its machine."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

SQLITE_BYTES = text("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")
POSTGRESQL_BYTES = text("SELECT pg_database_size(current_database())")


@dataclass(frozen=True, slots=True)
class DiskSpace:
    """The disk that holds the var folder, in bytes."""

    free: int
    total: int


def database_bytes(session: Session) -> int:
    """What the database takes."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return int(session.scalar(SQLITE_BYTES if is_sqlite else POSTGRESQL_BYTES) or 0)


def disk_space(var: Path) -> DiskSpace:
    """How large the disk of the var folder is, and how much of it is free. Raises OSError."""
    usage = shutil.disk_usage(var)
    return DiskSpace(usage.free, usage.total)
