"""Looking after jobs: the operator sees them, and has those that were given up run again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, exists, literal, select
from sqlalchemy.orm import Session

from portico.features.ops.schemas import JobAnswer, JobState
from portico.platform.errors import Conflict, NotFound
from portico.platform.jobs.queue import wake
from portico.platform.jobs.tables import Job
from portico.platform.mail.tables import Mail


class JobRuns(Conflict):
    """The job is being run or was done, so there is nothing to repeat."""

    code = "job-runs"
    title = "This job need not run again"


class JobNotParked(Conflict):
    """Only a job that was given up can be dropped."""

    code = "job-not-parked"
    title = "This job was not given up"


def list_jobs(
    session: Session,
    *,
    now: datetime,
    state: JobState | None = None,
    kind: str | None = None,
    before: int | None = None,
    limit: int,
) -> tuple[JobAnswer, ...]:
    """Jobs in this state and of this kind, the newest first, those numbered lower than `before`."""
    chosen = _jobs(now).order_by(Job.id.desc()).limit(limit)
    if state is not None:
        chosen = chosen.where(_in_state(state, now))
    if kind is not None:
        chosen = chosen.where(Job.kind == kind)
    if before is not None:
        chosen = chosen.where(Job.id < before)
    return tuple(_answer(row) for row in session.execute(chosen))


def find_job(session: Session, number: int, *, now: datetime) -> JobAnswer:
    """One job. Raises NotFound."""
    row = session.execute(_jobs(now).where(Job.id == number)).one_or_none()
    if row is None:
        raise _no_job(number)
    return _answer(row)


def run_again(session: Session, number: int, *, now: datetime) -> None:
    """Have a job that was given up, or that waits for a later time, run now, its attempts counted anew.

    Raises NotFound and JobRuns.
    """
    job = _locked(session, number)
    if job.done_at is not None:
        raise JobRuns("The job is done.")
    if job.lease_until is not None and job.lease_until > now:
        raise JobRuns("The job is being run at this moment.")
    job.parked_at = None
    job.run_at = now
    job.attempts = 0
    job.lease_until = None
    wake(session)


def drop_job(session: Session, number: int) -> None:
    """Forget a job that was given up. Raises NotFound and JobNotParked."""
    job = _locked(session, number)
    if job.parked_at is None:
        raise JobNotParked("Only parked jobs can be dropped; all others end by themselves.")
    if session.scalar(select(exists().where(Mail.job_id == number))):
        raise JobNotParked("The job delivers a mail. Drop the mail, and the job goes with it.")
    session.delete(job)


def state_of_job(now: datetime) -> ColumnElement[str]:
    """The state of a job, as people call it."""
    return case(
        (Job.done_at.is_not(None), literal("done")),
        (Job.parked_at.is_not(None), literal("parked")),
        (Job.lease_until > now, literal("running")),
        else_=literal("waiting"),
    )


def _locked(session: Session, number: int) -> Job:
    """A job, locked. Raises NotFound."""
    job = session.get(Job, number, with_for_update=True)
    if job is None:
        raise _no_job(number)
    return job


def _no_job(number: int) -> NotFound:
    return NotFound(f"There is no job {number}. Jobs are forgotten two weeks after they were done.")


def _in_state(state: JobState, now: datetime) -> ColumnElement[bool]:
    # The columns are asked directly where an index holds them.
    if state == "done":
        return Job.done_at.is_not(None)
    if state == "parked":
        return Job.parked_at.is_not(None)
    return state_of_job(now) == state


def _jobs(now: datetime) -> Select[Any]:
    return select(
        Job.id,
        Job.kind,
        state_of_job(now).label("state"),
        Job.priority,
        Job.attempts,
        Job.error,
        Job.created_at,
        Job.run_at,
        Job.done_at,
        Job.parked_at,
    )


def _answer(row: Row[Any]) -> JobAnswer:
    return JobAnswer(**row._mapping)
