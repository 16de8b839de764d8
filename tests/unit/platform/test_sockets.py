"""What a process knows of its connections at one port."""

from __future__ import annotations

import select
import socket
import sys
import time
from collections.abc import Iterator

import pytest

from portico.platform import sockets
from portico.platform.sockets import connections, is_attended, is_unheard, take_no_more, traffic, waiting

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the figures are those of Linux")

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair(listener: socket.socket) -> Iterator[Pair]:
    """A client, and our end of its connection."""
    with socket.create_connection(listener.getsockname(), timeout=5) as client:
        ours, _ = listener.accept()
        with ours:
            yield client, ours


def test_connections_are_those_of_the_port_and_not_its_listener(listener: socket.socket, pair: Pair) -> None:
    port = listener.getsockname()[1]
    assert [found.getpeername() for _, found in connections(port)] == [pair[0].getsockname()]
    with socket.create_server(("127.0.0.1", 0)) as other:
        assert list(connections(other.getsockname()[1])) == []


def test_traffic_counts_both_ways(pair: Pair) -> None:
    pair[0].sendall(b"x" * 10)
    pair[1].sendall(b"x" * 5)
    pair[0].recv(5)
    until = time.monotonic() + 5
    while traffic(pair[1]) < 15 and time.monotonic() < until:
        time.sleep(0.01)
    assert traffic(pair[1]) == 15


def test_a_connection_is_unheard_while_something_lies_unread(pair: Pair) -> None:
    pair[0].sendall(b"?")
    time.sleep(0.05)
    assert is_unheard(pair[1])
    pair[1].recv(1)
    assert not is_unheard(pair[1])


def test_a_silent_connection_is_unheard_as_long_as_it_is_young(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_unheard(pair[1])
    monkeypatch.setattr(sockets, "YOUNG", 0.05)
    time.sleep(0.1)
    assert not is_unheard(pair[1])


def test_connections_wait_until_they_are_taken(listener: socket.socket) -> None:
    clients = [socket.create_connection(listener.getsockname()) for _ in range(2)]
    assert waiting(listener) == 2
    for left in (1, 0):
        listener.accept()[0].close()
        assert waiting(listener) == left
    for client in clients:
        client.close()


def test_event_loops_hear_of_no_newcomers_any_more_and_the_port_stays_open(listener: socket.socket) -> None:
    with select.epoll() as loop, select.epoll() as idle:
        assert not is_attended(listener)
        loop.register(listener, select.EPOLLIN | select.EPOLLET)
        assert is_attended(listener)
        take_no_more(listener)
        assert not is_attended(listener)
        with socket.create_connection(listener.getsockname(), timeout=5):
            assert loop.poll(0.2) == []
            assert waiting(listener) == 1
        assert not loop.closed
        assert not idle.closed
