"""HTTP by the byte: requests that break off, and answers that nobody reads to the end."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any, NamedTuple
from urllib.parse import urlsplit

PATIENCE = 60.0
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER of no time: closing tells the other side that the connection is gone, at once."""


class Exchange(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes
    size: int
    """Bytes of the whole answer, its head included."""

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def posting(path: str, value: object, **headers: str) -> bytes:
    """A POST request with a JSON body, as it goes over the wire."""
    body = json.dumps(value).encode()
    fields = {"Host": "127.0.0.1", "Content-Type": "application/json", "Content-Length": str(len(body))}
    lines = [f"{name.replace('_', '-')}: {text}" for name, text in (fields | headers).items()]
    return "\r\n".join([f"POST {path} HTTP/1.1", *lines, "Connection: close", "", ""]).encode() + body


def exchange(address: str, sent: bytes) -> Exchange:
    """Send a request that closes its connection, and read the whole answer."""
    with _connected(address) as connection:
        connection.sendall(sent)
        received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return Exchange(int(first.split()[1]), headers, body, len(received))


def break_off(address: str, sent: bytes, *, read: int = 0) -> None:
    """Send some bytes, read at most some bytes, and cut the connection."""
    with _connected(address) as connection:
        connection.sendall(sent)
        while read > 0 and (received := connection.recv(read)):
            read -= len(received)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)


def _connected(address: str) -> socket.socket:
    target = urlsplit(address)
    assert target.hostname
    assert target.port
    return socket.create_connection((target.hostname, target.port), timeout=PATIENCE)
