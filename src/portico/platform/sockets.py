"""The connections of this process at one port, and what the system knows of each; Linux only."""

from __future__ import annotations

import fcntl
import os
import select
import socket
import struct
import sys
import termios
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

YOUNG = 1.0
"""Seconds within which the first request of a new connection is likely to be on its way."""
FIGURES = 136
"""The bytes of `struct tcp_info` (linux/tcp.h) up to the last of the figures below."""
WAITING_AT = 24
"""Of a listening socket: connections that nobody has taken yet."""
SINCE_RECEIVED_AT = 52
"""Milliseconds since something was received, at first since the connection was made."""
TRAFFIC_AT = 120
"""The bytes that were acknowledged and those that were received."""
NUMBER = struct.Struct("@I")
TRAFFIC = struct.Struct("@QQ")
OWN = Path("/proc/self")
EVENT_LOOP = "anon_inode:[eventpoll]"


def connections(port: int) -> Iterator[tuple[str, socket.socket]]:
    """Each connection of this process at a port, under a name that no later one will have."""
    for number, kind in _open():
        # A connection may end while it is looked at, and sockets of other kinds have no such figures.
        with suppress(OSError):
            if kind.startswith("socket:"):
                with socket.socket(fileno=os.dup(number)) as found:
                    if _is_connection(found, port):
                        yield kind, found


def traffic(connection: socket.socket) -> int:
    """The bytes that a connection has moved, both ways together. Raises OSError once it has ended."""
    return sum(TRAFFIC.unpack_from(_figures(connection), TRAFFIC_AT))


def is_unheard(connection: socket.socket) -> bool:
    """Whether a request lies unread at a connection, or its first is likely to be on its way.

    Raises OSError once it has ended.
    """
    unread = NUMBER.unpack(fcntl.ioctl(connection, termios.FIONREAD, bytes(NUMBER.size)))[0]
    figures = _figures(connection)
    _, received = TRAFFIC.unpack_from(figures, TRAFFIC_AT)
    quiet = NUMBER.unpack_from(figures, SINCE_RECEIVED_AT)[0] / 1000
    return bool(unread) or (not received and quiet < YOUNG)


def waiting(listener: socket.socket) -> int:
    """How many connections wait at a listening socket to be taken, by whatever process."""
    if sys.platform != "linux":
        return 0
    return int(NUMBER.unpack_from(_figures(listener), WAITING_AT)[0])


def is_attended(listener: socket.socket) -> bool:
    """Whether an event loop of this process is told of newcomers at a listening socket."""
    return sys.platform != "linux" or any(_is_told(number, listener) for number in _event_loops())


def take_no_more(listener: socket.socket) -> None:
    """Have this process take no connections from a socket that others may go on taking them from.

    Its event loops are told of newcomers no more (epoll(7)); closing the socket under them would leave them
    in a state that they do not expect.
    """
    for number in _event_loops():
        with suppress(OSError), select.epoll.fromfd(os.dup(number)) as loop:
            loop.unregister(listener)


def _open() -> Iterator[tuple[int, str]]:
    """What this process has open: the number and the kind of each."""
    if sys.platform == "linux":
        for entry in (OWN / "fd").iterdir():
            with suppress(OSError):
                yield int(entry.name), str(entry.readlink())


def _event_loops() -> Iterator[int]:
    return (number for number, kind in _open() if kind == EVENT_LOOP)


def _is_told(loop: int, listener: socket.socket) -> bool:
    """Whether an event loop has a socket among what it looks at (proc_pid_fdinfo(5))."""
    try:
        lines = (OWN / "fdinfo" / str(loop)).read_text().splitlines()
    except OSError:
        return False
    return any(line.split()[:2] == ["tfd:", str(listener.fileno())] for line in lines)


def _is_connection(found: socket.socket, port: int) -> bool:
    if found.family not in (socket.AF_INET, socket.AF_INET6) or found.getsockname()[1] != port:
        return False
    return not found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)


def _figures(connection: socket.socket) -> bytes:
    return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, FIGURES)
