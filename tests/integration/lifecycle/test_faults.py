"""What a server depends on goes away and comes back: it says what is gone, serves the rest, and heals."""

from __future__ import annotations

import json
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from tests.integration.lifecycle.conftest import ServerMaker
from tests.support.load import Load, page
from tests.support.postgres import migrate, postgres
from tests.support.redis import running_redis
from tests.support.server import Server

from portico.web import operator

RECOVERY = 5.0
"""Seconds within which the server is whole again."""
SLACK = 5.0
"""What a busy machine may add to it."""
PAGES = ("/", "/blog/a", "/api/v1/site", "/robots.txt")
"""What needs neither database nor Redis."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came, and how long it took in seconds."""

    status: int
    headers: Any
    body: bytes
    seconds: float


def ask(server: Server, path: str, method: str = "GET", body: Any = None) -> Answer:
    """Send one request as the operator."""
    began = time.monotonic()
    headers = {"Authorization": f"Bearer {operator.token(server.var)}", "Content-Type": "application/json"}
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        connection.request(method, path, json.dumps(body) if body else None, headers)
        response: HTTPResponse = connection.getresponse()
        return Answer(response.status, response.headers, response.read(), time.monotonic() - began)


def not_ready(server: Server) -> set[str]:
    """The parts that the server says it lacks."""
    answer = ask(server, "/health/ready")
    report = json.loads(answer.body)
    lacking = {part["name"] for part in report["parts"] if not part["ready"]}
    assert (answer.status == 200) == (not lacking - {"redis"}), "limits do without Redis"
    return lacking


def within(seconds: float, condition: Callable[[], bool]) -> float:
    """Wait until something holds, and give how long it took; fails when it takes much longer than told."""
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < seconds + SLACK
        time.sleep(0.1)
    return time.monotonic() - began


@contextmanager
def pages_answer(server: Server) -> Iterator[None]:
    """While the block runs, every page answers."""
    with Load(server.address, *(page(path) for path in PAGES), clients=4, pause=0.02) as load:
        yield
    assert [(request.path, request.status, request.error) for request in load.failed()] == []
    assert len(load.requests) > len(PAGES)


def check_fault(server: Server, part: str, path: str) -> None:
    """The lacking part is named, and what needs it answers with a problem that says when to come back."""
    within(RECOVERY, lambda: part in not_ready(server))
    answer = ask(server, path)
    assert answer.status == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert int(answer.headers["Retry-After"]) > 0
    assert json.loads(answer.body)["code"] == "database-unavailable"
    assert answer.seconds < 10


def is_whole(server: Server, path: str = "/api/v1/ops/jobs") -> bool:
    return not_ready(server) == set() and ask(server, path).status == 200


def test_postgresql_goes_and_comes_back(make_server: ServerMaker) -> None:
    with postgres() as database:
        url = database.server.url()
        migrate(url)
        with make_server(PORTICO_DATABASE_URL=url) as server:
            assert is_whole(server)
            for how in (signal.SIGINT, signal.SIGQUIT):
                with pages_answer(server):
                    database.stop(how)
                    check_fault(server, "database", "/api/v1/ops/jobs")
                    database.start()
                    within(RECOVERY, lambda: is_whole(server))
            assert server.terminate() == 0


def test_an_sqlite_folder_that_vanishes_comes_back(make_server: ServerMaker, tmp_path: Path) -> None:
    folder, away = tmp_path / "data", tmp_path / "away"
    with make_server(PORTICO_DATABASE_URL=f"sqlite:///{folder / 'portico.db'}") as server:
        assert is_whole(server)
        with pages_answer(server):
            folder.rename(away)
            within(RECOVERY, lambda: "database" in not_ready(server))
            away.rename(folder)
            within(RECOVERY, lambda: is_whole(server))


def test_redis_goes_and_comes_back(make_server: ServerMaker) -> None:
    with (
        running_redis() as redis,
        make_server(PORTICO_REDIS_URL=redis.url, PORTICO_RATE_LIMITS="true") as server,
    ):
        assert is_whole(server)
        with pages_answer(server):
            redis.stop()
            within(RECOVERY, lambda: not_ready(server) == {"redis"})
            assert ask(server, "/api/v1/ops/jobs").status == 200
            redis.start()
            within(RECOVERY, lambda: is_whole(server))


def test_the_last_good_site_stays_when_the_compiled_one_is_deleted(make_server: ServerMaker) -> None:
    with make_server() as server:
        [compiled] = server.var.glob("sites/*/content.db")
        kept = compiled.with_suffix(".kept")
        shutil.copy(compiled, kept)
        with pages_answer(server):
            compiled.unlink()
            time.sleep(1)
            kept.rename(compiled)
            within(RECOVERY, lambda: is_whole(server))


def test_the_var_folder_that_takes_nothing_more(make_server: ServerMaker) -> None:
    with make_server() as server:
        away = server.var.with_name("away")
        with pages_answer(server):
            server.var.rename(away)
            server.var.write_text("a file where the folder should be")
            time.sleep(1)
            server.var.unlink()
            away.rename(server.var)
            within(RECOVERY, lambda: is_whole(server))
