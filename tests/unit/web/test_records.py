"""Every request is told of once, in batches; no listener can hold up the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from threading import Thread
from time import monotonic, sleep

import pytest
from structlog.testing import capture_logs

from portico.web import records as module
from portico.web.records import Outcome, Record, Records, Row, fields

NAME = fields("request_id")
OUTCOME = Outcome("GET", "/", "/", 200, 0, cached=False, shown=True)


def record(request_id: str = "a") -> Record:
    """A record of that name."""
    return Record(OUTCOME, 0.0, 0.0, request_id, "", "", "", "")


def test_a_batch_is_told_soon_and_without_being_asked() -> None:
    told: list[Row] = []
    records = Records([told.extend])
    records.start()
    records.add(record())
    until = monotonic() + 20
    while not told and monotonic() < until:
        sleep(0.01)
    records.stop()
    assert told == [record()]


def test_all_that_is_left_is_told_at_the_end() -> None:
    told: list[Row] = []
    records = Records([told.extend])
    records.start()
    for number in range(1000):
        records.add(record(str(number)))
    records.stop()
    assert [NAME(each) for each in told] == [str(number) for number in range(1000)]


def test_many_threads_add_at_once_and_each_record_is_told_once() -> None:
    told: list[Row] = []
    records = Records([told.extend])
    records.start()
    names = [[f"{thread}-{number}" for number in range(500)] for thread in range(8)]
    threads = [
        Thread(target=lambda name=name: deque(map(records.add, map(record, name)), 0)) for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    records.stop()
    assert len({NAME(each) for each in told}) == len(told) == 4000


def test_too_many_at_once_are_counted_and_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 10)
    told: list[Row] = []
    records = Records([told.extend])
    for number in range(25):
        records.add(record(str(number)))
    records.flush()
    assert ([NAME(each) for each in told], records.dropped) == ([str(n) for n in range(10)], 15)


def test_a_listener_that_fails_is_logged_and_the_next_one_is_told() -> None:
    told: list[Row] = []

    def fail(_: Sequence[Row]) -> None:
        raise RuntimeError("no")

    records = Records([fail, told.extend])
    records.add(record())
    with capture_logs() as lines:
        records.flush()
    assert [line["event"] for line in lines] == ["listener_failed"]
    assert told == [record()]


def test_no_batch_is_empty() -> None:
    told: list[int] = []
    Records([lambda batch: told.append(len(batch))]).flush()
    assert told == []
