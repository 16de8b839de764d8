"""How the site is: health, metrics, and the API over jobs, mail and flags, for the operator and the owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portico.features.ops.waiting import parked_jobs, parked_mails
from portico.features.ops.watched import Watched

if TYPE_CHECKING:
    from flask import Flask

    from portico.platform.database import Database
    from portico.platform.lifecycle import Lifecycle
    from portico.platform.metrics import Metrics

__all__ = ["Watched", "install", "measure", "parked_jobs", "parked_mails", "watch"]


def install(app: Flask, *, sender: str, rooms: bool) -> None:
    """Let those who look after the site do so; `sender` is who the operator's mails are from.

    With `rooms` the owner can do it in the studio as well.
    """
    # Commands pass through this package too, and need nothing of the web.
    from portico.features.ops.doors import open_doors  # noqa: PLC0415

    open_doors(app, sender=sender, rooms=rooms)


def watch(app: Flask, lifecycle: Lifecycle, metrics: Metrics, watched: Watched) -> None:
    """Show how the site is: `/health`, `/metrics` and what belongs to them."""
    from portico.features.ops.watching import open_watch  # noqa: PLC0415

    open_watch(app, lifecycle, metrics, watched)


def measure(metrics: Metrics, database: Database) -> None:
    """Measure what every process has of its own."""
    from portico.features.ops.measures import measure_database, measure_process  # noqa: PLC0415

    measure_process(metrics)
    measure_database(metrics, database)
