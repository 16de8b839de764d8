"""How often pages are read, by day and by the site that led to them; no cookie, no address kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from portico.features.traffic.pruning import prune

__all__ = ["install", "prune"]

if TYPE_CHECKING:
    from flask import Flask

    from portico.platform.database import Database
    from portico.platform.lifecycle import Lifecycle
    from portico.web.records import Records


def install(
    app: Flask, lifecycle: Lifecycle, records: Records, database: Database, own_hosts: Iterable[str]
) -> None:
    """Count the pages that are shown; links from `own_hosts` lead from nowhere else."""
    # The migrations pass through this package too, and need nothing of the web.
    from portico.features.traffic.api import bp  # noqa: PLC0415
    from portico.features.traffic.counter import ViewCounter  # noqa: PLC0415

    counter = ViewCounter(database, own_hosts)
    records.tell(counter)
    lifecycle.add("traffic", start=counter.start, stop=lambda: counter.stop(records.flush))
    app.register_blueprint(bp)
