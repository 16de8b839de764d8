"""Putting jobs into the queue."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support.jobs import NOON, add, job, jobs, take

from portico.platform.database import Database
from portico.platform.jobs.queue import Priority, answer_bell, enqueue, oldest_due_age, queue_depth


def test_a_job_is_written_with_its_cause_or_not_at_all(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        _enqueue_and_fail(database)
    assert jobs(database) == []


def test_a_job_keeps_its_payload(database: Database) -> None:
    number = add(database, payload={"mail": 7})
    assert job(database, number).payload == {"mail": 7}


def test_of_one_key_there_is_one_job(database: Database) -> None:
    assert add(database, key="once") is not None
    assert add(database, key="once") is None
    assert len(jobs(database)) == 1


def test_jobs_without_a_key_are_each_their_own(database: Database) -> None:
    assert add(database) != add(database)


def test_a_delayed_job_is_not_due_before_its_time(database: Database) -> None:
    add(database, delay=timedelta(minutes=1))
    assert take(database, NOON + timedelta(seconds=59)) is None
    assert take(database, NOON + timedelta(seconds=60)) is not None


def test_a_priority_is_one_of_three(database: Database) -> None:
    with pytest.raises(ValueError, match="3 is not a valid Priority"):
        add(database, priority=3)


def test_the_workers_of_this_process_are_told_after_the_commit(database: Database) -> None:
    told: list[str] = []
    answer_bell(database.writer, lambda: told.append("now"))
    with database.transaction() as session:
        enqueue(session, "test", {}, now=NOON)
        assert not told
    assert told


def test_nobody_is_told_of_what_was_rolled_back(database: Database) -> None:
    told: list[str] = []
    answer_bell(database.writer, lambda: told.append("now"))
    with pytest.raises(ZeroDivisionError):
        _enqueue_and_fail(database)
    assert not told


def test_the_depth_counts_what_is_due_and_not_done(database: Database) -> None:
    add(database)
    add(database, priority=Priority.HIGH)
    add(database, delay=timedelta(hours=1))
    take(database)
    with database.reading() as session:
        assert queue_depth(session, now=NOON) == 2


def test_the_age_is_that_of_the_oldest_job_which_nobody_runs(database: Database) -> None:
    add(database)
    add(database, now=NOON + timedelta(minutes=2))
    later = NOON + timedelta(minutes=5)
    with database.reading() as session:
        assert oldest_due_age(session, now=later) == timedelta(minutes=5)
    take(database, later)
    with database.reading() as session:
        assert oldest_due_age(session, now=later) == timedelta(minutes=3)


def test_an_empty_queue_has_no_age(database: Database) -> None:
    with database.reading() as session:
        assert oldest_due_age(session, now=NOON) == timedelta(0)


def _enqueue_and_fail(database: Database) -> None:
    with database.transaction() as session:
        enqueue(session, "test", {}, now=NOON)
        raise ZeroDivisionError
