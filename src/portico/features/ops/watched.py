"""What is watched of an application, and who may look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portico.platform.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What is watched, and who may look."""

    database: Database
    step_of: Callable[[Database], str | None]
    """Finds out which step the tables are at."""
    newest_step: str
    var: Path
    compiled: Path
    """The folder of the compiled site, which changes whenever the site is compiled."""
    site: Callable[[], object]
    """Reads the compiled site, or raises."""
    bucket: Callable[[], object] | None
    """Asks the bucket that keeps people's pictures, or raises; none where they are in a folder."""
    judge: Callable[[], object] | None
    """Raises where the judge of spam refuses this site; none where there is no judge."""
    redis_url: str
    metrics_token: str
    metrics_open: bool
    """Whether the metrics are for everyone, as in development."""
