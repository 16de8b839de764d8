"""Who may work on a job: a lease that runs out, with a fencing token that outlasts it.

Each lease raises the job's `fence`. Whoever held an earlier one, and only stood still, finds with
its next write that it may no longer write (M. Kleppmann, How to do distributed locking, 2016).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CursorResult,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session, aliased

from portico.platform.database import Database, Moment
from portico.platform.jobs.queue import Priority
from portico.platform.jobs.tables import STILL_OPEN, Job

When = datetime | BindParameter[datetime]


class Superseded(Exception):
    """The job was given to another worker or is over; what was to be written is not."""


@dataclass(frozen=True, slots=True)
class Lease:
    """A job as it was when it was given to a worker."""

    id: int
    fence: int
    kind: str
    payload: dict[str, Any]
    attempt: int
    """Which attempt at the job this is, counted from 1."""


def claim(session: Session, *, now: datetime, length: timedelta, mine: Collection[int] = ()) -> Lease | None:
    """Take the job that is next in line, None when none is due; other workers are never waited for.

    `mine` are jobs that this process is at work on, which it does not take from itself.
    """
    following = _next_in_line(now, mine, lock=True)
    statement = (
        update(Job)
        .where(Job.id == following)
        .values(fence=Job.fence + 1, attempts=Job.attempts + 1, lease_until=now + length)
        .returning(Job.id, Job.fence, Job.kind, Job.payload, Job.attempts)
        .execution_options(synchronize_session=False)
    )
    row = session.execute(statement).one_or_none()
    return None if row is None else Lease(*row)


def any_due(database: Database, *, now: datetime) -> bool:
    """Whether a claim may find a job: all that is missing is whether this process is at work on it."""
    # Asked every second, so it is put together once.
    found = database.row(_ANY_DUE, {"now": now})
    return found is not None and found[0] is not None


def renew(session: Session, lease: Lease, *, now: datetime, length: timedelta) -> None:
    """Hold a job for longer. Raises Superseded."""
    _write(session, lease, lease_until=now + length)


def finish(session: Session, lease: Lease, *, now: datetime) -> None:
    """Mark a job as done. Raises Superseded."""
    _write(session, lease, done_at=now, lease_until=None, error=None)


def postpone(session: Session, lease: Lease, *, until: datetime, error: str) -> None:
    """Have a job tried again at a later time. Raises Superseded."""
    _write(session, lease, run_at=until, lease_until=None, error=error)


def park(session: Session, lease: Lease, *, now: datetime, error: str) -> None:
    """Put a job aside for people to look at. Raises Superseded."""
    _write(session, lease, parked_at=now, lease_until=None, error=error)


def give_back(session: Session, lease: Lease) -> None:
    """Let another worker have a job at once, as if it had not been attempted. Raises Superseded."""
    _write(session, lease, lease_until=None, fence=Job.fence + 1, attempts=Job.attempts - 1)


def void(session: Session) -> None:
    """End every lease, because those who held them are certainly gone."""
    session.execute(
        update(Job)
        .where(STILL_OPEN, Job.lease_until.is_not(None))
        .values(lease_until=None, fence=Job.fence + 1)
    )


def held(lease: Lease) -> ColumnElement[bool]:
    """Whether a lease is still the newest one of its job, and the job not over."""
    return and_(Job.id == lease.id, Job.fence == lease.fence, STILL_OPEN)


def _write(session: Session, lease: Lease, **values: Any) -> None:
    statement = update(Job).where(held(lease)).values(**values).execution_options(synchronize_session=False)
    result = cast("CursorResult[Any]", session.execute(statement))
    if result.rowcount == 0:
        raise Superseded(f"job {lease.id} is no longer ours")


def _next_in_line(now: When, mine: Collection[int] = (), *, lock: bool = False) -> ColumnElement[int | None]:
    # One look per priority, each at one end of the index: neither many jobs that wait for a later
    # time nor many that are due are walked through.
    looks = (_first_due(priority, now, mine) for priority in Priority)
    return func.coalesce(
        *((look.with_for_update(skip_locked=True) if lock else look).scalar_subquery() for look in looks)
    )


def _first_due(priority: Priority, now: When, mine: Collection[int]) -> Select[tuple[int]]:
    job = aliased(Job)
    first = (
        select(job.id)
        .where(
            job.done_at.is_(None),
            job.parked_at.is_(None),
            job.priority == priority,
            job.run_at <= now,
            or_(job.lease_until.is_(None), job.lease_until <= now),
        )
        .order_by(job.run_at, job.id)
        .limit(1)
    )
    return first.where(job.id.not_in(mine)) if mine else first


_ANY_DUE = select(_next_in_line(bindparam("now", type_=Moment())))
