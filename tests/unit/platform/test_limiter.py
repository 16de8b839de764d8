"""A limit lets exactly so many through, whoever counts."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from structlog.testing import capture_logs
from tests.support.redis import Redis, running_redis

from portico.platform import limiter
from portico.platform.limiter import InMemory, Limit, Limiter

TEN = Limit("ten", 10, 60)
A_FEW = Limit("few", 3, 3600)


class Clock:
    """Time that passes when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "redis"])
def shared(request: pytest.FixtureRequest) -> Iterator[Limiter]:
    """A limiter of each kind."""
    made = Limiter(request.getfixturevalue("redis_url") if request.param == "redis" else "")
    yield made
    made.close()


def passed(counts: Limiter, limit: Limit, tries: int, who: str = "ada") -> int:
    return sum(counts.hit(limit, who).allowed for _ in range(tries))


@pytest.mark.parametrize(
    ("written", "amount", "seconds"),
    [("1/second", 1, 1), ("10/minute", 10, 60), ("5/hour", 5, 3600), ("999999999/day", 999_999_999, 86400)],
)
def test_a_limit_is_written_as_one_says_it(written: str, amount: int, seconds: int) -> None:
    assert Limit.parse("a", written) == Limit("a", amount, seconds)


@pytest.mark.parametrize(
    "written", ["", "0/minute", "-1/hour", "10", "10/year", "1.5/day", "10/minute ", "٣/day"]
)
def test_what_is_no_limit_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no limit"):
        Limit.parse("a", written)


def test_so_many_pass_and_no_more(shared: Limiter) -> None:
    assert [shared.hit(A_FEW, "ada").remaining for _ in range(3)] == [2, 1, 0]
    refused = shared.hit(A_FEW, "ada")
    assert (refused.allowed, refused.remaining) == (False, 0)
    assert 3600 <= refused.wait <= 4800
    assert shared.hit(A_FEW, "ben").allowed


def test_every_limit_counts_for_itself(shared: Limiter) -> None:
    assert passed(shared, A_FEW, 5) == 3
    assert passed(shared, TEN, 20) == 10


def test_at_once_exactly_so_many_pass(shared: Limiter) -> None:
    limit = Limit("at-once", 200, 3600)
    start = threading.Barrier(50)

    def hammer(_: int) -> int:
        start.wait()
        return passed(shared, limit, 10)

    with ThreadPoolExecutor(50) as pool:
        assert sum(pool.map(hammer, range(50))) == 200


def test_a_window_fades_into_the_next_one(clock: Clock) -> None:
    counts = Limiter(clock=clock)
    assert passed(counts, TEN, 20) == 10
    clock.now += 59.9
    assert passed(counts, TEN, 20) == 0
    clock.now += 30.1
    assert passed(counts, TEN, 20) == 5
    clock.now += 120
    assert passed(counts, TEN, 20) == 10


@pytest.mark.parametrize("later", [0, 7, 45, 60, 75, 100])
def test_who_waits_as_told_may_go_on_and_no_sooner(clock: Clock, later: float) -> None:
    counts = Limiter(clock=clock)
    passed(counts, TEN, 20)
    clock.now += later
    passed(counts, TEN, 20)
    wait = counts.hit(TEN, "ada").wait
    clock.now += wait - 1.01
    assert wait == 1 or not counts.hit(TEN, "ada").allowed
    clock.now += 1.01
    assert counts.hit(TEN, "ada").allowed


def test_memory_is_bounded_and_keeps_whoever_came_last(clock: Clock) -> None:
    counts = InMemory(clock, most=100)
    for number in range(1000):
        counts.hit(f"client {number}", A_FEW)
    assert len(counts._windows) == 100
    assert counts.hit("client 999", A_FEW)[2] == 2
    assert counts.hit("client 0", A_FEW)[2] == 1


def test_processes_share_what_redis_counts(redis_url: str) -> None:
    first, second = Limiter(redis_url), Limiter(redis_url)
    assert passed(first, A_FEW, 2) + passed(second, A_FEW, 5) == 3
    first.close()
    second.close()


@pytest.fixture
def own_redis() -> Iterator[Redis]:
    with running_redis() as own:
        yield own


def test_without_redis_each_counts_alone_says_so_once_and_comes_back(own_redis: Redis, clock: Clock) -> None:
    counts = Limiter(own_redis.url, clock=clock)
    assert passed(counts, A_FEW, 5) == 3
    own_redis.stop()
    with capture_logs() as lines:
        assert passed(counts, A_FEW, 5) == 3
        own_redis.start()
        assert passed(counts, A_FEW, 5) == 0
        clock.now += limiter.APART_SECONDS + 0.1
        assert passed(counts, A_FEW, 5) == 3
    assert [line["event"] for line in lines] == ["limits_apart", "limits_shared_again"]
    counts.close()


def test_a_redis_that_only_reads_is_as_good_as_none(own_redis: Redis, clock: Clock) -> None:
    counts = Limiter(own_redis.url, clock=clock)
    own_redis.stop()
    own_redis.start("--replicaof", "127.0.0.1", "1", "--replica-serve-stale-data", "yes")
    assert passed(counts, A_FEW, 5) == 3
    counts.close()


def test_a_redis_that_never_answers_holds_up_one_hit_and_no_more() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        counts = Limiter(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
        began = time.monotonic()
        assert passed(counts, A_FEW, 50) == 3
        assert time.monotonic() - began < 10 * limiter.REDIS_SECONDS
        counts.close()
