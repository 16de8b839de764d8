"""One attempt at a job and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from tests.support.jobs import LENGTH, NOON, add, heard, job, jobs, take

from portico.platform.database import Database
from portico.platform.errors import Unavailable
from portico.platform.jobs import leases
from portico.platform.jobs.attempt import perform
from portico.platform.jobs.policy import Policy
from portico.platform.jobs.queue import enqueue
from portico.platform.jobs.run import GiveUp, Handler, Run, TryAgain
from portico.platform.jobs.tables import Job

LATER = NOON + LENGTH


def attempt(database: Database, run: Callable[[Run], object], policy: Policy | None = None) -> None:
    """Take the next job and let `run` have it."""
    lease = take(database)
    assert lease
    perform(lease, {"test": Handler(run, policy or Policy())}, database, lambda: NOON)


def leave_a_mark(run: Run) -> None:
    """What a handler of the tests does: a row in the database, in the transaction that ends its job."""
    with run.transaction() as session:
        enqueue(session, "mark", {}, now=NOON, delay=timedelta(days=1))


def marks(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Job.kind == "mark")) or 0


def test_a_job_whose_handler_returns_is_done(database: Database) -> None:
    number = add(database, payload={"a": 1})
    seen: list[Run] = []
    attempt(database, seen.append)
    assert job(database, number).done_at == NOON
    assert (seen[0].id, seen[0].kind, seen[0].payload, seen[0].attempt) == (number, "test", {"a": 1}, 1)


def test_what_a_handler_writes_and_the_end_of_its_job_are_one(database: Database) -> None:
    number = add(database)
    attempt(database, leave_a_mark)
    assert job(database, number).done_at == NOON
    assert marks(database) == 1


def test_an_error_inside_the_transaction_takes_both_back(database: Database) -> None:
    number = add(database)

    def run(run: Run) -> None:
        with run.transaction() as session:
            enqueue(session, "mark", {}, now=NOON)
            raise TryAgain("Not yet.")

    attempt(database, run)
    assert job(database, number).done_at is None
    assert marks(database) == 0


def test_a_handler_that_was_superseded_leaves_no_trace(database: Database) -> None:
    number = add(database)

    def freeze_then_write(run: Run) -> None:
        assert take(database, LATER), "another worker takes the job over"
        leave_a_mark(run)

    with heard() as logs:
        attempt(database, freeze_then_write)
    assert marks(database) == 0
    assert job(database, number).done_at is None
    assert [line["event"] for line in logs] == ["job_lost"]


def test_without_the_fence_a_superseded_handler_would_double_the_work(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "held", lambda lease: Job.id == lease.id)
    add(database)

    def freeze_then_write(run: Run) -> None:
        other = take(database, LATER)
        assert other
        perform(other, {"test": Handler(leave_a_mark)}, database, lambda: LATER)
        leave_a_mark(run)

    attempt(database, freeze_then_write)
    assert marks(database) == 2


def test_a_reason_that_may_pass_is_followed_by_another_attempt(database: Database) -> None:
    number = add(database)
    attempt(database, _raising(TryAgain("The line is busy.")))
    waiting = job(database, number)
    assert waiting.error == "The line is busy."
    assert timedelta(seconds=5) <= waiting.run_at - NOON <= timedelta(seconds=6.25)
    assert waiting.lease_until is None


def test_what_is_hopeless_is_parked_at_once(database: Database) -> None:
    number = add(database)
    attempt(database, _raising(GiveUp("There is nobody of that name.")))
    parked = job(database, number)
    assert (parked.parked_at, parked.error) == (NOON, "There is nobody of that name.")


def test_the_last_attempt_parks(database: Database) -> None:
    number = add(database)
    attempt(database, _raising(TryAgain("No.")), Policy(attempts=1))
    assert job(database, number).parked_at == NOON


def test_a_job_of_an_unknown_kind_is_parked_with_the_reason(database: Database) -> None:
    number = add(database, "dance")
    attempt(database, _raising(AssertionError()))
    assert job(database, number).error == "Nothing here knows what to do with a job of the kind “dance”."
    assert job(database, number).parked_at


def test_a_job_that_ends_every_worker_is_parked_unrun(database: Database) -> None:
    number = add(database, now=NOON - LENGTH * 3)
    for died in range(3):
        assert take(database, NOON - LENGTH * (3 - died))
    attempt(database, _raising(AssertionError()), Policy(attempts=3))
    parked = job(database, number)
    assert parked.parked_at
    assert parked.error == "Each time it was attempted, the worker ended before the job did."


def test_an_unforeseen_error_is_logged_and_told_without_its_words(database: Database) -> None:
    number = add(database)
    with heard() as logs:
        attempt(database, _raising(RuntimeError("password is hunter2")))
    assert [line["event"] for line in logs] == ["job_error", "job_failed"]
    assert job(database, number).error == (
        "An unforeseen error (RuntimeError); the log has it under the number of this job."
    )


def test_a_failure_of_the_house_is_told_in_its_own_words(database: Database) -> None:
    number = add(database)
    attempt(database, _raising(Unavailable("The map does not answer.")))
    assert job(database, number).error == "The map does not answer."


def test_log_lines_name_the_job_and_never_what_is_in_it(database: Database) -> None:
    number = add(database, payload={"to": "canary"})
    with heard() as logs:
        attempt(database, leave_a_mark)
    assert logs[0]["event"] == "job_done"
    assert (logs[0]["job"], logs[0]["kind"], logs[0]["attempts"]) == (number, "test", 1)
    assert isinstance(logs[0]["duration_ms"], int)
    assert "canary" not in str(logs)


def test_reasons_are_plain_lines(database: Database) -> None:
    number = add(database)
    attempt(database, _raising(GiveUp("no\0\nsuch\x1b[31m" + "x" * 5000)))
    error = job(database, number).error
    assert error
    assert error.isprintable()
    assert len(error) < 1100
    assert len(jobs(database)) == 1


def _raising(error: Exception) -> Callable[[Run], None]:
    def run(_: Run) -> None:
        raise error

    return run
