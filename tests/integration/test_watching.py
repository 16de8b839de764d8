"""A real server with two workers, and everything that watches it: log, metrics, traces, reports."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import subprocess
import termios
import time
import urllib.error
import urllib.request
from array import array
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families
from pytest_httpserver import HTTPServer
from tests.support.canaries import PLANTED, leaks
from tests.support.postgres import PostgresServer
from tests.support.server import PROBE, Server
from tests.support.sites import write_site
from tests.support.smtp import MailServer, mail_server
from tests.support.waiting import eventually
from werkzeug import Request, Response

Found = TypeVar("Found")
TOKEN = PLANTED["PORTICO_METRICS_TOKEN"]
TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "00f067aa0ba902b7"


@dataclass
class World:
    """The server and everything around it."""

    server: Server
    mail: MailServer = field(default_factory=lambda: MailServer(0, "", ""))
    spans: list[Any] = field(default_factory=list)
    sentry: list[bytes] = field(default_factory=list)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Ask the server over a connection of its own."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = urllib.request.Request(self.server.address + path, headers=named)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return answer.status, _lower(answer.headers), answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, _lower(error.headers), error.read()

    def metrics(self) -> dict[tuple[str, ...], float]:
        """Every sample by its name and the values of its labels."""
        status, _, text = self.get("/metrics", Authorization=f"Bearer {TOKEN}")
        assert status == 200
        return {
            (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
            for family in text_string_to_metric_families(text.decode())
            for sample in family.samples
        }

    def requests(self, route: str, status: int = 200) -> float:
        """How often a route was asked, after the metrics."""
        return self.metrics().get(("portico_http_requests_total", "GET", route, str(status)), 0)

    def lines(self, event: str) -> list[dict[str, Any]]:
        """The lines of the log that tell of one kind of event."""
        return [line for line in self.server.lines() if line.get("event") == event]

    def children(self) -> list[psutil.Process]:
        """The worker processes."""
        return psutil.Process(self.server.pid).children()


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


@pytest.fixture(scope="module")
def world(
    tmp_path_factory: pytest.TempPathFactory,
    postgres_server: PostgresServer,
    _redis_server: str,
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("watched")
    spans: list[Any] = []
    errors: list[bytes] = []

    def take_spans(request: Request) -> Response:
        message = ExportTraceServiceRequest.FromString(request.get_data())
        spans.extend(s for r in message.resource_spans for scope in r.scope_spans for s in scope.spans)
        return Response()

    def take_error(request: Request) -> Response:
        errors.append(request.get_data())
        return Response("{}")

    with ExitStack() as held:
        collector = held.enter_context(HTTPServer(host="127.0.0.1", threaded=True))
        collector.expect_request("/v1/traces").respond_with_handler(take_spans)
        collector.expect_request("/api/1/envelope/").respond_with_handler(take_error)
        mail = held.enter_context(mail_server(user="portico", password="canary-mail-password"))
        database = held.enter_context(postgres_server.fresh())
        environ = {
            "PORTICO_LOG_LEVEL": "INFO",
            "PORTICO_WORKERS": "2",
            "PORTICO_DATABASE_URL": postgres_server.url(database),
            "PORTICO_REDIS_URL": _redis_server,
            "PORTICO_RATE_LIMITS": "off",
            "PORTICO_MAIL_URL": mail.url,
            "PORTICO_MAIL_FROM": "Portico <portico@example.org>",
            "PORTICO_OPERATORS": "ada@example.org",
            "PORTICO_SENTRY_DSN": f"http://canary-sentry-key@127.0.0.1:{collector.port}/1",
            "PORTICO_TRACING_URL": f"http://127.0.0.1:{collector.port}",
        }
        site = write_site(folder / "site", {"content/pages/about.md": "About"})
        server = held.enter_context(Server(site, folder / "var", environ, program=PROBE))
        yield World(server, mail, spans, errors)


def test_counts_are_those_of_both_workers_through_kills_and_restarts(world: World) -> None:
    world.get("/about", X_Request_ID="which-route-is-it")
    eventually(lambda: _line(world, "which-route-is-it"))
    about = _line(world, "which-route-is-it")["route"]
    sent = _settled(lambda: {route: world.requests(route) for route in ("/probe/echo", about)})
    highest = 0.0

    def send(times: int) -> None:
        with ThreadPoolExecutor(8) as many:
            paths = ["/probe/echo", "/about"] * times
            assert {status for status, _, _ in many.map(world.get, paths)} == {200}
        for route in sent:
            sent[route] += times

    def is_right() -> bool:
        nonlocal highest
        found = world.requests("/probe/echo")
        assert found >= highest, "a counter fell"
        highest = found
        return {route: world.requests(route) for route in sent} == sent

    send(60)
    eventually(is_right)
    world.children()[0].kill()
    eventually(lambda: len(world.children()) == 2)
    eventually(is_right)
    send(40)
    eventually(is_right)
    before = {child.pid for child in world.children()}
    world.server.signal(signal.SIGHUP)
    eventually(lambda: not before & {child.pid for child in world.children()} and len(world.children()) == 2)
    send(20)
    eventually(is_right)


def _line(world: World, request_id: str) -> dict[str, Any]:
    found = [line for line in world.lines("request") if line["request_id"] == request_id]
    return found[0] if found else {}


def _settled(read: Callable[[], Found]) -> Found:
    """What is read, once what earlier tests did has all arrived: workers tell each other every second."""
    before, now = None, read()
    while before != now:
        time.sleep(1.5)
        before, now = now, read()
    return now


@pytest.mark.promtool
@pytest.mark.parametrize("accept", ["text/plain", "application/openmetrics-text; version=1.0.0"])
def test_prometheus_own_checker_finds_nothing(world: World, accept: str) -> None:
    status, headers, text = world.get("/metrics", Authorization=f"Bearer {TOKEN}", Accept=accept)
    assert (status, headers["content-type"].partition(";")[0]) == (200, accept.partition(";")[0])
    if accept == "text/plain":
        done = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_the_metrics_are_for_those_who_know_the_token(world: World) -> None:
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}):
        status, _, body = world.get("/metrics", **headers)
        assert (status, b"portico_" in body) == (404, False)


HOSTILE = [
    b"\x1b[31mred",
    b"a%0d%0ab",
    b"\xe2\x80\xa8\xe2\x80\xa9",
    b"%00nul",
    b"%1b%5d0;t%07",
    b'"}{"event":"forged"',
    b"\xff\xfe",
    b"%ed%a0%80",
    b"\xc2\x85\xc2\x9b31m",
    b"%E2%80%AE" * 200,
]


def test_whatever_is_sent_there_is_one_line_for_each_request(world: World) -> None:
    answered = 0
    before = _settled(lambda: len(world.lines("request")))
    for text in HOSTILE:
        for request in (
            b"GET /%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % text.replace(b" ", b"+"),
            b"GET /?q=%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" % text,
            b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            b"User-Agent: %s\r\nReferer: %s\r\nX-Request-ID: %s\r\ntraceparent: %s\r\nCookie: %s\r\n\r\n"
            % ((text.replace(b"\r\n", b""),) * 5),
        ):
            answered += _answers(world.server.port, request)
    # Some of it is refused by the server's own reader of HTTP, and never was a request.
    assert answered >= len(HOSTILE)
    eventually(lambda: len(world.lines("request")) >= before + answered)
    written = world.server.text()
    assert len(world.lines("request")) == before + answered
    for line in written.removesuffix("\n").split("\n"):
        if line.startswith("{"):
            assert json.loads(line)["event"] != "forged"
        assert line.isprintable()


def _answers(port: int, request: bytes) -> bool:
    """Whether the application answered, which it does under the name of the request."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(request)
        said = b""
        while part := connection.recv(65536):
            said += part
    return b"\r\nx-request-id:" in said.lower()


def test_a_request_is_told_of_under_the_same_names_everywhere(world: World) -> None:
    parent = f"00-{TRACE}-{PARENT}-01"
    _, headers, _ = world.get("/probe/rows", traceparent=parent, X_Request_ID="named-by-a-test")
    assert headers["x-request-id"] == "named-by-a-test"
    eventually(lambda: [line for line in world.lines("request") if line["trace_id"] == TRACE])
    [line] = [line for line in world.lines("request") if line["trace_id"] == TRACE]
    assert (line["request_id"], line["route"], line["status"]) == ("named-by-a-test", "/probe/rows", 200)
    eventually(lambda: len(_spans(world, TRACE)) >= 2)
    spans = {span.name: span for span in _spans(world, TRACE)}
    served = spans["GET /probe/rows"]
    assert served.parent_span_id.hex() == PARENT
    assert headers["traceparent"].split("-")[1:3] == [TRACE, served.span_id.hex()]
    assert spans["SELECT"].parent_span_id == served.span_id


def _spans(world: World, trace: str) -> list[Any]:
    return [span for span in world.spans if span.trace_id.hex() == trace]


def test_operators_hear_once_of_what_fails_often(world: World) -> None:
    def fail(number: int) -> int:
        return world.get("/probe/failing?token=canary-in-a-query", X_Request_ID=f"failing-{number}")[0]

    with ThreadPoolExecutor(4) as many:
        assert set(many.map(fail, range(20))) == {500}
    eventually(lambda: len(world.lines("unexpected_error")) == 20)
    lines = world.lines("unexpected_error")
    assert {line["request_id"] for line in lines} == {f"failing-{number}" for number in range(20)}
    assert {line["route"] for line in lines} == {"/probe/failing"}
    assert all("a failure that nobody expected" in line["exception"] for line in lines)
    [kind] = {line["fingerprint"] for line in lines}
    eventually(lambda: world.mail.ledger.messages)
    eventually(lambda: len(world.sentry) >= 20)
    eventually(lambda: world.metrics().get(("portico_unexpected_errors_total",)) == 20)
    [message] = world.mail.ledger.messages
    assert message["To"] == "ada@example.org"
    assert message["Subject"] == "Portico: RuntimeError in /probe/failing"
    text = message.get_body(("plain",)).get_content()
    assert kind in text
    assert "tests/support/probe.py" in text


def test_no_secret_is_anywhere(world: World) -> None:
    world.get(
        "/api/v1/ops/jobs?token=canary-in-a-query",
        Authorization="Bearer canary-of-a-stranger",
        Cookie="session=canary-in-a-cookie",
    )
    asked = world.get("/health/ready")[2] + world.get("/metrics", Authorization=f"Bearer {TOKEN}")[2]
    world.get("/about")
    eventually(lambda: world.lines("request"))
    assert list(leaks(world.server.var)) == []
    assert b"canary" not in asked + b"".join(world.sentry)
    assert "canary" not in str(world.spans)
    assert not [message for message in world.mail.ledger.messages if "canary" in message.as_string()]


def test_the_search_for_secrets_finds_them(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("one line\nanother with " + "canary-" + "in-it\n")
    (tmp_path / "operator-token").write_text("0123456789abcdef0123456789abcdef")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "operator-token").write_text("0123456789abcdef0123456789abcdef\n")
    (tmp_path / "deeper" / "a.log").write_text("Bearer 0123456789abcdef0123456789abcdef")
    found = list(leaks(tmp_path, "a.log"))
    assert {line.rpartition(": ")[2] for line in found} == {
        "0123456789abcdef0123456789abcdef",
        "canary-in-it",
    }


def test_a_log_that_nobody_reads_holds_up_no_request(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", {"content/pages/about.md": "About"})
    server = Server(site, tmp_path / "var", {"PORTICO_LOG_LEVEL": "INFO"}, program=PROBE)
    server.var.mkdir()
    os.mkfifo(server.log)
    # A reader that is there and never reads: a pipe takes 64 kB.
    reader = os.open(server.log, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with server:
            for _ in range(600):
                assert World(server).get("/probe/echo")[0] == 200
            unread = array("i", [0])
            fcntl.ioctl(reader, termios.FIONREAD, unread)
            assert unread[0] > 30_000
    finally:
        os.close(reader)
