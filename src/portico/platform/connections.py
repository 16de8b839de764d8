"""The connections of this process: those that stand still are closed, since the server itself has patience.

Granian gives a time to request heads only. Without this, clients that stop sending a body, or stop taking an
answer, would keep their connections, and threads that wait for them, for as long as they like.
"""

from __future__ import annotations

import contextlib
import socket
import sys
from collections.abc import Callable
from time import monotonic

from portico.platform.rounds import Rounds
from portico.platform.sockets import connections, traffic

LEAST_BYTES = 512
"""What a connection must move, both ways together, so as not to stand still."""
PATIENCE = 60.0
"""Seconds that a connection may stand still."""
PATIENCE_IN_NEED = 5.0
"""The same while a thread waits for one that does."""


class Connections:
    """Looks at the connections to one port every `seconds`, in a thread of its own; on Linux only.

    `in_need` says whether a thread waits for a connection that may be standing still.
    """

    def __init__(self, port: int, in_need: Callable[[], bool], *, seconds: float = PATIENCE_IN_NEED) -> None:
        self._port = port
        self._in_need = in_need
        self._rounds = Rounds("connections", lambda: self.look(monotonic()), seconds)
        self._moved: dict[str, tuple[int, float]] = {}

    def start(self) -> None:
        """Begin to look."""
        if sys.platform == "linux":
            self._rounds.start()

    def stop(self) -> None:
        """Look no more."""
        self._rounds.stop()

    def look(self, now: float) -> int:
        """Close what stands still for too long at this moment, in seconds, and say how many that were."""
        patience = PATIENCE_IN_NEED if self._in_need() else PATIENCE
        moved: dict[str, tuple[int, float]] = {}
        closed = 0
        for name, connection in connections(self._port):
            # It may end while it is looked at.
            with contextlib.suppress(OSError):
                so_far = traffic(connection)
                mark = self._moved.get(name)
                moved[name] = mark if mark and so_far - mark[0] < LEAST_BYTES else (so_far, now)
                if now - moved[name][1] >= patience:
                    connection.shutdown(socket.SHUT_RDWR)
                    closed += 1
        self._moved = moved
        return closed
