"""Rounds come until they are stopped, whatever happens in one of them."""

from __future__ import annotations

import threading
import time

from structlog.testing import capture_logs

from portico.platform.rounds import Rounds


def test_rounds_come_after_a_start_and_no_more_after_a_stop() -> None:
    come = threading.Semaphore(0)
    rounds = Rounds("test", come.release, 0.01)
    rounds.stop()
    for _ in range(2):
        rounds.start()
        assert come.acquire(timeout=5)
        assert come.acquire(timeout=5)
        rounds.stop()
    while come.acquire(blocking=False):
        pass
    time.sleep(0.05)
    assert not come.acquire(blocking=False)


def test_a_round_that_fails_is_told_of_and_followed_by_the_next() -> None:
    come = threading.Semaphore(0)

    def fail() -> None:
        come.release()
        raise OSError("no way")

    with capture_logs() as lines:
        rounds = Rounds("test", fail, 0.01)
        rounds.start()
        assert come.acquire(timeout=5)
        assert come.acquire(timeout=5)
        rounds.stop()
    assert {(line["event"], line["rounds"]) for line in lines} == {("round_failed", "test")}


def test_a_round_that_does_not_end_is_waited_for_no_longer_than_that() -> None:
    stuck, free = threading.Event(), threading.Event()

    def hang() -> None:
        stuck.set()
        free.wait(30)

    rounds = Rounds("test", hang, 0.01)
    rounds.start()
    assert stuck.wait(5)
    began = time.monotonic()
    rounds.stop(0.05)
    assert time.monotonic() - began < 5
    free.set()
