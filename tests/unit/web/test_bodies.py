"""Bodies are bounded in size, in time, and in how many slow ones are waited for."""

from __future__ import annotations

import io
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO

import pytest
from tests.support.waiting import eventually

from portico.platform.errors import BadRequest, PorticoError, TooLarge, TooSlow, Unavailable
from portico.web import bodies
from portico.web.bodies import Bodies, File, LengthRequired, file_of

LIMIT = 10_000


class Line:
    """A connection: what is sent at one end can be read at the other."""

    def __init__(self) -> None:
        self.end, other = socket.socketpair()
        self.source: BinaryIO = other.makefile("rb")
        other.close()

    def send(self, data: bytes) -> None:
        self.end.sendall(data)

    def close(self) -> None:
        self.end.close()


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    yield made
    made.close()
    made.source.close()


def bounds(*, seconds: float = 5, at_once: int = 2) -> Bodies:
    return Bodies(LIMIT, seconds, at_once)


def announced(length: object, source: object = None) -> dict[str, Any]:
    return {"CONTENT_LENGTH": str(length), "wsgi.input": source or io.BytesIO()}


def chunked(kind: str = "application/json", source: object = None) -> dict[str, Any]:
    return {
        "HTTP_TRANSFER_ENCODING": "chunked",
        "CONTENT_TYPE": kind,
        "wsgi.input": source or io.BytesIO(),
    }


def read(environ: dict[str, Any], limits: Bodies | None = None) -> bytes:
    assert (limits or bounds()).refuse(environ) is None
    body: bytes = environ["wsgi.input"].read()
    return body


@pytest.mark.parametrize("environ", [{}, {"CONTENT_LENGTH": ""}, announced(0)])
def test_a_request_without_a_body_keeps_what_it_has(environ: dict[str, Any]) -> None:
    before = dict(environ)
    assert bounds().refuse(environ) is None
    assert environ == before


@pytest.mark.parametrize("size", [1, 4096, 4097, LIMIT - 1, LIMIT])
def test_a_body_up_to_the_limit_is_read(size: int) -> None:
    sent = b"x" * size
    assert read(announced(size, io.BytesIO(sent))) == sent
    assert read(chunked(source=io.BytesIO(sent))) == sent


@pytest.mark.parametrize("length", [LIMIT + 1, 10**9, 10**17, 10**18, "9" * 5000])
def test_a_longer_one_is_refused_unread(length: object) -> None:
    environ = announced(length, io.BytesIO(b"x"))
    assert isinstance(bounds().refuse(environ), TooLarge)
    assert environ["wsgi.input"].read() == b"x"


def test_an_endless_stream_is_read_up_to_the_limit() -> None:
    class Endless:
        given = 0

        def read(self, size: int) -> bytes:
            self.given += size
            return b"x" * size

    source = Endless()
    with pytest.raises(TooLarge):
        read(chunked(source=source))
    assert source.given == LIMIT + 1


@pytest.mark.parametrize(
    "length", ["-1", "+1", "1.5", "1e3", "0x10", " 5", "5,5", "5, 5", "five", "٥", "1_0"]
)
def test_a_length_is_a_number(length: str) -> None:
    assert isinstance(bounds().refuse(announced(length)), BadRequest)


@pytest.mark.parametrize("coding", ["gzip", "gzip, chunked", "xchunked", "identity", "chunked, chunked", ""])
def test_only_plain_chunks_are_known(coding: str) -> None:
    assert isinstance(bounds().refuse(chunked() | {"HTTP_TRANSFER_ENCODING": coding}), BadRequest)


def test_a_length_and_chunks_contradict_each_other() -> None:
    assert isinstance(bounds().refuse(chunked() | announced(5)), BadRequest)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("application/json; charset=utf-8", None),
        ("Application/Merge-Patch+JSON", None),
        ("application/x-www-form-urlencoded", LengthRequired),
        ("multipart/form-data; boundary=json", LengthRequired),
        ("application/octet-stream", LengthRequired),
        ("", LengthRequired),
    ],
)
def test_what_would_not_show_that_its_end_is_missing_needs_a_length(
    kind: str, error: type[PorticoError] | None
) -> None:
    assert type(bounds().refuse(chunked(kind))) is (error or type(None))


def test_a_body_that_breaks_off_is_not_taken_for_a_whole_one(line: Line) -> None:
    line.send(b"half")
    line.close()
    with pytest.raises(BadRequest, match="broke off"):
        read(announced(8, line.source))


def test_nothing_is_read_before_it_is_asked_for() -> None:
    source = io.BytesIO(b"unread")
    assert bounds().refuse(announced(6, source)) is None
    assert source.tell() == 0


def test_a_body_can_be_read_in_every_way_of_a_file() -> None:
    environ = announced(10, io.BytesIO(b"one\ntwo\n34"))
    assert bounds().refuse(environ) is None
    body = environ["wsgi.input"]
    assert (body.readline(), body.read(2), body.readlines(), body.read()) == (
        b"one\n",
        b"tw",
        [b"o\n", b"34"],
        b"",
    )
    environ = announced(8, io.BytesIO(b"one\ntwo\n"))
    assert bounds().refuse(environ) is None
    assert list(environ["wsgi.input"]) == [b"one\n", b"two\n"]


def test_what_comes_in_pieces_is_waited_for(line: Line) -> None:
    def send() -> None:
        for piece in (b"a", b"b", b"c"):
            time.sleep(0.1)
            line.send(piece)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(send)
        assert read(announced(3, line.source)) == b"abc"


def test_what_trickles_is_given_up_before_its_time(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.2)
    monkeypatch.setattr(bodies, "SLICE", 1)
    stop = threading.Event()

    def trickle() -> None:
        while not stop.wait(0.05):
            line.send(b"x")

    with ThreadPoolExecutor(1) as pool:
        pool.submit(trickle)
        began = time.monotonic()
        with pytest.raises(TooSlow):
            read(announced(LIMIT, line.source), bounds(seconds=60))
        stop.set()
    assert time.monotonic() - began < 30


def test_what_has_stood_still_until_its_connection_was_closed_was_too_slow(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.1)
    limits = bounds()
    line.send(b"x")
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(read, announced(3, line.source), limits)
        assert not limits.overdue()
        eventually(limits.overdue)
        time.sleep(2 / bodies.LEAST_PACE)  # what the byte that came is good for
        line.close()
        assert isinstance(reading.exception(10), TooSlow)
    assert not limits.overdue()


def test_few_slow_ones_are_waited_for_and_the_others_are_refused_at_once() -> None:
    limits = bounds(at_once=2)
    lines = [Line(), Line()]
    with ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(read, announced(3, line.source), limits) for line in lines]
        time.sleep(bodies.PROMPT * 2)
        for _ in range(3):
            began = time.monotonic()
            with pytest.raises(Unavailable) as refused:
                read(announced(3, io.BytesIO(b"abc")), limits)
            assert refused.value.retry_after == 2
            assert time.monotonic() - began < 5
        for line in lines:
            line.send(b"abc")
        assert [one.result(10) for one in waiting] == [b"abc", b"abc"]
    assert read(announced(3, io.BytesIO(b"abc")), limits) == b"abc"
    for line in lines:
        line.close()
        line.source.close()


def test_prompt_ones_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PROMPT", 10)

    class Prompt:
        def read(self, size: int) -> bytes:
            time.sleep(0.02)
            return b"x" * size

    limits = bounds(at_once=1)
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(lambda _: read(announced(3, Prompt()), limits), range(32))) == [b"xxx"] * 32


FILES = {"/files/": 100_000}


def file_bounds(*, at_once: int = 2) -> Bodies:
    return Bodies(LIMIT, 5, at_once, FILES)


def put(length: object, source: object = None, **more: str) -> dict[str, Any]:
    return announced(length, source) | {"REQUEST_METHOD": "PUT", "PATH_INFO": "/files/a"} | more


def test_a_file_may_be_larger_where_files_are_put() -> None:
    assert file_bounds().refuse(put(100_000)) is None
    assert isinstance(file_bounds().refuse(put(100_001)), TooLarge)
    assert isinstance(file_bounds().refuse(put("x")), BadRequest)
    for elsewhere in ({"REQUEST_METHOD": "POST"}, {"PATH_INFO": "/others/a"}):
        assert isinstance(file_bounds().refuse(put(LIMIT + 1, **elsewhere)), TooLarge)


def test_a_file_says_how_long_it_is() -> None:
    chunked_file = put(10, HTTP_TRANSFER_ENCODING="chunked")
    assert isinstance(file_bounds().refuse(chunked_file), LengthRequired)
    with pytest.raises(LengthRequired):
        file_of({"wsgi.input": io.BytesIO()})


def test_a_file_is_written_as_it_comes() -> None:
    environ = put(50_000, io.BytesIO(b"x" * 50_000 + b"the next request"))
    assert file_bounds().refuse(environ) is None
    found, into = file_of(environ), io.BytesIO()
    assert isinstance(found, File)
    found.pour(into)
    assert into.getvalue() == b"x" * 50_000
    with pytest.raises(io.UnsupportedOperation):
        found.read()


def test_a_file_that_breaks_off_is_refused() -> None:
    environ = put(50_000, io.BytesIO(b"x" * 49_999))
    file_bounds().refuse(environ)
    with pytest.raises(BadRequest):
        file_of(environ).pour(io.BytesIO())


def test_a_file_that_comes_too_slowly_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", -1.0)
    environ = put(50_000, io.BytesIO(b"x" * 50_000))
    file_bounds().refuse(environ)
    with pytest.raises(TooSlow):
        file_of(environ).pour(io.BytesIO())


def test_files_leave_places_for_others(line: Line) -> None:
    bounds = file_bounds(at_once=2)
    slow, other = put(50_000, line.source), put(10, io.BytesIO(b"x" * 10))
    bounds.refuse(slow)
    bounds.refuse(other)
    with ThreadPoolExecutor(1) as one:
        waiting = one.submit(file_of(slow).pour, io.BytesIO())
        eventually(lambda: bool(bounds._begun))
        with pytest.raises(Unavailable):
            file_of(other).pour(io.BytesIO())
        assert bounds.receive(io.BytesIO(b"{}"), 2) == b"{}"
        line.send(b"x" * 50_000)
        waiting.result(10)
    file_of(other).pour(io.BytesIO())
