"""Forgetting jobs that are long done."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portico.platform.database import delete_rows
from portico.platform.jobs.tables import Job

KEPT = timedelta(days=14)
"""How long a job that is done can still be looked at. Parked jobs stay until someone has looked."""
AT_ONCE = 10_000
"""How many are deleted in one transaction, so that it is short; the next turn takes the rest."""


def forget_done_jobs(session: Session, now: datetime) -> None:
    """Delete jobs that were done longer ago than they are kept."""
    old = select(Job.id).where(Job.done_at < now - KEPT).order_by(Job.done_at).limit(AT_ONCE)
    delete_rows(session, Job, Job.id.in_(old))
