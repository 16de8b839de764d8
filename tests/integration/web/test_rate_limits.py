"""Whoever asks too much is told so, how long to wait, and hinders nobody else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.support.redis import Redis, running_redis
from tests.support.server import Server
from tests.support.shelf import SHELF, shelf_at
from tests.support.waiting import eventually
from tests.support.wire import Exchange, exchange

from portico.settings import Settings

LAMP = "/api/v1/lamp"
SHOWN = re.compile(r'"default";r=(\d+);t=(\d+)')


@pytest.fixture
def app(settings: Settings, sqlite_url: str) -> Iterator[Flask]:
    with shelf_at(settings, sqlite_url, rate_limits=True, rate_limit=10) as made:
        yield made


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


def test_answers_tell_what_is_left(browser: FlaskClient) -> None:
    left = []
    for _ in range(3):
        headers = browser.get("/api/v1/books/1").headers
        assert headers["RateLimit-Policy"] == '"default";q=10;w=60'
        found = SHOWN.fullmatch(headers["RateLimit"])
        assert found
        assert 1 <= int(found[2]) <= 60
        left.append(int(found[1]))
    assert left == [9, 8, 7]


def test_more_than_the_limit_is_refused_and_told_when_to_come_back(browser: FlaskClient) -> None:
    answers = [browser.get("/api/v1/books/1") for _ in range(12)]
    assert Counter(answer.status_code for answer in answers) == {404: 10, 429: 2}
    refused = answers[-1]
    assert refused.json["code"] == "rate-limited"
    assert SHOWN.fullmatch(refused.headers["RateLimit"])[1] == "0"
    assert 1 <= int(refused.headers["Retry-After"]) <= 66


def test_pages_are_counted_too_and_refused_with_a_page(browser: FlaskClient) -> None:
    answers = [browser.get("/nowhere") for _ in range(11)]
    assert answers[-1].status_code == 429
    assert answers[-1].mimetype == "text/html"
    assert "Try again in" in answers[-1].text


def test_a_view_may_have_a_limit_of_its_own(browser: FlaskClient) -> None:
    answers = [browser.get(LAMP) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert answers[0].headers["RateLimit-Policy"] == '"default";q=10;w=60, "lamp";q=5;w=3600'
    assert answers[-1].headers["RateLimit"].startswith('"default";r=4;')
    assert browser.get("/api/v1/books/1").status_code == 404


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_an_address_or_a_network_counts_for_itself(
    browser: FlaskClient, first: str, second: str, shared: bool
) -> None:
    for _ in range(10):
        browser.get("/api/v1/books/1", environ_base={"REMOTE_ADDR": first})
    other = browser.get("/api/v1/books/1", environ_base={"REMOTE_ADDR": second})
    assert (other.status_code == 429) == shared


@pytest.mark.parametrize(
    "address", ["/static/portico/css/base.css", "/health/live", "/media/none.webp", "/metrics"]
)
def test_files_and_watchers_are_not_counted(browser: FlaskClient, address: str) -> None:
    assert 429 not in {browser.get(address).status_code for _ in range(15)}


def test_what_browsers_ask_before_they_ask_is_not_counted(browser: FlaskClient) -> None:
    assert {browser.options(LAMP).status_code for _ in range(15)} == {200}
    assert browser.get(LAMP).status_code == 200


def test_without_limits_nothing_is_counted(settings: Settings, sqlite_url: str) -> None:
    with shelf_at(settings, sqlite_url, rate_limits=False) as app:
        answers = [app.test_client().get(LAMP) for _ in range(15)]
    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit" not in answers[0].headers


@pytest.fixture
def redis() -> Iterator[Redis]:
    with running_redis() as own:
        yield own


@pytest.fixture
def two(settings: Settings, postgres_url: str, redis: Redis, tmp_path: Path) -> Iterator[list[Server]]:
    """Two servers of one site, which share a Redis."""
    settings.site.mkdir()
    environ = {
        "PORTICO_DATABASE_URL": postgres_url,
        "PORTICO_REDIS_URL": redis.url,
        "PORTICO_RATE_LIMITS": "true",
        "PORTICO_RATE_LIMIT": "5000",
        "PORTICO_THREADS": "16",
    }
    with (
        Server(settings.site, tmp_path / "one", environ, SHELF) as one,
        Server(settings.site, tmp_path / "other", environ, SHELF) as other,
    ):
        yield [one, other]


def test_two_processes_keep_one_limit_together_and_each_its_own_without_redis(
    two: list[Server], redis: Redis
) -> None:
    assert _passed(two) == 5
    redis.stop()
    assert _passed(two) == 10
    for server in two:
        eventually(partial(_told_apart, server))
        assert _told_apart(server) == 1


def _told_apart(server: Server) -> int:
    return sum(line["event"] == "limits_apart" for line in server.lines())


def _passed(servers: list[Server]) -> int:
    """How many of a hundred requests, from fifty clients at once, got through to the lamp."""
    targets = [server for server, _ in zip(cycle(servers), range(100), strict=False)]
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(_light, targets))
    assert {answer.status for answer in answers} == {200, 429}
    return sum(answer.status == 200 for answer in answers)


def _light(server: Server) -> Exchange:
    return exchange(
        server.address, f"GET {LAMP} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode()
    )
