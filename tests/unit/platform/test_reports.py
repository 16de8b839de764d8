"""Operators hear of unexpected errors once an hour for each kind, whatever happens in between."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog
from tests.support.jobs import NOON
from tests.support.mails import mails
from tests.support.waiting import eventually

from portico.platform.database import Database, DatabaseUnavailable
from portico.platform.logging import configure
from portico.platform.metrics import Metrics
from portico.platform.reports import MOST_WAITING, Failure, Reports

OPERATORS = ("ada@example.org", "eve@example.net")


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def logging_as_configured() -> Iterator[None]:
    configure("json", "INFO")
    yield
    structlog.reset_defaults()


@contextmanager
def reporting(database: Any, clock: Clock, metrics: Metrics | None = None, **more: Any) -> Iterator[Reports]:
    told: dict[str, Any] = {"operators": OPERATORS, "sender": "Portico <p@example.org>", "now": clock.now}
    reports = Reports(database, metrics or Metrics(), **told | more)
    reports.start()
    try:
        yield reports
    finally:
        reports.stop()


def fail(text: str = "odd") -> None:
    """Something that nobody expects happens, and is logged."""
    try:
        int(f"canary of a visitor, {text}")
    except ValueError:
        structlog.get_logger("test").exception(
            "unexpected_error", request_id="abcdef0123456789", route="/blog/<slug>"
        )


def fail_otherwise() -> None:
    try:
        next(iter(""))
    except StopIteration:
        logging.getLogger("library").exception("it %s", "broke")


def test_each_operator_gets_one_mail_with_all_there_is_to_know(database: Database, clock: Clock) -> None:
    with reporting(database, clock):
        fail()
    found = mails(database)
    assert [mail.recipient for mail in found] == list(OPERATORS)
    assert {mail.subject for mail in found} == {"Portico: ValueError in /blog/<slug>"}
    text = found[0].text
    for told in (
        "unexpected_error: ValueError",
        "/blog/<slug>",
        "abcdef0123456789",
        "2026-05-01 12:00:00",
        "in fail",
    ):
        assert told in text
    assert "canary of a visitor, odd" not in text


def test_there_is_one_mail_an_hour_for_each_kind(database: Database, clock: Clock) -> None:
    with reporting(database, clock, operators=OPERATORS[:1]):
        for text in "abc":
            fail(text)
        fail_otherwise()
        eventually(lambda: len(mails(database)) == 2)
        clock.moment += timedelta(minutes=59)
        fail()
    assert [mail.subject for mail in mails(database)] == [
        "Portico: ValueError in /blog/<slug>",
        "Portico: StopIteration in library",
    ]


def test_the_next_mail_says_how_often_it_happened_since(database: Database, clock: Clock) -> None:
    with reporting(database, clock, operators=OPERATORS[:1]) as reports:
        fail()
        eventually(lambda: len(mails(database)) == 1)
        for _ in range(4):
            fail()
        eventually(lambda: [kind.number for kind in reports._kinds.values()] == [4])
        clock.moment += timedelta(hours=1)
        fail()
        eventually(lambda: len(mails(database)) == 2)
    first, second = mails(database)
    assert "once since the last mail" in first.text
    assert "5 times since the last mail" in second.text


def test_of_many_processes_one_writes(database: Database, clock: Clock) -> None:
    with ExitStack() as running:
        # Each of these hears every error, as if it had happened in as many processes.
        for _ in range(8):
            running.enter_context(reporting(database, clock, operators=OPERATORS[:1]))
        fail()
    assert len(mails(database)) == 1


def test_what_is_no_unexpected_error_is_nobodys_business(database: Database, clock: Clock) -> None:
    metrics = Metrics()
    with reporting(database, clock, metrics):
        log = structlog.get_logger("test")
        log.error("without an exception")
        try:
            int("x")
        except ValueError:
            log.warning("expected", exc_info=True)
    assert mails(database) == []
    assert metrics.state()["portico_unexpected_errors_total"] == {(): [0]}


def test_every_error_is_counted_also_without_operators(database: Database, clock: Clock) -> None:
    metrics = Metrics()
    with reporting(database, clock, metrics, operators=()):
        for _ in range(3):
            fail()
    assert mails(database) == []
    assert metrics.state()["portico_unexpected_errors_total"] == {(): [3]}


class AwayAtFirst:
    """A database that does not answer until it is back."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.back = threading.Event()
        self.asked = 0

    def transaction(self) -> Any:
        self.asked += 1
        if not self.back.is_set():
            raise DatabaseUnavailable
        return self._database.transaction()


def test_a_report_waits_for_the_database(
    database: Database, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portico.platform.reports.TRY_AGAIN_SECONDS", 0.05)
    away = AwayAtFirst(database)
    with reporting(away, clock, operators=OPERATORS[:1]):
        fail()
        eventually(lambda: away.asked > 1)
        away.back.set()
        eventually(lambda: len(mails(database)) == 1)
    assert len(mails(database)) == 1


def test_whoever_fails_never_waits(database: Database, clock: Clock) -> None:
    held = threading.Event()

    def capture(_failure: Failure) -> None:
        held.wait(30)

    with reporting(database, clock, operators=(), capture=capture):
        for _ in range(MOST_WAITING + 10):
            fail()
        held.set()


def test_a_captor_that_fails_costs_no_mail(database: Database, clock: Clock) -> None:
    def capture(_failure: Failure) -> None:
        raise OSError

    with reporting(database, clock, capture=capture, operators=OPERATORS[:1]):
        fail()
    assert len(mails(database)) == 1


def test_a_database_that_says_nothing_holds_up_the_end_for_one_report(clock: Clock) -> None:
    asked = []

    class Silent:
        def transaction(self) -> Any:
            asked.append(clock.moment)
            time.sleep(0.5)
            raise DatabaseUnavailable

    began, before = 0.0, 0
    with reporting(Silent(), clock, operators=OPERATORS[:1]):
        for number in range(20):
            logging.getLogger("library").error(
                "it broke", exc_info=type(f"Error{number}", (Exception,), {})()
            )
        for _ in range(MOST_WAITING):
            fail()
        began, before = time.monotonic(), len(asked)
    assert time.monotonic() - began < 5
    assert 1 <= len(asked) < before + 5
