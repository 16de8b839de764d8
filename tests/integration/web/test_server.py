"""The real server, with what only a real connection can do to it."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
from urllib.parse import urlsplit

import pytest
from tests.support.waiting import eventually

from portico.settings import Testing

HUGE = "/api/v1/search?q=" + "a" * 1024 * 1024


def ask(server: str, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
    with contextlib.closing(http.client.HTTPConnection(urlsplit(server).netloc, timeout=20)) as connection:
        connection.request(method, path, headers=headers)
        response = connection.getresponse()
        response.body = response.read()  # type: ignore[attr-defined]
    return response


def test_a_query_of_a_megabyte_is_refused_and_the_server_lives(server: str) -> None:
    # A server may also hang up in the middle of what it will not read.
    with contextlib.suppress(ConnectionError):
        assert ask(server, HUGE).status in (414, 431)
    assert ask(server, "/api/v1/site").status == 200


def test_the_answer_and_the_log_carry_the_same_name(server: str, web_settings: Testing) -> None:
    name = ask(server, "/blog").getheader("X-Request-ID")

    def statuses() -> list[int]:
        lines = [json.loads(line) for line in _log(web_settings) if line.startswith("{")]
        return [line["status"] for line in lines if line.get("request_id") == name]

    # Lines leave in batches, a moment later.
    eventually(statuses)
    assert statuses() == [200]


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET /%ff%fe%00 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x00\x01\x02\r\n\r\n",
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
    ],
)
def test_bytes_that_are_no_honest_request_never_stop_it(server: str, sent: bytes) -> None:
    host, _, port = urlsplit(server).netloc.partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as connection:
        connection.sendall(sent)
        answer = connection.recv(4096)
    assert b"root:" not in answer
    assert not answer.startswith(b"HTTP/1.1 5")
    assert ask(server, "/api/v1/site").status == 200


def _log(settings: Testing) -> list[str]:
    return (settings.var / "server.log").read_text().splitlines()
