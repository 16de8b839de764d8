"""Killed at any moment under load, a server keeps all that it acknowledged, and nothing is half done.

Every client makes mails by the operator's API, each under an idempotency key of its own. What was answered
with 201 is there after the restart; what was not may be there or not, and asking again under the same key
makes it exactly one.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from typing import Any

import psutil
import psycopg
import pytest
from tests.integration.lifecycle.conftest import ServerMaker
from tests.support.load import Load, Request, send
from tests.support.server import PORTICO, Server

from portico.web import operator

KILLS = int(os.environ.get("PORTICO_TEST_KILLS", "40")) // 8
"""Rounds; a fifth of them on PostgreSQL."""
Rows = Callable[[str], list[tuple[Any, ...]]]


def mail_maker(server: Server) -> Callable[[], Request]:
    """Requests that make one mail each."""
    token = operator.token(server.var)

    def make() -> Request:
        name = uuid.uuid4().hex
        headers = {
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
            "Idempotency-Key": name,
        }
        return Request(
            "POST", "/api/v1/ops/mails", headers, json.dumps({"recipient": f"{name}@a.test"}).encode(), name
        )

    return make


def ask_again(server: Server, request: Request) -> Request:
    """The same request once more."""
    again = Request(request.method, request.path, request.headers, request.body, request.name)
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=60)) as connection:
        send(connection, again)
    return again


def check_round(server: Server, load: Load, rows: Rows) -> None:
    """Nothing acknowledged is missing, and whoever asks again ends with exactly one mail."""
    found = made(rows)
    acknowledged = {request.name for request in load.requests if request.status == 201}
    assert acknowledged - found.keys() == set(), "an acknowledged mail is gone"
    for request in load.failed():
        assert found[request.name] <= 1
        assert ask_again(server, request).status == 201
    found = made(rows)
    assert {found[request.name] for request in load.requests} == {1}
    assert rows("SELECT id FROM mail WHERE job_id NOT IN (SELECT id FROM job)") == []
    assert rows("SELECT id FROM mail WHERE job_id IS NULL") == []


def made(rows: Rows) -> Counter[str]:
    """How many mails there are for each name."""
    return Counter(recipient.partition("@")[0] for (recipient,) in rows("SELECT recipient FROM mail"))


def in_sqlite(server: Server) -> Rows:
    def rows(query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(server.var / "portico.db")) as database:
            return database.execute(query).fetchall()

    return rows


def in_postgres(url: str) -> Rows:
    def rows(query: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(url.replace("+psycopg", "")) as database:
            return database.execute(query.encode()).fetchall()

    return rows


def mails_to_files(server: Server) -> dict[str, str]:
    return {"PORTICO_MAIL_URL": f"file://{server.var}/mail", "PORTICO_MAIL_FROM": "stone@a.test"}


@contextmanager
def until_killed(server: Server, seconds: float) -> Iterator[Load]:
    """Clients that write until the server is killed."""
    with Load(server.address, mail_maker(server), clients=8) as load:
        time.sleep(seconds)
        yield load


def test_sqlite_keeps_what_it_acknowledged(make_server: ServerMaker) -> None:
    server = make_server(program=PORTICO)
    server.environ = dict(server.environ) | mails_to_files(server)
    server.start().wait_ready()
    chance = random.Random(2)
    answered = 0
    for _ in range(KILLS):
        with until_killed(server, chance.uniform(0.05, 1.5)) as load:
            server.kill()
        server.start().wait_ready()
        rows = in_sqlite(server)
        check_round(server, load, rows)
        assert rows("PRAGMA integrity_check") == [("ok",)]
        assert rows("PRAGMA foreign_key_check") == []
        answered += sum(request.status == 201 for request in load.requests)
    assert answered > KILLS


@pytest.mark.parametrize("whom", ["server", "worker"])
def test_postgresql_keeps_what_it_acknowledged(
    make_server: ServerMaker, postgres_url: str, whom: str
) -> None:
    server = make_server(program=PORTICO, PORTICO_DATABASE_URL=postgres_url)
    server.environ = dict(server.environ) | mails_to_files(server)
    server.start().wait_ready()
    chance = random.Random(3)
    for _ in range(max(1, KILLS // 5)):
        with until_killed(server, chance.uniform(0.05, 1.5)) as load:
            if whom == "server":
                server.kill()
            else:
                kill_worker(server)
        if not server.running:
            # A server whose workers die one right after the other ends, for its supervisor to start it again.
            server.start()
        server.wait_ready()
        check_round(server, load, in_postgres(postgres_url))


def kill_worker(server: Server) -> None:
    [worker] = psutil.Process(server.pid).children()
    worker.send_signal(signal.SIGKILL)
    time.sleep(0.5)
