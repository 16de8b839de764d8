"""Parts start in order, stop in the opposite one, each exactly once, whatever one of them does."""

from __future__ import annotations

import time

import pytest
from structlog.testing import capture_logs

from portico.platform.lifecycle import Lifecycle, StartFailed


class Parts:
    """A lifecycle whose parts note what is done to them."""

    def __init__(self, *names: str) -> None:
        self.notes: list[str] = []
        self.lifecycle = Lifecycle()
        for name in names:
            self.add(name)

    def add(self, name: str, *, start_fails: bool = False, stop_fails: bool = False) -> None:
        def start() -> None:
            if start_fails:
                raise OSError("no way")
            self.notes.append(f"start {name}")

        def stop() -> None:
            self.notes.append(f"stop {name}")
            if stop_fails:
                raise OSError("stuck")

        self.lifecycle.add(name, start=start, stop=stop)


def test_parts_start_in_order_and_stop_in_the_opposite_one() -> None:
    parts = Parts("database", "jobs")
    parts.lifecycle.start()
    parts.lifecycle.stop()
    assert parts.notes == ["start database", "start jobs", "stop jobs", "stop database"]


def test_starting_and_stopping_twice_does_it_once() -> None:
    parts = Parts("database")
    parts.lifecycle.start()
    parts.lifecycle.start()
    parts.lifecycle.stop()
    parts.lifecycle.stop()
    assert parts.notes == ["start database", "stop database"]


def test_nothing_is_stopped_that_never_started() -> None:
    parts = Parts("database")
    parts.lifecycle.stop()
    assert parts.notes == []


def test_a_part_that_cannot_start_is_named_and_those_before_it_are_stopped() -> None:
    parts = Parts("database")
    parts.add("jobs", start_fails=True)
    parts.add("records")
    with pytest.raises(StartFailed, match=r"^jobs: no way$"):
        parts.lifecycle.start()
    assert parts.notes == ["start database", "stop database"]


def test_a_part_that_cannot_stop_does_not_keep_the_others() -> None:
    parts = Parts("database")
    parts.add("jobs", stop_fails=True)
    parts.lifecycle.start()
    with capture_logs() as lines:
        parts.lifecycle.stop()
    assert parts.notes[-2:] == ["stop jobs", "stop database"]
    assert [(line["event"], line["part"]) for line in lines] == [("stop_failed", "jobs")]


def test_patience_is_what_is_left_until_the_deadline_and_no_more_than_asked_for() -> None:
    lifecycle = Lifecycle()
    assert lifecycle.patience(20) == 20
    lifecycle.deadline = time.monotonic() + 5
    assert 4 < lifecycle.patience(20) <= 5
    assert lifecycle.patience(2) == 2
    lifecycle.deadline = time.monotonic() - 1
    assert lifecycle.patience(20) == 0
