"""The threads that run jobs: a few that work, and one that keeps their leases and looks for work."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from portico.platform.database import Database
from portico.platform.jobs import leases
from portico.platform.jobs.attempt import perform, settle
from portico.platform.jobs.leases import Lease, Superseded
from portico.platform.jobs.periodic import ClockWatch, Periodic, Turns
from portico.platform.jobs.queue import answer_bell
from portico.platform.jobs.run import Handler
from portico.platform.tracing import Tracing

log = structlog.get_logger("portico.jobs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How much a worker does at once, and how often it looks."""

    threads: int = 2
    lease: timedelta = timedelta(seconds=30)
    """How long after its last sign of life a worker's jobs are taken by others."""
    look: float = 1.0
    """Seconds between two looks for jobs that other processes enqueued or whose time has come."""


class Jobs:
    """The worker of one process. Any number of processes may have one on the same database.

    `alone` says that no other worker can be running, as is so on SQLite: what was being done when
    the last one ended is then taken up at once. Otherwise it is when its lease has run out.
    """

    def __init__(
        self,
        database: Database,
        *,
        handlers: Mapping[str, Handler],
        now: Callable[[], datetime],
        periodic: Sequence[Periodic] = (),
        pace: Pace | None = None,
        alone: bool = False,
        tracing: Tracing | None = None,
    ) -> None:
        self._database = database
        self._handlers = {**handlers, **{one.name: one.handler for one in periodic}}
        self._turns = Turns(periodic, ClockWatch())
        self._now = now
        self._pace = pace or Pace()
        self._alone = alone
        self._tracing = tracing
        # Daemons, so that a handler that never returns cannot keep the process from ending.
        self._workers = [
            threading.Thread(target=self._work, name=f"jobs-{number}", daemon=True)
            for number in range(self._pace.threads)
        ]
        self._keeper = threading.Thread(target=self._keep, name="jobs-keeper", daemon=True)
        self._running: dict[int, Lease] = {}
        self._claiming = threading.Lock()
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._stopped = threading.Event()
        self._failing: set[str] = set()

    def start(self) -> None:
        """Begin to run jobs, once. Raises DatabaseUnavailable."""
        if self._alone:
            with self._database.transaction() as session:
                leases.void(session)
        answer_bell(self._database.writer, self._bell.set)
        self._bell.set()
        for thread in (*self._workers, self._keeper):
            thread.start()

    def stop(self, deadline: float = 20) -> None:
        """Begin no job any more, wait so many seconds for those that run, and give back the rest."""
        until = time.monotonic() + deadline
        self._stopping.set()
        self._bell.set()
        for worker in self._workers:
            worker.join(max(0.0, until - time.monotonic()))
        for lease in tuple(self._running.values()):
            given_back = settle(lease, self._database, leases.give_back)
            log.warning("job_given_back" if given_back else "job_lost", job=lease.id, kind=lease.kind)
        self._stopped.set()
        self._keeper.join()

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._bell.wait()
            # Cleared before looking: what is enqueued from here on rings again.
            self._bell.clear()
            while not self._stopping.is_set() and (lease := self._claim()):
                with self._minded("perform"):
                    self._perform(lease)
                del self._running[lease.id]
        self._bell.set()

    def _perform(self, lease: Lease) -> None:
        attributes = {"portico.job.id": lease.id, "portico.job.attempt": lease.attempt}
        around = self._tracing.span(f"job {lease.kind}", "CONSUMER", attributes) if self._tracing else None
        with around or nullcontext() as span:
            event = perform(lease, self._handlers, self._database, self._now)
            if span:
                span.set_attribute("portico.job.outcome", event)

    def _claim(self) -> Lease | None:
        lease = None
        # Claimed and known to be claimed at once: a thread that stands still in between, for longer than
        # the lease, would have its job taken by the next one.
        with self._claiming, self._minded("claim"):
            with self._database.transaction() as session:
                mine = tuple(self._running)
                claimed = leases.claim(session, now=self._now(), length=self._pace.lease, mine=mine)
            # Only now is it ours: a job whose claim was not committed would be run again and again.
            if claimed:
                lease = self._running[claimed.id] = claimed
        return lease

    def _keep(self) -> None:
        renewed = time.monotonic()
        while not self._stopped.is_set():
            if time.monotonic() - renewed > self._pace.lease.total_seconds() / 3:
                renewed = time.monotonic()
                with self._minded("renew"):
                    self._renew()
            with self._minded("look"):
                self._look_around()
            self._stopped.wait(self._pace.look)

    def _renew(self) -> None:
        for lease in tuple(self._running.values()):
            # Whoever runs a job that was lost learns of it when it wants to write.
            with suppress(Superseded), self._database.transaction() as session:
                leases.renew(session, lease, now=self._now(), length=self._pace.lease)

    def _look_around(self) -> None:
        now = self._now()
        self._turns.take(self._database, now)
        if leases.any_due(self._database, now=now):
            self._bell.set()

    @contextmanager
    def _minded(self, step: str) -> Iterator[None]:
        """Say what goes wrong in a step around the jobs, once until it goes well again, and live on.

        For each step by itself: a disk that is full refuses claims while looking for jobs goes well.
        """
        try:
            yield
        except Exception:
            if step not in self._failing:
                log.exception("jobs_stopped_by_error", step=step)
            self._failing.add(step)
        else:
            if step in self._failing:
                log.info("jobs_go_on", step=step)
            self._failing.discard(step)
