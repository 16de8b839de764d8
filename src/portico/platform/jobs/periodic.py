"""Work that comes round again: each turn is a job with a key of its own, so it is done once."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from portico.platform.database import Database
from portico.platform.jobs.policy import Policy
from portico.platform.jobs.queue import Priority, enqueue
from portico.platform.jobs.run import Handler, Run

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_INTERVAL = timedelta(days=7)
"""A turn must come round before the job of the one before is forgotten."""
JUMP = timedelta(minutes=5)
CALM = timedelta(minutes=10)
POLICY = Policy(first=timedelta(seconds=30), longest=timedelta(minutes=10), attempts=5)

log = structlog.get_logger("portico.jobs")


@dataclass(frozen=True, slots=True)
class Periodic:
    """Something done once in every interval, counted from `at` past midnight UTC."""

    name: str
    interval: timedelta
    handler: Handler
    at: timedelta

    def turn(self, now: datetime) -> datetime:
        """When the present turn began."""
        return now - (now - EPOCH - self.at) % self.interval


def every(
    name: str,
    interval: timedelta,
    deed: Callable[[Session, datetime], object],
    *,
    at: timedelta = timedelta(0),
) -> Periodic:
    """Have `deed` done once in every interval of at most seven days, in the transaction that ends the job.

    A turn that was missed because nothing ran is made up for once, however many there were.
    """
    if not timedelta(0) < interval <= LONGEST_INTERVAL:
        raise ValueError(f"{name}: an interval lasts at most {LONGEST_INTERVAL.days} days")

    def run(run: Run) -> None:
        with run.transaction() as session:
            deed(session, run.now())

    return Periodic(name, interval, Handler(run, POLICY), at)


class Turns:
    """Puts each turn into the queue when its time has come; any number of processes may."""

    def __init__(self, periodic: Iterable[Periodic], watch: ClockWatch) -> None:
        self._periodic = tuple(periodic)
        self._watch = watch
        self._taken: dict[str, datetime] = {}

    def take(self, database: Database, now: datetime) -> None:
        """Enqueue the turns that have begun and that this process has not seen yet."""
        fresh = [one for one in self._periodic if self._taken.get(one.name) != one.turn(now)]
        if not self._watch.steady(now) or not fresh:
            return
        with database.transaction() as session:
            for one in fresh:
                key = f"{one.name}@{one.turn(now).isoformat()}"
                enqueue(session, one.name, {}, now=now, key=key, priority=Priority.LOW)
        self._taken |= {one.name: one.turn(now) for one in fresh}


class ClockWatch:
    """Notices that the clock was set; what deletes by age had better wait until someone has looked."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._offset: timedelta | None = None
        self._calm_from = float("-inf")

    def steady(self, now: datetime) -> bool:
        """Whether the clock has not jumped by more than five minutes within the last ten."""
        passed = self._monotonic()
        offset = now - EPOCH - timedelta(seconds=passed)
        if self._offset is not None and abs(offset - self._offset) > JUMP:
            log.warning("clock_jumped", seconds=round((offset - self._offset).total_seconds()))
            self._calm_from = passed + CALM.total_seconds()
        self._offset = offset
        return passed >= self._calm_from
