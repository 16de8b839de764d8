"""Asking other servers, real ones on this machine that behave in all the ways servers do."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from pytest_httpserver import HTTPServer
from tests.support.waiting import eventually
from werkzeug import Request, Response

from portico.platform import http
from portico.platform.errors import Unavailable
from portico.platform.http import Http

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def asking(seconds: float = 20, limit: int = 1000) -> Http:
    return Http(private=True, plain=True, seconds=seconds, limit=limit)


@contextmanager
def serving(talk: Callable[[socket.socket], None]) -> Iterator[tuple[str, list[int]]]:
    """A server that says whatever it likes to whoever connects; counts the connections."""
    connections: list[int] = []

    def accept() -> None:
        for number in itertools.count():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            connections.append(number)
            threading.Thread(target=_talk, args=(connection,), daemon=True).start()

    def _talk(connection: socket.socket) -> None:
        with connection:
            try:
                connection.recv(65536)
                talk(connection)
            except OSError:
                pass

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", connections
        listener.shutdown(socket.SHUT_RDWR)


def drip(connection: socket.socket, data: bytes) -> None:
    for byte in data:
        connection.sendall(bytes([byte]))
        time.sleep(0.05)


def test_an_answer_comes_back_whole(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_json({"b": 1}, status=404, headers={"X-One": "1"})
    reply = asking().get(httpserver.url_for("/a"))
    assert (reply.status, reply.json(), reply.headers["x-one"]) == (404, {"b": 1}, "1")


def test_a_request_says_who_asks_and_for_which_host(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_handler(
        lambda request: Response(f"{request.headers['User-Agent']} {request.host}")
    )
    address = f"http://localhost:{httpserver.port}/"
    assert asking().get(address).body.decode() == f"{http.USER_AGENT} localhost:{httpserver.port}"


def test_a_body_is_sent(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/", method="POST", data=b"given").respond_with_data("taken")
    assert asking().ask("POST", httpserver.url_for("/"), body=b"given").body == b"taken"


def test_a_redirect_is_given_back_and_not_followed(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("", 302, headers={"Location": "http://169.254.169.254/"})
    reply = asking().get(httpserver.url_for("/"))
    assert (reply.status, reply.headers["location"]) == (302, "http://169.254.169.254/")


def answers(httpserver: HTTPServer, *responses: Response) -> list[float]:
    """Have a server give one answer after the other, the last one for good; gives when it was asked."""
    asked: list[float] = []

    def handle(_request: Request) -> Response:
        asked.append(time.monotonic())
        return responses[min(len(asked), len(responses)) - 1]

    httpserver.expect_request("/").respond_with_handler(handle)
    return asked


def test_what_changes_nothing_twice_is_tried_again(httpserver: HTTPServer) -> None:
    asked = answers(httpserver, Response(status=503), Response(status=502), Response("ok"))
    assert asking().get(httpserver.url_for("/")).body == b"ok"
    assert len(asked) == 3


def test_anything_else_is_done_once(httpserver: HTTPServer) -> None:
    asked = answers(httpserver, Response(status=503))
    with pytest.raises(Unavailable):
        asking().ask("POST", httpserver.url_for("/"))
    assert len(asked) == 1


def test_an_answer_says_when_to_come_again(httpserver: HTTPServer) -> None:
    asked = answers(httpserver, Response(status=429, headers={"Retry-After": "1"}), Response("ok"))
    assert asking().get(httpserver.url_for("/")).body == b"ok"
    assert asked[1] - asked[0] >= 1


def test_nobody_waits_beyond_the_deadline_for_the_right_moment(httpserver: HTTPServer) -> None:
    asked = answers(httpserver, Response(status=429, headers={"Retry-After": "3600"}))
    with pytest.raises(Unavailable, match="429"):
        asking().get(httpserver.url_for("/"))
    assert len(asked) == 1


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\x00\x01\x02 garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nno\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000,
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n" + b"a" * 9_999_999,
    ],
    ids=["nothing", "garbage", "short", "chunks", "length", "headers", "packed", "huge"],
)
def test_what_is_no_honest_answer_is_unavailable(said: bytes) -> None:
    with serving(lambda connection: connection.sendall(said)) as (address, _), pytest.raises(Unavailable):
        asking().ask("POST", address)


def test_an_answer_that_is_no_json_is_unavailable(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("<html>")
    with pytest.raises(Unavailable, match="JSON"):
        asking().get(httpserver.url_for("/")).json()


@pytest.mark.parametrize(
    "talk",
    [
        lambda connection: time.sleep(30),
        lambda connection: drip(connection, b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 1000),
        lambda connection: drip(connection, b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n" + b"o" * 900),
        lambda connection: drip(connection, CHUNKED + b"1\r\na\r\n" * 200),
    ],
    ids=["silent", "slow headers", "slow body", "slow chunks"],
)
def test_a_slow_server_costs_no_more_than_the_deadline(talk: Callable[[socket.socket], None]) -> None:
    with serving(talk) as (address, _):
        began = time.monotonic()
        with pytest.raises(Unavailable):
            asking(seconds=1).get(address)
        assert time.monotonic() - began < 10


def test_a_refused_connection_is_unavailable() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(Unavailable, match="cannot be reached"):
            asking().ask("POST", f"http://127.0.0.1:{taken.getsockname()[1]}/")


def fail_again_and_again(client: Http, address: str) -> None:
    for _ in range(http.FAILURES):
        with pytest.raises(Unavailable):
            client.ask("POST", address)


def test_a_server_that_fails_again_and_again_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    well = threading.Event()

    def talk(connection: socket.socket) -> None:
        if well.is_set():
            connection.sendall(OK)

    with serving(talk) as (address, connections):
        client = asking()
        fail_again_and_again(client, address)
        seen = len(connections)
        with pytest.raises(Unavailable, match="left alone"):
            client.get(address)
        assert len(connections) == seen
        well.set()
        later = time.monotonic() + http.LEFT_ALONE_SECONDS
        monkeypatch.setattr(time, "monotonic", lambda: later + 1)
        assert client.get(address).body == b"ok"
        assert client.get(address).body == b"ok"


def test_one_request_at_a_time_tries_whether_a_server_is_back(monkeypatch: pytest.MonkeyPatch) -> None:
    back, answer = threading.Event(), threading.Event()

    def talk(connection: socket.socket) -> None:
        if back.is_set() and answer.wait(20):
            connection.sendall(OK)

    with serving(talk) as (address, connections):
        client = asking()
        fail_again_and_again(client, address)
        back.set()
        before, now = len(connections), time.monotonic
        monkeypatch.setattr(time, "monotonic", lambda: now() + http.LEFT_ALONE_SECONDS)
        answers: list[bytes] = []
        first = threading.Thread(target=lambda: answers.append(client.get(address).body))
        first.start()
        eventually(lambda: len(connections) > before)
        with pytest.raises(Unavailable, match="left alone"):
            client.get(address)
        assert len(connections) == before + 1
        answer.set()
        first.join()
        assert [*answers, client.get(address).body] == [b"ok", b"ok"]


def test_only_https_and_listed_hosts_are_asked(httpserver: HTTPServer) -> None:
    for client, address in [
        (Http(), "http://example.org/"),
        (Http(private=True), httpserver.url_for("/")),
        (Http(private=True, plain=True, hosts=["example.org"]), httpserver.url_for("/")),
        (asking(), "ftp://127.0.0.1/"),
        (asking(), "file:///etc/passwd"),
        (asking(), f"http://user:word@127.0.0.1:{httpserver.port}/"),
    ]:
        with pytest.raises(Unavailable):
            client.get(address)
    assert httpserver.log == []


@pytest.mark.parametrize(
    "host",
    "127.0.0.1 localhost [::1] 0.0.0.0 10.0.0.1 192.168.1.1 169.254.169.254 [::ffff:127.0.0.1] [fe80::1] "
    "[fd00::1] 2130706433 0x7f000001 127.1 100.64.0.1 [64:ff9b:1::1]".split(),
)
def test_our_own_network_is_not_asked(httpserver: HTTPServer, host: str) -> None:
    with pytest.raises(Unavailable):
        Http(plain=True, seconds=5).ask("POST", f"http://{host}:{httpserver.port}/")
    assert httpserver.log == []


def test_the_address_that_was_checked_is_the_one_that_is_asked(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A name that means a public address when it is checked, and ours a moment later.
    given = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    monkeypatch.setattr(http, "_resolved", lambda *_: next(given))
    with pytest.raises(Unavailable):
        Http(plain=True, seconds=0.5).ask("POST", f"http://rebinding.test:{httpserver.port}/")
    assert httpserver.log == []


def test_a_resolver_that_hangs_costs_no_more_than_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def hang(*_: object, **__: object) -> None:
        released.wait(30)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    began = time.monotonic()
    with pytest.raises(Unavailable):
        asking(seconds=0.5).get("http://example.test/")
    released.set()
    assert time.monotonic() - began < 10
