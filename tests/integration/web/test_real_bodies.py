"""Bodies on a real connection: both sides of the limit, chunks, and streams without an end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import psutil
import pytest
from tests.support.raw import Reply, connect, everything, replies
from tests.support.server import PROBE, Server
from tests.support.sites import write_site

LIMIT = 64 * 1024
TOP = "POST /probe/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
CHUNK = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
GIGABYTE = 1024**3 // 0x10000
STREAMS = 20
MOST_MEMORY = 5 * 1024 * 1024


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("bodies")
    site = write_site(home / "site", {"site.toml": 'title = "Bodies"'})
    environ = {"PORTICO_RATE_LIMITS": "false", "PORTICO_THREADS": "4"}
    with Server(site, home / "var", environ, PROBE) as started:
        yield started


def answer(server: Server, *parts: bytes) -> Reply:
    """What a request gets whose bytes may be refused before the last is sent."""
    with connect(server.port) as connection:
        try:
            for part in parts:
                connection.sendall(part)
        except ConnectionError:
            pass
        return replies(everything(connection))[0]


def with_length(size: int, announced: int | None = None) -> tuple[bytes, bytes]:
    length = size if announced is None else announced
    return f"{TOP}Content-Length: {length}\r\nConnection: close\r\n\r\n".encode(), b"x" * size


def in_chunks(*sizes: int) -> bytes:
    chunks = b"".join(b"%x\r\n%b\r\n" % (size, b"x" * size) for size in (*sizes, 0))
    return f"{TOP}Transfer-Encoding: chunked\r\n\r\n".encode() + chunks


@pytest.mark.parametrize("size", [0, 1, LIMIT - 1, LIMIT])
def test_a_body_up_to_the_limit_arrives_whole(server: Server, size: int) -> None:
    assert len(answer(server, *with_length(size)).json["body"]) == size
    assert (
        len(answer(server, in_chunks(size // 2, size - size // 2)).json["body"]) == size if size > 1 else True
    )


@pytest.mark.parametrize("size", [LIMIT + 1, 10**9, 10**15])
def test_a_longer_one_is_refused_before_it_is_sent(server: Server, size: int) -> None:
    refused = answer(server, with_length(0, announced=size)[0])
    assert (refused.status, refused.headers["connection"]) == (413, "close")


def test_chunks_beyond_the_limit_are_refused(server: Server) -> None:
    assert answer(server, in_chunks(LIMIT, 1)).status == 413


def test_the_api_says_so_in_a_problem_document(server: Server) -> None:
    sent = with_length(0, announced=LIMIT + 1)[0].replace(b"/probe/echo", b"/api/v1/site")
    refused = answer(server, sent)
    assert refused.headers["content-type"] == "application/problem+json"
    problem = json.loads(refused.body)
    assert (problem["status"], problem["code"]) == (413, "too-large")
    assert problem["request_id"] == refused.headers["x-request-id"]


def test_streams_without_an_end_cost_no_memory(server: Server) -> None:
    before = memory(server)
    with ThreadPoolExecutor(STREAMS) as pool:
        statuses = list(pool.map(lambda _: send_a_gigabyte(server), range(STREAMS)))
    assert set(statuses) <= {413, 503, 0}
    assert memory(server) - before < STREAMS * MOST_MEMORY
    assert answer(server, *with_length(1)).status == 200


def send_a_gigabyte(server: Server) -> int:
    """The status that ends the attempt, 0 when the connection was closed before it could be read."""
    sent = [f"{TOP}Transfer-Encoding: chunked\r\n\r\n".encode(), *[CHUNK] * GIGABYTE]
    try:
        return answer(server, *sent).status
    except (IndexError, ConnectionError):
        return 0


def memory(server: Server) -> int:
    process = psutil.Process(server.pid)
    return sum(child.memory_info().rss for child in [process, *process.children(recursive=True)])
