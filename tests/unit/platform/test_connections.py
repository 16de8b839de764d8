"""Connections that hardly move are closed."""

from __future__ import annotations

import contextlib
import socket
import sys
import time

import pytest

from portico.platform.connections import LEAST_BYTES, PATIENCE, PATIENCE_IN_NEED, Connections

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the figures are those of Linux")

Pair = tuple[socket.socket, socket.socket]


def connected(listener: socket.socket) -> Pair:
    client = socket.create_connection(listener.getsockname(), timeout=5)
    ours, _ = listener.accept()
    ours.settimeout(5)
    return client, ours


def is_open(pair: Pair) -> bool:
    try:
        pair[1].sendall(b"?")
        return pair[0].recv(65536) != b""
    except OSError:
        return False


def close(*pairs: Pair) -> None:
    for pair in pairs:
        for end in pair:
            end.close()


def looking(listener: socket.socket, *, in_need: bool = False, seconds: float = 5) -> Connections:
    return Connections(listener.getsockname()[1], lambda: in_need, seconds=seconds)


def test_only_connections_that_move_are_kept(listener: socket.socket) -> None:
    silent, dripping, sending, taking = (connected(listener) for _ in range(4))
    connections = looking(listener)
    assert connections.look(0) == 0
    dripping[0].sendall(b"x" * (LEAST_BYTES - 1))
    sending[0].sendall(b"x" * LEAST_BYTES)
    taking[1].sendall(b"x" * LEAST_BYTES)
    taking[0].recv(65536)
    time.sleep(0.1)
    assert [connections.look(now) for now in (PATIENCE - 1, PATIENCE)] == [0, 2]
    assert [is_open(pair) for pair in (silent, dripping, sending, taking)] == [False, False, True, True]
    close(silent, dripping, sending, taking)


def test_patience_is_shorter_while_a_thread_waits(listener: socket.socket) -> None:
    pair = connected(listener)
    connections = looking(listener, in_need=True)
    assert [connections.look(now) for now in (0, PATIENCE_IN_NEED - 1, PATIENCE_IN_NEED)] == [0, 0, 1]
    close(pair)


def test_what_drips_for_long_enough_has_moved(listener: socket.socket) -> None:
    pair = connected(listener)
    connections = looking(listener)
    for moment in range(10):
        pair[0].sendall(b"x" * (LEAST_BYTES // 4))
        time.sleep(0.02)
        assert connections.look(moment * PATIENCE / 5) == 0
    close(pair)


def test_an_answer_that_nobody_takes_ends(listener: socket.socket) -> None:
    pair = connected(listener)
    pair[1].setblocking(False)
    with contextlib.suppress(BlockingIOError):
        while pair[1].send(b"x" * 65536):
            pass
    time.sleep(0.3)
    connections = looking(listener)
    assert [connections.look(0), connections.look(PATIENCE)] == [0, 1]
    close(pair)


def test_connections_to_others_and_other_sockets_are_left_alone(listener: socket.socket) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        pair = connected(other)
        one, two = socket.socketpair()
        connections = looking(listener)
        assert [connections.look(0), connections.look(PATIENCE * 2)] == [0, 0]
        assert is_open(pair)
        one.sendall(b"x")
        assert two.recv(1) == b"x"
        one.close()
        two.close()
        close(pair)


def test_it_looks_by_itself_until_it_is_stopped(
    listener: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portico.platform.connections.PATIENCE", 0.2)
    connections = looking(listener, seconds=0.05)
    connections.start()
    pair = connected(listener)
    assert pair[0].recv(1) == b""
    connections.stop()
    another = connected(listener)
    time.sleep(0.5)
    assert is_open(another)
    close(pair, another)
