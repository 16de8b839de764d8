"""Leases: who may work on a job, and who may no longer write about it."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from tests.support.jobs import LENGTH, NOON, add, job, take

from portico.platform.database import Database
from portico.platform.jobs import leases
from portico.platform.jobs.leases import Superseded
from portico.platform.jobs.queue import Priority, enqueue

EXPIRED = NOON + LENGTH


def test_a_claim_takes_the_job_that_is_due_longest(database: Database) -> None:
    add(database, "second", now=NOON - timedelta(seconds=1))
    add(database, "first", now=NOON - timedelta(seconds=2))
    assert [taken.kind for _ in range(2) if (taken := take(database))] == ["first", "second"]


def test_a_higher_priority_goes_first(database: Database) -> None:
    add(database, "low", now=NOON - timedelta(days=2), priority=Priority.LOW)
    add(database, "normal", now=NOON - timedelta(days=1))
    add(database, "high", priority=Priority.HIGH)
    order = [taken.kind for _ in range(3) if (taken := take(database))]
    assert order == ["high", "normal", "low"]


def test_a_claimed_job_is_nobody_elses_until_its_lease_runs_out(database: Database) -> None:
    add(database)
    assert take(database)
    assert take(database, EXPIRED - timedelta(microseconds=1)) is None
    again = take(database, EXPIRED)
    assert again
    assert (again.attempt, again.fence) == (2, 2)


def test_a_renewed_lease_lasts_longer(database: Database) -> None:
    add(database)
    lease = take(database)
    assert lease
    with database.transaction() as session:
        leases.renew(session, lease, now=NOON + timedelta(seconds=20), length=LENGTH)
    assert take(database, EXPIRED) is None


def test_a_process_does_not_take_a_job_from_itself(database: Database) -> None:
    number = add(database)
    assert number
    take(database)
    assert take(database, EXPIRED, mine=[number]) is None


def test_a_done_job_is_never_taken_again(database: Database) -> None:
    add(database)
    lease = take(database)
    assert lease
    with database.transaction() as session:
        leases.finish(session, lease, now=NOON)
    assert take(database, EXPIRED) is None
    assert job(database, lease.id).done_at == NOON


def test_a_postponed_job_comes_back_with_the_reason(database: Database) -> None:
    add(database)
    lease = take(database)
    assert lease
    with database.transaction() as session:
        leases.postpone(session, lease, until=NOON + timedelta(minutes=1), error="It rained.")
    assert take(database, NOON + timedelta(seconds=59)) is None
    assert take(database, NOON + timedelta(minutes=1))
    assert job(database, lease.id).error == "It rained."


def test_a_parked_job_waits_for_people(database: Database) -> None:
    add(database)
    lease = take(database)
    assert lease
    with database.transaction() as session:
        leases.park(session, lease, now=NOON, error="It never stops raining.")
    assert take(database, NOON + timedelta(days=100)) is None
    assert job(database, lease.id).parked_at == NOON


def test_a_job_given_back_is_due_at_once_and_has_lost_no_attempt(database: Database) -> None:
    add(database)
    lease = take(database)
    assert lease
    with database.transaction() as session:
        leases.give_back(session, lease)
    again = take(database)
    assert again
    assert again.attempt == 1
    assert again.fence > lease.fence


def test_ended_leases_are_void_and_their_holders_may_not_write(database: Database) -> None:
    add(database)
    lease = take(database)
    assert lease
    with database.transaction() as session:
        leases.void(session)
    assert take(database)
    with pytest.raises(Superseded), database.transaction() as session:
        leases.finish(session, lease, now=NOON)


@pytest.mark.parametrize("write", ["renew", "finish", "postpone", "park", "give_back"])
def test_whoever_was_superseded_can_write_nothing(database: Database, write: str) -> None:
    more: dict[str, dict[str, Any]] = {
        "renew": {"now": NOON, "length": LENGTH},
        "finish": {"now": NOON},
        "postpone": {"until": NOON, "error": "late"},
        "park": {"now": NOON, "error": "late"},
        "give_back": {},
    }
    add(database)
    first = take(database)
    second = take(database, EXPIRED)
    assert first
    assert second
    before = vars(job(database, first.id)).copy()
    with pytest.raises(Superseded), database.transaction() as session:
        getattr(leases, write)(session, first, **more[write])
    after = vars(job(database, first.id)).copy()
    assert {**before, "_sa_instance_state": 0} == {**after, "_sa_instance_state": 0}


def test_workers_that_claim_at_once_take_different_jobs(database: Database) -> None:
    with database.transaction() as session:
        for _ in range(60):
            enqueue(session, "test", {}, now=NOON)

    with ThreadPoolExecutor(6) as pool:
        taken = Counter(number for numbers in pool.map(_take_all, [database] * 6) for number in numbers)
    assert len(taken) == 60
    assert set(taken.values()) == {1}


def test_claiming_looks_only_at_one_end_of_an_index(database: Database) -> None:
    with database.transaction() as session:
        for number in range(1200):
            delay = timedelta(hours=number % 2)
            enqueue(session, "test", {}, now=NOON, delay=delay, priority=list(Priority)[number % 3])
    with database.transaction() as session:
        session.execute(text("ANALYZE job"))
    plan = _plan_of_a_claim(database)
    assert "ix_job_due" in plan
    assert not re.search(r"Seq Scan|Sort|SCAN job|TEMP B-TREE", plan), plan


def _take_all(database: Database) -> list[int]:
    taken = []
    while lease := take(database):
        taken.append(lease.id)
    return taken


def _plan_of_a_claim(database: Database) -> str:
    said: list[tuple[str, Any]] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        said.append((statement, parameters))

    event.listen(database.writer, "before_cursor_execute", listen)
    take(database)
    event.remove(database.writer, "before_cursor_execute", listen)
    statement, parameters = next(heard for heard in said if heard[0].startswith("UPDATE"))
    explain = "EXPLAIN QUERY PLAN " if database.dialect == "sqlite" else "EXPLAIN "
    with database.transaction() as session:
        rows = session.connection().exec_driver_sql(explain + statement, parameters)
        return "\n".join(str(row[-1]) for row in rows)
