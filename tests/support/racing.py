"""Requests that arrive at the same moment: the head of each is sent but for its end before any is whole."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

PATIENCE = 60.0
END = b"\r\n\r\n"


class Arrival(NamedTuple):
    """What one of them was answered."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def get(path: str, host: str, headers: Mapping[str, str]) -> bytes:
    """A whole request for a page."""
    return _request("GET", path, host, headers, b"")


def post(path: str, host: str, headers: Mapping[str, str], body: Any = None) -> bytes:
    """A whole request with a body of JSON."""
    return _request(
        "POST", path, host, {**headers, "Content-Type": "application/json"}, json.dumps(body).encode()
    )


def delete(path: str, host: str, headers: Mapping[str, str]) -> bytes:
    """A whole request to remove something."""
    return _request("DELETE", path, host, headers, b"")


def race(port: int, requests: Sequence[bytes]) -> list[Arrival]:
    """Send requests to a port of this machine at the same moment, and give the answers in their order."""
    doors = [socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) for _ in requests]
    try:
        # A server that has the whole head begins, and counts those whose body is slow to come.
        ends = [request.index(END) + len(END) - 1 for request in requests]
        for door, request, end in zip(doors, requests, ends, strict=True):
            door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            door.sendall(request[:end])
        for door, request, end in zip(doors, requests, ends, strict=True):
            door.sendall(request[end:])
        return [_answer(door) for door in doors]
    finally:
        for door in doors:
            door.close()


def _request(method: str, path: str, host: str, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [
        f"{method} {path} HTTP/1.1",
        f"Host: {host}",
        "Connection: close",
        f"Content-Length: {len(body)}",
    ]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _answer(door: socket.socket) -> Arrival:
    answer = http.client.HTTPResponse(door)
    answer.begin()
    return Arrival(answer.status, answer.headers, answer.read())
