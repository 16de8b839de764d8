"""A TCP proxy that fails as networks do: gone, silent, slow, cut."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER so that closing resets the connection."""


class FaultProxy:
    """Hands on what comes to its port, unless it is told to fail."""

    def __init__(self, host: str, port: int) -> None:
        self._upstream = (host, port)
        self._listener: socket.socket | None = None
        self._flowing = threading.Event()
        self._ends: set[socket.socket] = set()
        self._delay = 0.0
        self.port = 0
        self.heal()

    def heal(self) -> None:
        """Hand everything on at once, what was held back as well."""
        self._delay = 0.0
        self._flowing.set()
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self.port))
            self.port = self._listener.getsockname()[1]
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def blackhole(self) -> None:
        """Take everything, hand nothing on."""
        self._flowing.clear()

    def slow(self, seconds: float) -> None:
        """Hold back each piece, in both directions."""
        self._delay = seconds

    def reset(self) -> None:
        """Cut every connection; new ones are let in."""
        for end in list(self._ends):
            with suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def down(self) -> None:
        """Cut every connection and refuse new ones."""
        if self._listener is not None:
            with suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._listener = None
        self.reset()
        self._flowing.set()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                threading.Thread(target=self._connect, args=(near,), daemon=True).start()

    def _connect(self, near: socket.socket) -> None:
        self._ends.add(near)
        try:
            far = socket.create_connection(self._upstream)
        except OSError:
            near.close()
            return
        self._ends.add(far)
        threading.Thread(target=self._pump, args=(far, near), daemon=True).start()
        self._pump(near, far)

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                self._flowing.wait()
                time.sleep(self._delay)
                target.sendall(piece)
        for end in (source, target):
            self._ends.discard(end)
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def fault_proxy(host: str, port: int) -> Iterator[FaultProxy]:
    """A proxy before a server, until the block ends."""
    proxy = FaultProxy(host, port)
    try:
        yield proxy
    finally:
        proxy.down()
