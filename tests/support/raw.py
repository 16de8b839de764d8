"""Requests as bytes, and what comes back for them, for what no client library would send."""

from __future__ import annotations

import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def connect(port: int, *, source: str = "", seconds: float = 30) -> socket.socket:
    """A connection to a port of this machine, from another of its loopback addresses if one is named."""
    return socket.create_connection(("127.0.0.1", port), timeout=seconds, source_address=(source, 0))


def ask(port: int, path: str, headers: Mapping[str, str] | None = None, *, source: str = "") -> Reply:
    """The answer to a plain GET with exactly these headers."""
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in (headers or {}).items())]
    with connect(port, source=source) as connection:
        connection.sendall("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1"))
        return replies(everything(connection))[0]


def everything(connection: socket.socket) -> bytes:
    """All that comes until the other side closes, or hangs up."""
    found = b""
    try:
        while part := connection.recv(65536):
            found += part
    except ConnectionError:
        pass
    return found


def replies(stream: bytes) -> list[Reply]:
    """The whole answers in what a connection gave; the last may lack its length and end with it."""
    found = []
    while stream:
        head, gap, rest = stream.partition(b"\r\n\r\n")
        if not gap:
            break
        status, *lines = head.decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in lines)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        body, stream = _body(headers, rest)
        found.append(Reply(int(status.split()[1]), headers, body))
    return found


def _body(headers: Mapping[str, str], rest: bytes) -> tuple[bytes, bytes]:
    if headers.get("transfer-encoding") == "chunked":
        return _unchunked(rest)
    length = int(headers.get("content-length", len(rest)))
    return rest[:length], rest[length:]


def _unchunked(rest: bytes) -> tuple[bytes, bytes]:
    body = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        length = int(size or b"0", 16)
        body, rest = body + rest[:length], rest[length + 2 :]
        if not length:
            break
    return body, rest
