"""No request that was accepted is cut when a server ends, and none at all fails while it is replaced.

A request is accepted when its last byte had been sent on an open connection before the server was told to
end, and in any case when it has had an effect or when the first byte of its answer has come.
"""

from __future__ import annotations

import http.client
import os
import random
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import psutil
import pytest
from tests.integration.lifecycle.conftest import ServerMaker
from tests.support.load import Load, Request, newcomer, page, row, send
from tests.support.server import Server, listening

RESTARTS = int(os.environ.get("PORTICO_TEST_RESTARTS", "6"))
HELD, RELOADS = max(2, RESTARTS // 3), RESTARTS // 2
SLOW = page("/probe/slow?seconds=0.1")
MIXED = (row, row, page("/blog/a"), page("/api/v1/site"), SLOW)


def kept(server: Server) -> set[str]:
    """The names of the rows that the database holds."""
    with closing(sqlite3.connect(server.var / "portico.db")) as database:
        return {name for (name,) in database.execute("SELECT key FROM job WHERE kind = 'probe'")}


def cut(load: Load, told: float, rows: set[str]) -> list[Request]:
    """The requests that had been accepted and got no whole answer, for a server told to end at a moment."""
    return [
        request
        for request in load.failed()
        if 0 < request.sent < told or request.begun or request.name in rows
    ]


def test_no_accepted_request_is_cut_when_a_server_is_told_to_end(make_server: ServerMaker) -> None:
    server = make_server()
    chance = random.Random(1)
    answered: set[str] = set()
    for _ in range(RESTARTS):
        server.start().wait_ready()
        with Load(server.address, *MIXED, clients=10) as load:
            time.sleep(chance.uniform(0.1, 0.6))
            told = time.monotonic()
            assert server.terminate() == 0
        rows = kept(server)
        assert [request for request in cut(load, told, rows) if request.error] == []
        answered |= {request.name for request in load.requests if request.name and request.status == 201}
        assert rows == answered
        assert len(load.requests) > 10


@contextmanager
def visited(server: Server) -> Iterator[Load]:
    """Have a server visited while the block runs, after which no request may have been lost.

    Some clients keep their connections, and are given; others come each time by a new one and hesitate
    before they ask. A connection that has carried requests may be closed at the moment its client sends the
    next one, which that client then repeats by another (RFC 9112, 9.3.1): no answer to it may have begun.
    """
    keeping = Load(server.address, *MIXED, clients=6, pause=0.01)
    coming = Load(server.address, newcomer, clients=4, hesitation=0.05)
    with keeping, coming:
        yield keeping
    lost = [one for one in (*keeping.failed(), *coming.failed()) if not one.reused or one.begun]
    assert [(one.path, one.error, one.status) for one in lost] == []


def test_while_the_socket_is_held_nothing_fails_over_restarts(make_server: ServerMaker) -> None:
    with listening() as listener:
        server = make_server()
        server.listener, server.port = listener, listener.getsockname()[1]
        server.start().wait_ready()
        with visited(server) as load:
            for _ in range(HELD):
                time.sleep(0.3)
                assert server.terminate() == 0
                server.start().wait_ready()
            time.sleep(0.3)
        assert len(list(load.failed())) <= HELD
        assert kept(server) == {request.name for request in load.requests if request.status == 201}


@pytest.mark.parametrize("workers", [1, 2])
def test_reloading_loses_no_request(make_server: ServerMaker, postgres_url: str, workers: int) -> None:
    on_postgres = {"PORTICO_DATABASE_URL": postgres_url, "PORTICO_REDIS_URL": "redis://127.0.0.1:1/0"}
    server = make_server(PORTICO_WORKERS=str(workers), **(on_postgres if workers > 1 else {}))
    with server:
        with visited(server) as load:
            for _ in range(RELOADS):
                before = workers_of(server)
                server.signal(signal.SIGHUP)
                renewed_by(server, before)
                server.wait_ready()
        assert len(list(load.failed())) <= RELOADS


def test_a_second_signal_ends_it_at_once(make_server: ServerMaker) -> None:
    server = make_server(PORTICO_SHUTDOWN_SECONDS="60").start().wait_ready()
    waiting = threading.Thread(
        target=send, args=(connected(server), Request("GET", "/probe/slow?seconds=30"))
    )
    waiting.start()
    time.sleep(0.3)
    server.signal(signal.SIGTERM)
    time.sleep(1)
    assert server.running
    server.signal(signal.SIGTERM)
    began = time.monotonic()
    server.wait(20)
    assert time.monotonic() - began < 10
    waiting.join()


def test_a_request_longer_than_the_deadline_is_given_up_and_told_of(make_server: ServerMaker) -> None:
    server = make_server(PORTICO_SHUTDOWN_SECONDS="1").start().wait_ready()
    request = Request("GET", "/probe/slow?seconds=60", headers={"X-Request-ID": "too-long-a-request"})
    waiting = threading.Thread(target=send, args=(connected(server), request))
    waiting.start()
    time.sleep(0.3)
    began = time.monotonic()
    assert server.terminate() == 0
    assert time.monotonic() - began < 10
    waiting.join()
    assert not request.begun
    cut, stopped = (line for line in server.lines() if line["event"] in ("request_cut", "probe_stopped"))
    assert [cut[name] for name in ("method", "route", "request_id")] == [
        "GET",
        "/probe/slow",
        "too-long-a-request",
    ]
    assert stopped["event"] == "probe_stopped"
    assert not (server.var / "portico.db-wal").exists()


def test_a_killed_worker_is_replaced(make_server: ServerMaker) -> None:
    with make_server() as server:
        before = workers_of(server)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        renewed_by(server, before)
        server.wait_ready()


def test_workers_end_when_their_server_is_killed(make_server: ServerMaker) -> None:
    server = make_server().start().wait_ready()
    [worker] = workers_of(server)
    server.signal(signal.SIGKILL)
    server.wait()
    until = time.monotonic() + 20
    while is_alive(worker) and time.monotonic() < until:
        time.sleep(0.02)
    assert not is_alive(worker)
    server.start().wait_ready()


def connected(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", server.port, timeout=90)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def workers_of(server: Server) -> set[int]:
    """The processes that answer."""
    return {child.pid for child in psutil.Process(server.pid).children()}


def renewed_by(server: Server, before: set[int]) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if (now := workers_of(server)) and not now & before and len(now) == len(before):
            return
        time.sleep(0.02)
    raise AssertionError(f"workers {before} are still there: {server.text()}")
