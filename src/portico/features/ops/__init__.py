"""How the site is: health, metrics, and the operator's API over jobs, mail and flags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from portico.platform.database import Database
    from portico.platform.lifecycle import Lifecycle
    from portico.platform.metrics import Metrics


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
    redis_url: str
    metrics_token: str
    metrics_open: bool
    """Whether the metrics are for everyone, as in development."""


def install(app: Flask, *, sender: str) -> None:
    """Let the operator look after the site; `sender` is who the mails are from that the operator asks for."""
    # Commands pass through this package too, and need nothing of the web.
    from portico.features.ops.doors import open_doors  # noqa: PLC0415

    open_doors(app, sender=sender)


def watch(app: Flask, lifecycle: Lifecycle, metrics: Metrics, watched: Watched) -> None:
    """Show how the site is: `/health`, `/metrics` and what belongs to them."""
    from portico.features.ops.watching import open_watch  # noqa: PLC0415

    open_watch(app, lifecycle, metrics, watched)


def measure(metrics: Metrics, database: Database) -> None:
    """Measure what every process has of its own."""
    from portico.features.ops.measures import measure_database, measure_process  # noqa: PLC0415

    measure_process(metrics)
    measure_database(metrics, database)
