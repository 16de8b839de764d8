"""The threads that run jobs."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session
from tests.support.jobs import add, heard, job, jobs, take
from tests.support.waiting import eventually

from portico.platform import clock
from portico.platform.database import Database, DatabaseUnavailable, after_commit
from portico.platform.jobs import leases
from portico.platform.jobs.leases import Lease
from portico.platform.jobs.periodic import every
from portico.platform.jobs.policy import Policy
from portico.platform.jobs.run import Handler, Run, TryAgain
from portico.platform.jobs.worker import Jobs, Pace

Start = Callable[..., Jobs]
SOON = Policy(first=timedelta(milliseconds=1), attempts=3)


@pytest.fixture
def start(database: Database) -> Iterator[Start]:
    """Start a worker whose handler of `test` is given; it is stopped when the test ends."""
    started: list[Jobs] = []

    def start(run: Callable[[Run], object], **more: object) -> Jobs:
        pace = Pace(look=0.05, **{k: more.pop(k) for k in ("lease", "threads") if k in more})  # type: ignore[arg-type]
        handlers = {"test": Handler(run, SOON)}
        worker = Jobs(database, handlers=handlers, pace=pace, now=clock.now, **more)  # type: ignore[arg-type]
        worker.start()
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.stop(5)


def all_done(database: Database) -> bool:
    return all(job.done_at for job in jobs(database))


def test_what_was_enqueued_is_done(database: Database, start: Start) -> None:
    seen: list[int] = []
    start(lambda run: seen.append(run.id))
    numbers = [add(database) for _ in range(10)]
    eventually(lambda: all_done(database))
    assert sorted(seen) == numbers


def test_a_worker_finds_what_others_enqueued_and_what_has_come_due(database: Database, start: Start) -> None:
    start(lambda run: None)
    elsewhere = Database(str(database.url.render_as_string(hide_password=False)))
    add(elsewhere, now=clock.now(), delay=timedelta(seconds=0.2))
    eventually(lambda: all_done(database))
    elsewhere.dispose()


def test_a_failing_job_is_tried_again_and_then_parked_and_delays_no_other(
    database: Database, start: Start
) -> None:
    poison = add(database)

    def run(run: Run) -> None:
        if run.id == poison:
            raise TryAgain("No.")

    others = [add(database) for _ in range(20)]
    start(run)
    eventually(lambda: job(database, poison).parked_at)
    assert job(database, poison).attempts == 3
    assert all(job(database, other).done_at for other in others)


def test_a_long_job_keeps_its_lease(database: Database, start: Start) -> None:
    release = threading.Event()
    number = add(database)
    start(lambda run: release.wait(60), lease=timedelta(seconds=0.6))
    eventually(lambda: job(database, number).lease_until)
    first = job(database, number).lease_until
    assert first
    eventually(lambda: (job(database, number).lease_until or first) > first)
    assert take(database, first + timedelta(microseconds=1)) is None
    release.set()
    eventually(lambda: job(database, number).done_at)
    assert job(database, number).attempts == 1


def test_stopping_waits_for_the_job_that_runs_and_begins_no_other(database: Database, start: Start) -> None:
    begun, release = threading.Event(), threading.Event()
    seen: list[int] = []

    def run(run: Run) -> None:
        seen.append(run.id)
        begun.set()
        release.wait(60)

    worker = start(run, threads=1)
    first, second = add(database), add(database)
    assert begun.wait(60)
    threading.Timer(0.2, release.set).start()
    worker.stop(60)
    assert seen == [first]
    assert job(database, first).done_at
    assert job(database, second).attempts == 0


def test_a_job_that_outlasts_the_deadline_is_another_workers_at_once(
    database: Database, start: Start
) -> None:
    begun, release, ended = threading.Event(), threading.Event(), threading.Event()

    def run(run: Run) -> None:
        begun.set()
        release.wait(60)
        ended.set()

    worker = start(run)
    number = add(database)
    assert begun.wait(60)
    with heard() as logs:
        worker.stop(0.1)
    assert [line["event"] for line in logs] == ["job_given_back"]
    again = take(database, clock.now())
    assert again
    assert again.attempt == 1
    release.set()
    assert ended.wait(60)
    time.sleep(0.1)
    assert job(database, number).done_at is None, "the first worker's end of it is refused"


def test_a_worker_that_is_alone_takes_up_at_once_what_the_last_one_left(
    database: Database, start: Start
) -> None:
    number = add(database)
    assert take(database, clock.now())
    start(lambda run: None, alone=True)
    eventually(lambda: job(database, number).done_at, 20)


def test_turns_come_round(database: Database, start: Start) -> None:
    turns: list[object] = []
    start(
        lambda run: None, periodic=[every("tick", timedelta(seconds=0.2), lambda _, now: turns.append(now))]
    )
    eventually(lambda: len(turns) >= 3)


def test_an_outage_of_the_database_is_said_once_and_survived(database: Database, start: Start) -> None:
    start(lambda run: None)
    transaction, row = database.transaction, database.row

    def away(*_: object) -> None:
        raise ConnectionError

    with heard() as logs:
        database.transaction = database.row = away  # type: ignore[method-assign,assignment]
        time.sleep(0.5)
        database.transaction, database.row = transaction, row  # type: ignore[method-assign]
        number = add(database)
        eventually(lambda: job(database, number).done_at)
        eventually(lambda: "jobs_go_on" in [line["event"] for line in logs])
    stopped = [line["step"] for line in logs if line["event"] == "jobs_stopped_by_error"]
    assert "look" in stopped
    assert len(stopped) == len(set(stopped)), "each step says it once"


def test_claims_that_fail_while_looking_goes_well_are_said_once(
    database: Database, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = leases.claim
    refused: list[None] = []

    def refuse(*_: object, **__: object) -> None:
        refused.append(None)
        raise DatabaseUnavailable("The disk is full.")

    monkeypatch.setattr(leases, "claim", refuse)
    number = add(database)
    with heard() as logs:
        start(lambda run: None)
        eventually(lambda: len(refused) > 3)
        monkeypatch.setattr(leases, "claim", claim)
        eventually(lambda: job(database, number).done_at)
    told = [(line["event"], line["step"]) for line in logs if "step" in line]
    assert told == [("jobs_stopped_by_error", "claim"), ("jobs_go_on", "claim")]


def test_a_thread_that_stands_still_after_its_claim_keeps_its_job_from_the_others(
    database: Database, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = leases.claim
    seen: list[int] = []

    def claim_and_stand_still(session: Session, **more: Any) -> Lease | None:
        lease = claim(session, **more)
        if lease:
            after_commit(session, lambda: time.sleep(0.5))
        return lease

    monkeypatch.setattr(leases, "claim", claim_and_stand_still)
    number = add(database)
    start(lambda run: seen.append(run.id), lease=timedelta(seconds=0.1), threads=4)
    eventually(lambda: job(database, number).done_at)
    assert seen == [number]
    assert job(database, number).attempts == 1


def test_a_job_whose_claim_was_not_committed_is_not_run(database: Database, start: Start) -> None:
    ran: list[int] = []
    uncommitted = threading.Event()

    @event.listens_for(database.writer, "commit")
    def fail(connection: Connection) -> None:
        if not uncommitted.is_set() and connection.info.pop("claims", False):
            uncommitted.set()
            raise DatabaseUnavailable("The disk is full.")

    @event.listens_for(database.writer, "before_cursor_execute")
    def note(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if "attempts=(job.attempts" in statement:
            connection.info["claims"] = True

    number = add(database)
    start(lambda run: ran.append(run.attempt))
    eventually(lambda: all_done(database))
    assert uncommitted.is_set()
    assert (ran, job(database, number).attempts) == ([1], 1)
