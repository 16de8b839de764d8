"""A crowd of clients that take their time leaves the others theirs.

`PORTICO_TEST_SLOW_CLIENTS` is their number, by default 40.
"""

from __future__ import annotations

import http.client
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import psutil
import pytest
from tests.support.nginx import forwarding, nginx
from tests.support.server import PROBE, Server, free_port, together
from tests.support.sites import write_site
from tests.support.slow import slow_clients

pytestmark = pytest.mark.nginx

CROWD = int(os.environ.get("PORTICO_TEST_SLOW_CLIENTS", "40"))
ROUNDS = 80
ATTEMPTS = 4
JITTER = 0.02
"""Seconds by which the scheduler of a busy machine may delay anyone."""
HELD = 5.0
"""The least seconds for which a slow client keeps a thread that waits for it."""
SITE: dict[str, str | bytes] = {
    "site.toml": 'title = "Unhurried"',
    "public/medium.bin": b"x" * 900_000,
    "public/large.bin": b"x" * 3_000_000,
}
ASKED = {"a page that is kept": ("GET", "/"), "a route": ("GET", "/probe/echo")}
WRITTEN = {"a body": ("POST", "/probe/echo")}


@dataclass
class Experience:
    """How one kind of honest request fared."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0

    def figures(self) -> tuple[float, float]:
        """The median and the 95th percentile."""
        return statistics.median(self.seconds), statistics.quantiles(self.seconds, n=20)[-1]


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    home = tmp_path_factory.mktemp("slow")
    environ = {"PORTICO_TRUSTED_HOSTS": "site.test", "PORTICO_RATE_LIMITS": "false"}
    server, port = Server(write_site(home / "site", SITE), home / "var", environ, PROBE), free_port()
    with together([server]), nginx(home / "nginx", forwarding(port, server.port)):
        yield {"directly": server.port, "through nginx": port}


@pytest.mark.parametrize(
    ("way", "kinds"), [("directly", ASKED), ("through nginx", ASKED | WRITTEN)], ids=["directly", "nginx"]
)
def test_others_are_served_as_if_they_were_alone(
    ports: dict[str, int], way: str, kinds: dict[str, tuple[str, str]]
) -> None:
    _ask_all(ports[way], kinds, 10)
    # What else this machine does can only make the crowd look worse than it is.
    assert any(_are_served_as_alone(ports[way], kinds) for _ in range(ATTEMPTS))


def _are_served_as_alone(port: int, kinds: dict[str, tuple[str, str]]) -> bool:
    before = _ask_all(port, kinds, ROUNDS)
    with slow_clients(port, CROWD):
        time.sleep(2)
        during = _ask_all(port, kinds, ROUNDS)
        assert _held(port) > CROWD // 2
    after = _ask_all(port, kinds, ROUNDS)
    assert {kind: experience.refused for kind, experience in during.items()} == dict.fromkeys(kinds, 0)
    # Whatever the machine does besides, nobody may have waited for a thread that a slow client has.
    assert max(second for experience in during.values() for second in experience.seconds) < HELD / 2
    return all(
        crowded <= 2 * max(*usual) + JITTER
        for kind in kinds
        for crowded, *usual in zip(
            during[kind].figures(), before[kind].figures(), after[kind].figures(), strict=True
        )
    )


def test_slow_bodies_that_reach_the_server_are_few_and_end(ports: dict[str, int]) -> None:
    with slow_clients(ports["directly"], CROWD):
        time.sleep(2)
        refusals = _ask_all(ports["directly"], WRITTEN, 5)["a body"]
        assert max(refusals.seconds) < 5
    until = time.monotonic() + 30
    while _ask_all(ports["directly"], WRITTEN, 1)["a body"].refused and time.monotonic() < until:
        time.sleep(0.2)
    assert not _ask_all(ports["directly"], WRITTEN, 5)["a body"].refused


def _held(port: int) -> int:
    """How many connections to a port this process has."""
    own = psutil.Process().net_connections("tcp")
    return sum(bool(one.raddr) and one.raddr.port == port and one.status == "ESTABLISHED" for one in own)


def _ask_all(port: int, kinds: dict[str, tuple[str, str]], rounds: int) -> dict[str, Experience]:
    found = {kind: Experience() for kind in kinds}
    for _ in range(rounds):
        for kind, (method, path) in kinds.items():
            begun = time.perf_counter()
            status = _ask(port, method, path)
            found[kind].seconds.append(time.perf_counter() - begun)
            found[kind].refused += status != 200
        time.sleep(0.005)
    return found


def _ask(port: int, method: str, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        body = b"x" * 200 if method == "POST" else None
        connection.request(method, path, body, {"Host": "site.test"})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
