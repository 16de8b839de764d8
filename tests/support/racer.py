"""Requests that arrive at one moment: last-byte synchronisation over raw HTTP/1.1.

Each connection sends all of its request but the end; then one loop lets all the ends go. On one machine they
arrive within a millisecond (James Kettle, “Smashing the state machine”, 2023).
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from tests.support import raw
from tests.support.accounts import BELOW, Person

SETTLE = 0.005
"""Seconds in which the server takes the connections, before the ends are let go."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A request in two parts."""

    most: bytes
    end: bytes
    source: str


def shot(person: Person, path: str, body: Any = None, *, method: str = "POST", source: str = "") -> Shot:
    """A request of somebody, as their browser or program sends it; `source` has it come from elsewhere."""
    payload = b"" if body is None else json.dumps(body).encode()
    headers = {"Host": "127.0.0.1", **person.headers(BELOW + path), "Connection": "close"}
    if body is not None:
        headers["Content-Type"] = "application/json"
    if method != "GET":
        headers["Content-Length"] = str(len(payload))
    lines = [f"{method} {BELOW}{path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    # The server begins with a request when its head is whole, so it is the head that is held back.
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    return Shot(head[:-1], head[-1:] + payload, source or person.source)


def volley(port: int, shots: Sequence[Shot]) -> list[raw.Reply]:
    """Let all of them go at once; the answers, in the order of the shots."""
    with ExitStack() as stack:
        doors = [stack.enter_context(raw.connect(port, source=one.source)) for one in shots]
        for door, one in zip(doors, shots, strict=True):
            door.sendall(one.most)
        time.sleep(SETTLE)
        for door, one in zip(doors, shots, strict=True):
            door.sendall(one.end)
        return [raw.replies(raw.everything(door))[0] for door in doors]
