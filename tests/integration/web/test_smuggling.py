"""No request hides in another: the application sees exactly those that get an answer of their own."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from tests.support.nginx import forwarding, nginx
from tests.support.raw import Reply, connect, replies
from tests.support.server import PROBE, Server, free_port, together
from tests.support.shapes import SHAPES
from tests.support.sites import write_site

pytestmark = pytest.mark.nginx

QUIET = 1.5
"""Seconds without a byte after which nothing more is expected."""
WHOLE = {
    "directly": {"bare line feeds"},
    "through nginx": {
        "bare line feeds",
        "chunk size '5 '",
        "chunk that ends with a line feed",
        "last chunk with line feeds",
    },
}
"""Shapes that a recipient may take for a whole request, after which another follows (RFC 9112, 2.2, 7.1)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one shape, and how often the application saw the request and the one hidden in it."""

    answers: list[Reply]
    closed: bool
    seen: int
    hidden: int


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Outcome]:
    home = tmp_path_factory.mktemp("smuggling")
    site = write_site(home / "site", {"site.toml": 'title = "Whole"'})
    environ = {
        "PORTICO_TRUSTED_HOSTS": "site.test",
        "PORTICO_LOG_LEVEL": "INFO",
        "PORTICO_RATE_LIMITS": "false",
    }
    server, port = Server(site, home / "var", environ, PROBE), free_port()
    with together([server]), nginx(home / "nginx", forwarding(port, server.port)):
        ways = {"directly": server.port, "through nginx": port}
        keys = [(way, shape) for way in ways for shape in SHAPES]
        with ThreadPoolExecutor(32) as pool:
            got = list(pool.map(lambda pair: _send(ways[pair[0]], keys.index(pair), pair[1]), keys))
        names = _names(server, expected=f"{len(keys):08}-last")
    return {
        key: Outcome(*answered, names.count(f"{number:08}-outer"), names.count(f"{number:08}-hidden"))
        for number, (key, answered) in enumerate(zip(keys, got, strict=True))
    }


def _send(port: int, number: int, shape: str) -> tuple[list[Reply], bool]:
    sent = SHAPES[shape].format(id=f"{number:08}-outer", hidden=f"{number:08}-hidden")
    received, closed = b"", False
    with connect(port, seconds=QUIET) as connection:
        try:
            connection.sendall(sent.encode("latin-1", "replace"))
            while part := connection.recv(65536):
                received += part
            closed = True
        except TimeoutError:
            pass
        except ConnectionError:
            closed = True
    return replies(received), closed


def _names(server: Server, expected: str) -> list[str]:
    """The requests that the application saw, once its log holds one that is sent after all others."""
    with connect(server.port) as connection:
        connection.sendall(f"GET / HTTP/1.1\r\nHost: site.test\r\nX-Request-ID: {expected}\r\n\r\n".encode())
        connection.recv(65536)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        names = [line["request_id"] for line in server.lines() if line["event"] == "request"]
        if expected in names:
            return names
        time.sleep(0.05)
    raise AssertionError("the log lacks the last request")


@pytest.mark.parametrize("way", WHOLE)
@pytest.mark.parametrize("shape", SHAPES)
def test_nothing_hides(outcomes: dict[tuple[str, str], Outcome], way: str, shape: str) -> None:
    outcome = outcomes[way, shape]
    assert outcome.seen <= 1
    assert outcome.hidden == (shape in WHOLE[way])
    assert len(outcome.answers) <= 1 + outcome.hidden


@pytest.mark.parametrize("shape", SHAPES)
def test_after_a_refusal_nothing_more_is_read(outcomes: dict[tuple[str, str], Outcome], shape: str) -> None:
    outcome = outcomes["directly", shape]
    if outcome.answers and outcome.answers[0].status in (400, 411, 413, 431):
        assert outcome.closed
        assert not outcome.hidden


def test_most_shapes_are_refused(outcomes: dict[tuple[str, str], Outcome]) -> None:
    assert len(SHAPES) >= 60
    refused = [
        key for key, outcome in outcomes.items() if outcome.answers and outcome.answers[0].status >= 400
    ]
    assert len(refused) > len(outcomes) * 0.6
    assert all(
        outcome.answers[0].status < 500 or key[0] != "directly"
        for key, outcome in outcomes.items()
        if outcome.answers
    )
