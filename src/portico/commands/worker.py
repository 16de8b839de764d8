"""`portico worker`: a process that runs jobs and nothing else."""

from __future__ import annotations

import signal
import threading
from datetime import timedelta

import click
import structlog

from portico.background import jobs_of
from portico.commands.starting import check_database, open_database
from portico.commands.var_folder import check_var_folder
from portico.commands.writing import sole_writer
from portico.platform.jobs.worker import Jobs, Pace
from portico.platform.processes import ENDING
from portico.settings import load_settings
from portico.watching import configure_log, of_worker

log = structlog.get_logger("portico.jobs")


@click.command()
@click.option(
    "--threads", type=click.IntRange(1, 64), default=4, show_default=True, help="How many jobs run at a time."
)
@click.option(
    "--lease",
    type=click.FloatRange(min=1, max=3600),
    default=30,
    show_default=True,
    help="Seconds after its last sign of life when this worker's jobs become another's.",
)
def worker(threads: int, lease: float) -> None:
    """Run jobs until SIGTERM or Ctrl-C. A second one does not wait for jobs that run.

    With PostgreSQL any number of workers may run. On SQLite the serving process runs the jobs.
    """
    settings = load_settings()
    configure_log(settings)
    with sole_writer(settings, "portico worker"):
        check_var_folder(settings)
        check_database(settings)
        database = open_database(settings)
        pace = Pace(threads=threads, lease=timedelta(seconds=lease))
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        watch, tracing = of_worker(settings, database)
        watch.start()
        work(jobs_of(settings, database, pace, tracing), settings.shutdown_seconds)
        watch.stop()
        database.dispose()


def work(jobs: Jobs, patience: float) -> None:
    """Run jobs until this process is told to end, and wait so many seconds for those that still run."""
    # Blocked before any thread is made, so that whoever waits for a signal is who gets it.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    over = threading.Event()
    jobs.start()
    threading.Thread(target=_listen, args=(jobs, patience, over), daemon=True).start()
    log.info("worker_ready")
    over.wait()
    log.info("worker_stopped")


def _listen(jobs: Jobs, patience: float, over: threading.Event) -> None:
    for seconds in (patience, 0.0):
        signal.sigwait(ENDING)
        threading.Thread(target=_stop, args=(jobs, seconds, over), daemon=True).start()


def _stop(jobs: Jobs, patience: float, over: threading.Event) -> None:
    try:
        jobs.stop(patience)
    finally:
        over.set()
