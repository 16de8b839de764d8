"""What happens in the background, as a table of contents: kinds of jobs, and what comes round again."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from portico.platform import clock
from portico.platform.database import Database
from portico.platform.jobs.housekeeping import forget_done_jobs
from portico.platform.jobs.periodic import every
from portico.platform.jobs.worker import Jobs, Pace
from portico.platform.lifecycle import Lifecycle
from portico.platform.mail import outbox
from portico.platform.mail.delivery import delivery
from portico.platform.mail.transport import transport
from portico.platform.tracing import Tracing
from portico.settings import Settings
from portico.web import idempotency

SENDER = "Portico <portico@localhost>"
"""Who mails are from where nobody has said it, which production asks for."""


def install(lifecycle: Lifecycle, settings: Settings, database: Database, tracing: Tracing | None) -> None:
    """Have jobs run in this process, unless they are to run apart."""
    if settings.jobs == "embedded":
        jobs = jobs_of(settings, database, tracing=tracing)
        # Half of the time there is, so that jobs which take longer can still be given back.
        lifecycle.add("jobs", start=jobs.start, stop=partial(jobs.stop, settings.shutdown_seconds / 2))


def jobs_of(
    settings: Settings, database: Database, pace: Pace | None = None, tracing: Tracing | None = None
) -> Jobs:
    """A worker for this process; it does nothing before it is started."""
    return Jobs(
        database,
        handlers={
            outbox.KIND: delivery(transport(settings.mail)),
        },
        periodic=[
            every("sweep_outbox", timedelta(minutes=10), outbox.sweep),
            every("forget_done_jobs", timedelta(hours=1), forget_done_jobs),
            every("prune_idempotency_keys", timedelta(hours=1), idempotency.prune),
        ],
        pace=pace,
        alone=database.dialect == "sqlite",
        now=clock.now,
        tracing=tracing,
    )
