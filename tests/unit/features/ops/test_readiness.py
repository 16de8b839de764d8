"""Readiness says which part fails, in time, and asks no part too often."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from tests.support.jobs import heard
from tests.support.waiting import eventually

from portico.features.ops import readiness
from portico.features.ops.readiness import NotReady, Readiness
from portico.platform.database import DatabaseUnavailable


def well() -> str:
    return "It answers."


def fails(error: Exception) -> Any:
    def check() -> str:
        raise error

    return check


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "SECONDS", 0.2)
    monkeypatch.setattr(readiness, "KEPT_SECONDS", 0.0)


def test_all_is_ready_when_every_part_is() -> None:
    report = Readiness({"one": well, "other": well}).report()
    assert report.ready
    assert [(part.name, part.ready, part.sentence) for part in report.parts] == [
        ("one", True, "It answers."),
        ("other", True, "It answers."),
    ]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (NotReady("The var folder cannot be written."), "The var folder cannot be written."),
        (DatabaseUnavailable(), "The database does not answer."),
        (OSError("/home/ada/canary: password=canary"), "It fails (OSError)."),
    ],
)
def test_the_failing_part_is_named_and_tells_no_secret(error: Exception, sentence: str) -> None:
    report = Readiness({"one": well, "other": fails(error)}).report()
    assert not report.ready
    assert [part.name for part in report.parts if not part.ready] == ["other"]
    assert report.parts[1].sentence == sentence


@pytest.mark.usefixtures("impatient")
def test_a_part_that_hangs_holds_up_nobody_for_long_and_is_not_asked_again() -> None:
    released, asked = threading.Event(), []

    def hang() -> str:
        asked.append(1)
        released.wait(60)
        return "Back."

    parts = Readiness({"slow": hang, "quick": well})
    began = time.monotonic()
    for _ in range(3):
        report = parts.report()
        assert [part.ready for part in report.parts] == [False, True]
        assert "No answer within" in report.parts[0].sentence
    assert time.monotonic() - began < 30
    assert len(asked) == 1
    released.set()
    eventually(lambda: parts.report().ready)


def test_asking_often_costs_one_answer_a_second() -> None:
    asked: list[int] = []

    def check() -> str:
        asked.append(1)
        return "It answers."

    parts = Readiness({"one": check})
    threads = [threading.Thread(target=parts.report) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for _ in range(100):
        parts.report()
    assert len(asked) <= 3


@pytest.mark.usefixtures("impatient")
def test_whoever_asks_while_the_parts_are_asked_gets_the_report_before() -> None:
    hold, entered = threading.Event(), threading.Event()
    hold.set()

    def check() -> str:
        entered.set()
        hold.wait(60)
        return "It answers."

    parts = Readiness({"one": check})
    first = parts.report()
    hold.clear()
    entered.clear()
    thread = threading.Thread(target=parts.report)
    thread.start()
    assert entered.wait(30)
    assert parts.report() is first
    hold.set()
    thread.join()


def test_a_process_that_is_about_to_end_is_not_ready_although_all_is_well() -> None:
    report = Readiness({"one": well}, ending=lambda: True).report()
    assert not report.ready
    assert report.parts[0].name == "server"


@pytest.mark.usefixtures("impatient")
def test_the_log_says_once_that_a_part_failed_and_once_that_it_is_back() -> None:
    broken = threading.Event()

    def check() -> str:
        if broken.is_set():
            raise NotReady("It is gone.")
        return "It answers."

    parts = Readiness({"one": check})
    with heard() as lines:
        for is_broken in (False, True, True, False, False):
            (broken.set if is_broken else broken.clear)()
            parts.report()
    assert [(line["event"], line["part"]) for line in lines] == [
        ("part_failed", "one"),
        ("part_recovered", "one"),
    ]


def test_a_part_that_requests_do_without_is_told_of_all_the_same() -> None:
    report = Readiness({"one": fails(NotReady("It is gone.")), "two": well}, spared={"one"}).report()
    assert (report.ready, [part.ready for part in report.parts]) == (True, [False, True])
