"""Worker processes that share a queue, are killed, are frozen, and are told to end."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.support.jobs import job
from tests.support.waiting import eventually
from tests.support.workers import Farm, Workers, farm, workers

from portico.platform import clock
from portico.platform.database import Database
from portico.platform.jobs.queue import enqueue
from portico.platform.jobs.tables import Job

KILLS = int(os.environ.get("PORTICO_TEST_KILLS", "5"))


@pytest.fixture(scope="module")
def hall() -> Iterator[Farm]:
    """Where the workers of these tests come from."""
    with farm() as made:
        yield made


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Database]:
    """A database that several processes write at once."""
    made = Database(postgres_url)
    yield made
    made.dispose()


def add(database: Database, kind: str, count: int = 1, **payload: object) -> list[int]:
    with database.transaction() as session:
        return [n for _ in range(count) if (n := enqueue(session, kind, payload, now=clock.now()))]


def effects(database: Database) -> Counter[int]:
    """How often each job had its effect."""
    with database.reading() as session:
        return Counter(p["of"] for p in session.scalars(select(Job.payload).where(Job.kind == "done")))


def left(database: Database) -> int:
    """How many jobs are still to be done."""
    with database.reading() as session:
        still = select(func.count()).where(Job.kind != "done", Job.done_at.is_(None), Job.parked_at.is_(None))
        return session.scalar(still) or 0


def running(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(Job.lease_until.is_not(None))) or 0


def test_two_workers_share_the_jobs_and_do_each_once(hall: Farm, postgres: Database) -> None:
    numbers = add(postgres, "effect", 500)
    with workers(hall, postgres) as hands:
        both = {hands.start(), hands.start()}
        eventually(lambda: left(postgres) == 0)
    assert effects(postgres) == Counter(numbers)
    with postgres.reading() as session:
        by = {p["by"] for p in session.scalars(select(Job.payload).where(Job.kind == "done"))}
    assert by == both


def test_workers_that_are_killed_lose_nothing_and_do_nothing_twice(hall: Farm, database: Database) -> None:
    numbers: list[int] = []
    with workers(hall, database) as hands:
        for _ in range(KILLS):
            numbers += add(database, "slow", 4, seconds=random.uniform(0.01, 0.2))
            worker = hands.start()
            eventually(lambda: running(database))
            time.sleep(random.uniform(0, 0.3))
            hands.end(worker, signal.SIGKILL)
        hands.start()
        eventually(lambda: left(database) == 0, 60 + 6 * KILLS)
    assert effects(database) == Counter(numbers)


def test_a_frozen_worker_that_wakes_up_writes_nothing(hall: Farm, postgres: Database) -> None:
    with workers(hall, postgres) as hands:
        number = _frozen_while_another_does_it(postgres, hands)
    assert effects(postgres) == Counter({number: 1})


def test_without_the_fence_a_frozen_worker_would_do_it_twice(hall: Farm, postgres: Database) -> None:
    with workers(hall, postgres, environ={"TEST_UNFENCED": "yes"}) as hands:
        number = _frozen_while_another_does_it(postgres, hands)
    assert effects(postgres) == Counter({number: 2})


def test_a_job_that_kills_its_workers_is_parked_and_the_others_are_done(
    hall: Farm, postgres: Database
) -> None:
    (poison,) = add(postgres, "poison")
    with workers(hall, postgres, lease=0.5) as hands:
        for _ in range(3):
            worker = Path(f"/proc/{hands.start()}")
            eventually(partial(_gone, worker))
        others = add(postgres, "effect", 20)
        hands.start()
        eventually(lambda: left(postgres) == 0)
    assert effects(postgres) == Counter(others)
    assert job(postgres, poison).attempts == 4
    assert job(postgres, poison).error == "Each time it was attempted, the worker ended before the job did."


def test_turns_come_round_once_whatever_number_of_workers(hall: Farm, postgres: Database) -> None:
    with workers(hall, postgres, environ={"TEST_TICK": "yes"}) as hands:
        pair = [hands.start(), hands.start()]
        eventually(lambda: effects(postgres)[0] >= 20)
        for worker in pair:
            hands.end(worker)
    with postgres.reading() as session:
        done = session.scalar(select(func.count()).where(Job.kind == "tick", Job.done_at.is_not(None)))
    assert done
    assert effects(postgres)[0] == done


def test_a_worker_that_is_told_to_end_ends_its_job_first(hall: Farm, postgres: Database) -> None:
    (number,) = add(postgres, "slow", seconds=1)
    with workers(hall, postgres) as hands:
        worker = hands.start()
        eventually(lambda: running(postgres))
        hands.end(worker, signal.SIGTERM)
        assert job(postgres, number).done_at
        assert job(postgres, number).attempts == 1


def test_a_worker_that_is_told_twice_gives_its_job_back_at_once(hall: Farm, postgres: Database) -> None:
    (number,) = add(postgres, "slow", seconds=50)
    with workers(hall, postgres, lease=3000) as hands:
        worker = hands.start()
        eventually(lambda: running(postgres))
        os.kill(worker, signal.SIGTERM)
        time.sleep(0.2)
        hands.end(worker, signal.SIGTERM)
    assert running(postgres) == 0
    assert job(postgres, number).done_at is None


def _gone(process: Path) -> bool:
    return not process.exists()


def _frozen_while_another_does_it(database: Database, hands: Workers) -> int:
    """Freeze a worker in the middle of a job past its lease, have another do the job, and thaw the first."""
    (number,) = add(database, "slow", seconds=0.5)
    frozen = hands.start()
    eventually(lambda: running(database))
    os.kill(frozen, signal.SIGSTOP)
    hands.start()
    eventually(lambda: effects(database)[number])
    os.kill(frozen, signal.SIGCONT)
    hands.end(frozen)
    return number
