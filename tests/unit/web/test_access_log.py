"""One line for every request, with nothing in it that a visitor could have written."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.records import record

from portico.platform.logging import json_line, renderer
from portico.platform.plain_text import plain_text
from portico.web.access_log import LOGGER, AccessLog, Render, anonymised


@pytest.fixture(autouse=True)
def shows_successes() -> Iterator[None]:
    logger = logging.getLogger(LOGGER)
    level = logger.level
    logger.setLevel(logging.INFO)
    yield
    logger.setLevel(level)


class Paper:
    """What a log was written on."""

    def __init__(self, render: Render | None = None, *, anonymous: bool = False) -> None:
        self.writes: list[tuple[bytes, int]] = []
        self.log = AccessLog(
            lambda text, lines: self.writes.append((text, lines)), render, anonymous=anonymous
        )

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for text, _ in self.writes for line in text.removesuffix(b"\n").split(b"\n")]


def test_a_line_has_the_fields_of_a_request() -> None:
    paper = Paper()
    paper.log([record()])
    assert paper.lines() == [
        {
            "time": "2023-11-14T22:13:20.250000Z",
            "level": "info",
            "event": "request",
            "request_id": "abcdef0123456789",
            "trace_id": "0af7651916cd43dd8448eb211c80319c",
            "method": "GET",
            "route": "/blog/<slug>",
            "status": 200,
            "duration_ms": 2.0,
            "size": 12000,
            "cached": False,
            "user": "",
            "address": "203.0.113.77",
        }
    ]


def test_a_batch_is_written_at_once() -> None:
    paper = Paper()
    paper.log([record() for _ in range(500)])
    assert [lines for _, lines in paper.writes] == [500]


@pytest.mark.parametrize("path", ["/health", "/health/live", "/metrics", "/static/a.css", "/media/a.webp"])
def test_what_is_asked_for_all_the_time_is_quiet_while_it_succeeds(path: str) -> None:
    paper = Paper()
    paper.log([record(path=path), record(path=path, status=304), record(path=path, status=503)])
    assert [line["status"] for line in paper.lines()] == [503]


def test_a_log_of_warnings_shows_failures_alone() -> None:
    logging.getLogger(LOGGER).setLevel(logging.WARNING)
    paper = Paper()
    paper.log([record(), record(status=404), record(status=500)])
    assert [(line["status"], line["level"]) for line in paper.lines()] == [(500, "warning")]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("203.0.113.77", "203.0.113.0"),
        ("2001:db8:1234:5678::1", "2001:db8:1234::"),
        ("::ffff:203.0.113.77", "203.0.113.0"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("garbage\x1b[31m", ""),
    ],
)
def test_an_address_is_told_without_the_household(address: str, shown: str) -> None:
    assert anonymised(address) == shown
    paper = Paper(anonymous=True)
    paper.log([record(address=address)])
    assert paper.lines()[0]["address"] == shown


TEXT = st.text(st.characters(exclude_categories=()))


@given(TEXT, TEXT, TEXT, TEXT)
def test_nothing_a_visitor_sends_gets_into_a_line(
    method: str, path: str, referrer: str, address: str
) -> None:
    for anonymous in (True, False):
        paper = Paper(anonymous=anonymous)
        paper.log([record(method=method, path=path, referrer=referrer, address=address, status=404)])
        [(text, _)] = paper.writes
        assert text.count(b"\n") == 1
        assert text[:-1].decode().isprintable()
        assert set(json.loads(text)) == set(json.loads(json_line(paper.lines()[0])))


@given(TEXT, TEXT, st.integers(100, 599), st.floats(0, 3600), st.booleans())
def test_lines_put_together_say_what_lines_made_one_by_one_say(
    route: str, user: str, status: int, seconds: float, cached: bool
) -> None:
    event = record(
        route=plain_text(route), user=plain_text(user), status=status, seconds=seconds, cached=cached
    )
    together, one_by_one = Paper(), Paper(render=json_line)
    for paper in (together, one_by_one):
        paper.log([event])
    [told], [expected] = together.lines(), one_by_one.lines()
    assert list(told) == list(expected)
    assert datetime.fromisoformat(told.pop("time")) == datetime.fromisoformat(expected.pop("time"))
    assert told == expected


def test_people_read_the_same_fields() -> None:
    written: list[bytes] = []
    AccessLog(lambda text, _: written.append(text), renderer("console"), anonymous=False)([record()])
    assert written[0].count(b"\n") == 1
    for value in (b"request", b"/blog/<slug>", b"200", b"203.0.113.77"):
        assert value in written[0]
