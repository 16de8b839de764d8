"""What waits for whoever looks after the site: mails and jobs that were given up."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portico.features.ops.mails import IN_STATE
from portico.platform.jobs.tables import Job
from portico.platform.mail import outbox
from portico.platform.mail.tables import Mail


def parked_mails(session: Session) -> int:
    """How many mails were given up."""
    parked = select(func.count()).select_from(Mail).join(Job, Job.id == Mail.job_id)
    return session.scalar(parked.where(IN_STATE["parked"])) or 0


def parked_jobs(session: Session) -> int:
    """How many jobs were given up, but for those that deliver a mail, which count as mails."""
    parked = select(func.count()).select_from(Job).where(Job.parked_at.is_not(None), Job.kind != outbox.KIND)
    return session.scalar(parked) or 0
