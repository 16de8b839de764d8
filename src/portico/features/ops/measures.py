"""What is measured besides requests: processes, connections, jobs, mails and the content."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import portico
from portico.features.ops.mails import IN_STATE
from portico.platform.database import Database, DatabaseUnavailable
from portico.platform.jobs.queue import oldest_due_age, queue_depth
from portico.platform.jobs.tables import Job
from portico.platform.lines import output
from portico.platform.mail.tables import Mail
from portico.platform.metrics import Metrics, Reading
from portico.platform.metrics_folder import Labels

STATISTICS = Path("/proc/self/statm")
PAGE = 4096
KEPT_SECONDS = 1.0


def measure_process(metrics: Metrics) -> None:
    """The build, the age and the size of the processes, and what their log lost."""
    began = time.time()
    build: dict[Labels, float] = {(portico.__version__, platform.python_version()): 1.0}
    metrics.fact("portico_build_info", "The versions that answer.", lambda: build, ["version", "python"])
    metrics.fact("portico_start_time_seconds", "When the process that answers began.", lambda: began)
    metrics.tally("portico_cpu_seconds_total", "Processor time of all processes.", time.process_time)
    metrics.tally("portico_log_lines_dropped_total", "Log lines nobody read in time.", lambda: output.dropped)
    if STATISTICS.exists():
        metrics.level("portico_resident_bytes", "Memory of all processes, shared parts again.", _resident)


def measure_database(metrics: Metrics, database: Database) -> None:
    """The connections of each process to the database."""
    pools = {("writer",): database.writer.pool}
    if database.dialect == "sqlite":
        pools["reader",] = database.reader.pool

    def in_use() -> dict[Labels, float]:
        return {name: float(pool.checkedout()) for name, pool in pools.items()}  # type: ignore[attr-defined]

    def size() -> dict[Labels, float]:
        return {name: float(pool.size()) for name, pool in pools.items()}  # type: ignore[attr-defined]

    metrics.level("portico_database_connections_in_use", "Connections at work.", in_use, ["pool"])
    metrics.level("portico_database_connections_limit", "Connections there may be.", size, ["pool"])


def measure_content(metrics: Metrics, compiled: Path) -> None:
    """How old the compiled site is."""
    metrics.fact(
        "portico_content_age_seconds",
        "Since the site was last compiled.",
        lambda: max(0.0, time.time() - compiled.stat().st_mtime),
    )


def measure_queue(metrics: Metrics, database: Database, now: Callable[[], datetime]) -> None:
    """What the queue and the outbox hold. One question answers all of it."""
    counts = _QueueCounts(database, now)
    metrics.fact("portico_jobs_due", "Jobs that are due and not done.", counts.read("due"))
    metrics.fact(
        "portico_jobs_oldest_due_seconds", "How long the oldest of them has waited.", counts.read("oldest")
    )
    metrics.fact("portico_jobs_parked", "Jobs that wait for the operator.", counts.read("parked"))
    metrics.fact(
        "portico_mails", "Mails by state; those sent are forgotten in time.", counts.read_mails, ["state"]
    )


@dataclass(frozen=True, slots=True)
class _Counts:
    numbers: dict[str, float]
    mails: dict[Labels, float]


class _QueueCounts:
    """Asks the database once for several numbers; when it fails, none of them asks again at once."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._asked = float("-inf")
        self._found: _Counts | None = None

    def read(self, name: str) -> Reading:
        return lambda: self._current().numbers[name]

    def read_mails(self) -> dict[Labels, float]:
        return self._current().mails

    def _current(self) -> _Counts:
        if time.monotonic() - self._asked > KEPT_SECONDS:
            self._found = None
            try:
                with self._database.reading() as session:
                    self._found = _counted(session, self._now())
            finally:
                self._asked = time.monotonic()
        if self._found is None:
            raise DatabaseUnavailable
        return self._found


def _counted(session: Session, now: datetime) -> _Counts:
    parked = session.scalar(select(func.count()).select_from(Job).where(Job.parked_at.is_not(None)))
    of_mails = select(func.count()).select_from(Mail).outerjoin(Job, Job.id == Mail.job_id)
    return _Counts(
        {
            "due": queue_depth(session, now=now),
            "oldest": oldest_due_age(session, now=now).total_seconds(),
            "parked": parked or 0,
        },
        {(state,): session.scalar(of_mails.where(where)) or 0 for state, where in IN_STATE.items()},
    )


def _resident() -> float:
    return int(STATISTICS.read_text().split()[1]) * float(PAGE)
