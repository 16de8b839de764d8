"""Work that comes round again."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from tests.support.jobs import NOON, heard, jobs, take

from portico.platform.database import Database
from portico.platform.jobs.attempt import perform
from portico.platform.jobs.periodic import ClockWatch, Turns, every

HOUR = timedelta(hours=1)


class Clock:
    """A clock on the wall, and one that only ever goes forward."""

    def __init__(self) -> None:
        self.wall = NOON
        self.passed = 0.0

    def monotonic(self) -> float:
        return self.passed

    def wait(self, time: timedelta) -> datetime:
        self.passed += time.total_seconds()
        return self.set(time)

    def set(self, by: timedelta) -> datetime:
        self.wall += by
        return self.wall


def nothing(*_: object) -> None:
    pass


def turns(clock: Clock, interval: timedelta = HOUR) -> Turns:
    return Turns([every("sweep", interval, nothing)], ClockWatch(clock.monotonic))


def test_a_turn_begins_when_its_interval_does() -> None:
    sweep = every("sweep", HOUR, nothing)
    assert sweep.turn(NOON + timedelta(minutes=59)) == NOON
    assert sweep.turn(NOON + HOUR) == NOON + HOUR


def test_a_turn_may_have_its_hour() -> None:
    nightly = every("nightly", timedelta(days=1), nothing, at=timedelta(hours=3))
    assert nightly.turn(NOON) == datetime(2026, 5, 1, 3, tzinfo=UTC)
    assert nightly.turn(datetime(2026, 5, 1, 2, 59, tzinfo=UTC)) == datetime(2026, 4, 30, 3, tzinfo=UTC)


@pytest.mark.parametrize("interval", [timedelta(0), timedelta(days=7, seconds=1)])
def test_an_interval_is_at_most_a_week(interval: timedelta) -> None:
    with pytest.raises(ValueError, match="at most 7 days"):
        every("sweep", interval, nothing)


def test_each_turn_is_enqueued_once(database: Database) -> None:
    clock = Clock()
    first, second = turns(clock), turns(clock)
    for _ in range(60):
        now = clock.wait(timedelta(minutes=5))
        first.take(database, now)
        second.take(database, now)
    assert len(jobs(database)) == 6
    assert {job.key for job in jobs(database)} == {f"sweep@2026-05-01T{h}:00:00+00:00" for h in range(12, 18)}


def test_many_workers_at_once_enqueue_a_turn_once(database: Database) -> None:
    clock = Clock()
    workers = [turns(clock, timedelta(minutes=1)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for _ in range(50):
            now = clock.wait(timedelta(minutes=1))
            list(pool.map(lambda worker, now=now: worker.take(database, now), workers))
    assert set(Counter(job.key for job in jobs(database)).values()) == {1}
    assert len(jobs(database)) == 50


def test_turns_that_were_missed_are_made_up_for_by_one(database: Database) -> None:
    clock = Clock()
    turns(clock).take(database, clock.wait(HOUR))
    turns(clock).take(database, clock.wait(timedelta(days=5)))
    assert len(jobs(database)) == 2


def test_the_deed_is_done_in_the_transaction_that_ends_the_job(database: Database) -> None:
    done: list[datetime] = []

    def fail_at_first(_: object, now: datetime) -> None:
        done.append(now)
        if len(done) == 1:
            raise RuntimeError

    sweep = every("sweep", HOUR, fail_at_first)
    Turns([sweep], ClockWatch()).take(database, NOON)
    for minutes in (0, 1):
        lease = take(database, NOON + timedelta(minutes=minutes))
        assert lease
        perform(lease, {"sweep": sweep.handler}, database, lambda: NOON)
    assert done == [NOON, NOON]
    assert jobs(database)[0].done_at == NOON


@pytest.mark.parametrize("jump", [timedelta(days=3650), timedelta(days=-3650), HOUR])
def test_when_the_clock_jumps_nothing_comes_round_for_ten_minutes(
    database: Database, jump: timedelta
) -> None:
    clock = Clock()
    sweep = turns(clock)
    sweep.take(database, clock.wall)
    clock.set(jump)
    with heard() as logs:
        for _ in range(10):
            sweep.take(database, clock.wait(timedelta(seconds=59)))
    assert len(jobs(database)) == 1
    assert [(line["event"], line["seconds"]) for line in logs] == [("clock_jumped", jump.total_seconds())]
    sweep.take(database, clock.wait(timedelta(minutes=2)))
    assert len(jobs(database)) == 2, "one turn, however far the clock went"


def test_a_clock_that_is_put_right_by_a_little_changes_nothing(database: Database) -> None:
    clock = Clock()
    sweep = turns(clock)
    sweep.take(database, clock.wall)
    clock.set(timedelta(minutes=4))
    sweep.take(database, clock.wait(HOUR))
    assert len(jobs(database)) == 2
