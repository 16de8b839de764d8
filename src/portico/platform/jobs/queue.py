"""Putting work into the queue, in the transaction of what causes it, and asking how full it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from portico.platform.database import after_commit, insert_of
from portico.platform.jobs.tables import STILL_OPEN, Job


class Priority(IntEnum):
    """Of the jobs that are due, those of the first of these that has any go first."""

    HIGH = 10
    NORMAL = 0
    LOW = -10


_bells: WeakKeyDictionary[Engine, Callable[[], None]] = WeakKeyDictionary()


def enqueue(
    session: Session,
    kind: str,
    payload: Mapping[str, Any],
    *,
    now: datetime,
    key: str | None = None,
    delay: timedelta = timedelta(0),
    priority: int = Priority.NORMAL,
) -> int | None:
    """Have a job of this kind run once this transaction is committed and `delay` is over.

    Gives the job's number, and None when there is one of this key already. The payload is kept as
    JSON: numbers of rows, never secrets. Raises ValueError when `priority` is none of `Priority`.
    """
    insert = insert_of(session)
    statement = insert(Job).values(
        kind=kind,
        payload=dict(payload),
        key=key,
        priority=Priority(priority),
        created_at=now,
        run_at=now + delay,
        attempts=0,
        fence=0,
    )
    made = session.scalar(statement.on_conflict_do_nothing(index_elements=[Job.key]).returning(Job.id))
    if made is not None:
        wake(session)
    return made


def wake(session: Session) -> None:
    """Have the workers of this process look for work as soon as this transaction is committed."""
    bell = _bells.get(session.get_bind().engine)
    if bell is not None:
        after_commit(session, bell)


def answer_bell(engine: Engine, tell: Callable[[], None]) -> None:
    """Have `tell` called when work was committed through this engine; other processes look by themselves."""
    _bells[engine] = tell


def queue_depth(session: Session, *, now: datetime) -> int:
    """How many jobs are due and not done, those that are being run included."""
    return session.scalar(select(func.count()).where(STILL_OPEN, Job.run_at <= now)) or 0


def oldest_due_age(session: Session, *, now: datetime) -> timedelta:
    """How long the job that has waited longest has been due; nothing when none is."""
    waiting = (Job.lease_until.is_(None)) | (Job.lease_until <= now)
    oldest = session.scalar(select(func.min(Job.run_at)).where(STILL_OPEN, Job.run_at <= now, waiting))
    return now - oldest if oldest else timedelta(0)
