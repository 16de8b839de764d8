"""The connections of this process: those that stand still are closed, since the server itself has patience.

Granian gives a time to request heads only. Without this, clients that stop sending a body, or stop taking an
answer, would keep their connections, and threads that wait for them, for as long as they like.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic

LEAST_BYTES = 512
"""What a connection must move, both ways together, so as not to stand still."""
PATIENCE = 60.0
"""Seconds that a connection may stand still."""
PATIENCE_IN_NEED = 5.0
"""The same while a thread waits for one that does."""
TRAFFIC_AT = 120
"""Where `struct tcp_info` of linux/tcp.h keeps the bytes that were acknowledged and received."""
TRAFFIC = struct.Struct("@QQ")


class Connections:
    """Looks at the connections to one port every `seconds`, in a thread of its own; on Linux only.

    `in_need` says whether a thread waits for a connection that may be standing still.
    """

    def __init__(self, port: int, in_need: Callable[[], bool], *, seconds: float = PATIENCE_IN_NEED) -> None:
        self._port = port
        self._in_need = in_need
        self._seconds = seconds
        self._moved: dict[str, tuple[int, float]] = {}
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to look."""
        if sys.platform == "linux":
            self._stopping.clear()
            self._thread = threading.Thread(target=self._run, name="connections", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        if self._thread:
            self._thread.join()

    def look(self, now: float) -> int:
        """Close what stands still for too long at this moment, in seconds, and say how many that were."""
        patience = PATIENCE_IN_NEED if self._in_need() else PATIENCE
        moved: dict[str, tuple[int, float]] = {}
        closed = 0
        for descriptor, identity in _sockets():
            # A connection may end while it is looked at, and other sockets have no such figures.
            with contextlib.suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as connection:
                traffic = self._traffic(connection)
                mark = self._moved.get(identity)
                moved[identity] = mark if mark and traffic - mark[0] < LEAST_BYTES else (traffic, now)
                if now - moved[identity][1] >= patience:
                    connection.shutdown(socket.SHUT_RDWR)
                    closed += 1
        self._moved = moved
        return closed

    def _run(self) -> None:
        while not self._stopping.wait(self._seconds):
            self.look(monotonic())

    def _traffic(self, connection: socket.socket) -> int:
        """The bytes that a connection to our port has moved. Raises OSError for any other socket."""
        if connection.family not in (socket.AF_INET, socket.AF_INET6):
            raise OSError("not a connection over TCP")
        if connection.getsockname()[1] != self._port:
            raise OSError("a connection to somebody else")
        connection.getpeername()
        info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, TRAFFIC_AT + TRAFFIC.size)
        return sum(TRAFFIC.unpack_from(info, TRAFFIC_AT))


def _sockets() -> Iterator[tuple[int, str]]:
    """The sockets of this process: the number of each, and a name that no later one will have."""
    for entry in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):
            target = str(entry.readlink())
            if target.startswith("socket:"):
                yield int(entry.name), target
