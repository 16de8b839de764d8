"""Servers are started, asked, weighed and stopped; the load generator of our own counts answers."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from benchmarks.load import CODINGS, Refused, drive
from benchmarks.servers import Server, baseline

SIZE = 4096


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with baseline("flask", SIZE, port) as running:
        yield running


def test_a_baseline_answers_the_bytes_it_was_asked_for(server: Server) -> None:
    assert len(server.get("/")) == SIZE


def test_a_server_knows_its_memory_and_its_time(server: Server) -> None:
    assert 10 < server.worker_memory() < 500
    assert server.cpu_seconds() > 0


def test_our_own_generator_counts_answers(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert all(drive(f"{server.address}/", 0.2, codings) > 10 for codings in (CODINGS, ""))


def test_an_answer_that_was_not_meant_is_not_counted(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(Refused):
        drive(f"{server.address}/nowhere", 0.2)
