"""When the site was last backed up: the age of a file in the var folder tells, wherever the archive is."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

NAME = "last-backup"


def leave(var: Path) -> None:
    """Note that a whole archive was written; a backup is one also where that cannot be noted."""
    with suppress(OSError):
        (var / NAME).touch()


def last(var: Path) -> datetime | None:
    """When an archive was last written, none where that is not known."""
    with suppress(OSError):
        return datetime.fromtimestamp((var / NAME).stat().st_mtime, UTC)
    return None
