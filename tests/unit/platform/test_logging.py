"""Log lines are JSON for machines and words for people, on standard error."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from portico.platform.logging import configure


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def last_line(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.strip().splitlines()[-1]


def test_a_line_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO")
    structlog.get_logger("test").info("hello", number=3, odd=object)
    line = json.loads(last_line(capsys))
    assert (line["event"], line["number"], line["level"]) == ("hello", 3, "info")
    assert line["time"].endswith("Z")


def test_lines_of_libraries_look_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO")
    logging.getLogger("library").warning("from %s", "afar")
    line = json.loads(last_line(capsys))
    assert (line["event"], line["level"]) == ("from afar", "warning")


def test_an_exception_is_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO")
    try:
        int("the reason")
    except ValueError:
        structlog.get_logger("test").exception("failed")
    assert "the reason" in json.loads(last_line(capsys))["exception"]


def test_people_read_words(capsys: pytest.CaptureFixture[str]) -> None:
    configure("console", "INFO")
    structlog.get_logger("test").info("hello")
    assert "hello" in last_line(capsys)


def test_what_is_less_severe_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "WARNING")
    structlog.get_logger("test").info("hello")
    logging.getLogger("library").info("hello")
    assert capsys.readouterr().err == ""


def test_configuring_twice_writes_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO")
    configure("json", "INFO")
    logging.getLogger("library").warning("once")
    assert len(capsys.readouterr().err.splitlines()) == 1
