"""Short words for tests about jobs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from structlog.testing import capture_logs

from portico.platform.database import Database
from portico.platform.jobs import leases
from portico.platform.jobs.leases import Lease
from portico.platform.jobs.queue import enqueue
from portico.platform.jobs.tables import Job

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
LENGTH = timedelta(seconds=30)


def add(database: Database, kind: str = "test", *, now: datetime = NOON, **more: Any) -> int | None:
    """Enqueue a job in a transaction of its own."""
    payload = more.pop("payload", {})
    with database.transaction() as session:
        return enqueue(session, kind, payload, now=now, **more)


def take(database: Database, now: datetime = NOON, **more: Any) -> Lease | None:
    """Claim the next job in a transaction of its own."""
    with database.transaction() as session:
        return leases.claim(session, now=now, length=LENGTH, **more)


def job(database: Database, number: int | None) -> Job:
    """A job as it is now."""
    with database.reading() as session:
        return session.get_one(Job, number)


def jobs(database: Database) -> list[Job]:
    """Every job there is, in the order of their numbers."""
    with database.reading() as session:
        return list(session.scalars(select(Job).order_by(Job.id)))


@contextmanager
def heard() -> Iterator[list[Any]]:
    """The log lines of the block, whatever level an application of this process has set."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("DEBUG"))
    try:
        with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
            yield lines
    finally:
        structlog.configure(**before)
