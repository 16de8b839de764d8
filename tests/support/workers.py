"""Worker processes that start without the time that importing takes.

One process imports Portico and waits; for each line on its standard input it forks a worker and writes
the number of its process.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from portico.cli import main as command_line
from portico.commands.worker import work
from portico.platform import clock, logging
from portico.platform.database import Database
from portico.platform.jobs import leases
from portico.platform.jobs.periodic import every
from portico.platform.jobs.policy import Policy
from portico.platform.jobs.queue import enqueue
from portico.platform.jobs.run import Handler, Run
from portico.platform.jobs.tables import Job
from portico.platform.jobs.worker import Jobs, Pace
from portico.platform.processes import end_with_parent
from tests.support.waiting import eventually

NEVER = datetime(9999, 1, 1, tzinfo=UTC)
TICK = timedelta(seconds=0.25)
PATIENCE = 60


class Farm:
    """Where workers come from."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def start(self, words: Sequence[str], environ: Mapping[str, str]) -> int:
        """Start a worker; gives its process number."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps([words, environ]), file=self._process.stdin, flush=True)
        return int(self._process.stdout.readline())


class Workers:
    """Workers on one database."""

    def __init__(self, farm: Farm, environ: Mapping[str, str]) -> None:
        self._farm = farm
        self._environ = environ
        self._started: list[int] = []

    def start(self, *words: str) -> int:
        """Start a worker of the tests, or with words `portico worker`, and give its process number."""
        self._started.append(self._farm.start(words, self._environ))
        return self._started[-1]

    def end(self, worker: int, number: int = signal.SIGTERM) -> None:
        """Send a worker a signal and wait for its end."""
        with suppress(ProcessLookupError):
            os.kill(worker, number)
        eventually(lambda: not Path(f"/proc/{worker}").exists())

    def end_all(self) -> None:
        """Kill those that still run."""
        for worker in self._started:
            self.end(worker, signal.SIGKILL)


@contextmanager
def farm() -> Iterator[Farm]:
    """The process that has everything imported."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.workers"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with process:
        try:
            yield Farm(process)
        finally:
            process.kill()


@contextmanager
def workers(
    farm: Farm, database: Database, lease: float = 1, environ: Mapping[str, str] = {}
) -> Iterator[Workers]:
    """Make workers on this database; those that still run are killed at the end of the block."""
    told = {
        "PORTICO_ENV": "testing",
        "PORTICO_DATABASE_URL": database.url.render_as_string(hide_password=False).replace("+psycopg", ""),
        "TEST_LEASE": str(lease),
    }
    hands = Workers(farm, {**told, **environ})
    try:
        yield hands
    finally:
        hands.end_all()


def _serve() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    parent = os.getpid()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            end_with_parent(parent)
            words, environ = json.loads(line)
            os.environ.update(environ)
            _run(words)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


def _run(words: list[str]) -> None:
    # What is printed must not get between the numbers of the processes.
    os.dup2(2, 1)
    status = 1
    try:
        if words:
            command_line(words)
        else:
            _work()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(status)


def _work() -> None:
    logging.configure("json", os.environ.get("TEST_LOG", "ERROR"))
    if os.environ.get("TEST_UNFENCED"):
        setattr(leases, "held", lambda lease: Job.id == lease.id)  # noqa: B010
    database = Database(os.environ["PORTICO_DATABASE_URL"].replace("postgresql:", "postgresql+psycopg:"))
    twice = Policy(first=timedelta(seconds=0.05), attempts=3)
    jobs = Jobs(
        database,
        handlers={
            "effect": Handler(_effect),
            "slow": Handler(_slow, Policy(attempts=1000)),
            "poison": Handler(_die, twice),
        },
        periodic=[every("tick", TICK, _tick)] if os.environ.get("TEST_TICK") else (),
        pace=Pace(threads=4, lease=timedelta(seconds=float(os.environ["TEST_LEASE"])), look=0.05),
        alone=database.dialect == "sqlite",
        now=clock.now,
    )
    work(jobs, PATIENCE)


def _effect(run: Run) -> None:
    with run.transaction() as session:
        _leave(session, run.id)


def _slow(run: Run) -> None:
    time.sleep(run.payload["seconds"])
    _effect(run)


def _die(_: Run) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _tick(session: Session, now: datetime) -> None:
    _leave(session, 0)


def _leave(session: Session, of: int) -> None:
    """An effect in the database, which tells whose it is: a row that nobody takes for work."""
    enqueue(session, "done", {"of": of, "by": os.getpid()}, now=NEVER)


if __name__ == "__main__":
    _serve()
