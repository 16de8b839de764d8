"""One attempt at a job, from the lease to its outcome."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from portico.platform.database import Database, DatabaseUnavailable
from portico.platform.errors import PorticoError
from portico.platform.jobs import leases
from portico.platform.jobs.leases import Lease, Superseded
from portico.platform.jobs.run import GiveUp, Handler, Run, TryAgain
from portico.platform.plain_text import plain_text

log = structlog.get_logger("portico.jobs")


def perform(
    lease: Lease, handlers: Mapping[str, Handler], database: Database, now: Callable[[], datetime]
) -> str:
    """Run a job's handler and write down what came of it; gives the name of the outcome."""
    began = time.monotonic()
    with structlog.contextvars.bound_contextvars(job=lease.id, kind=lease.kind, attempts=lease.attempt):
        try:
            _run(lease, _handler(lease, handlers), database, now)
        except Superseded:
            event = "job_lost"
        except Exception as error:
            event = _write_down(lease, handlers, error, database, now)
        else:
            event = "job_done"
        log.info(event, duration_ms=round((time.monotonic() - began) * 1000))
    return event


def settle(lease: Lease, database: Database, write: Callable[[Session, Lease], None]) -> bool:
    """Write to a job that is ours, and tell whether it still was.

    When the database is away nothing is written: the lease runs out, and the job is taken again.
    """
    try:
        with database.transaction() as session:
            write(session, lease)
    except (Superseded, DatabaseUnavailable):
        return False
    return True


def _handler(lease: Lease, handlers: Mapping[str, Handler]) -> Handler:
    handler = handlers.get(lease.kind)
    if handler is None:
        raise GiveUp(f"Nothing here knows what to do with a job of the kind “{lease.kind}”.")
    if lease.attempt > handler.policy.attempts:
        raise GiveUp("Each time it was attempted, the worker ended before the job did.")
    return handler


def _run(lease: Lease, handler: Handler, database: Database, now: Callable[[], datetime]) -> None:
    run = Run(database, lease, now)
    handler.run(run)
    if not run.ended:
        with run.transaction():
            pass


def _write_down(
    lease: Lease,
    handlers: Mapping[str, Handler],
    error: Exception,
    database: Database,
    now: Callable[[], datetime],
) -> str:
    if not isinstance(error, (GiveUp, TryAgain, DatabaseUnavailable)):
        log.error("job_error", exc_info=error)
    moment = now()
    wait = None if isinstance(error, GiveUp) else handlers[lease.kind].policy.wait(lease.attempt)

    def write(session: Session, lease: Lease) -> None:
        if wait is None:
            leases.park(session, lease, now=moment, error=_sentence(error))
        else:
            leases.postpone(session, lease, until=moment + wait, error=_sentence(error))

    event = "job_parked" if wait is None else "job_failed"
    return event if settle(lease, database, write) else "job_lost"


def _sentence(error: Exception) -> str:
    """Why an attempt failed; what an unforeseen error says may hold what nobody ought to read."""
    if isinstance(error, (GiveUp, TryAgain)):
        return plain_text(str(error))
    if isinstance(error, PorticoError) and error.detail:
        return error.detail
    return f"An unforeseen error ({type(error).__name__}); the log has it under the number of this job."
