"""Clients that never stop asking, and what became of each of their requests."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATIENCE = 60.0


@dataclass
class Request:
    """One request, and what became of it."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    name: str = ""
    reused: bool = False
    """Whether it went over a connection that had carried others."""
    sent: float = 0.0
    """When its last byte had been handed to the system, by time.monotonic; 0 when it never was."""
    begun: bool = False
    """Whether the head of an answer came."""
    status: int = 0
    """The status of the answer, when all of it came; else 0."""
    answer: bytes = b""
    error: str = ""


Make = Callable[[], Request]


def row() -> Request:
    """Write a row of the probe; its name is the request's."""
    name = uuid.uuid4().hex
    return Request("POST", f"/probe/rows?name={name}", name=name)


def page(path: str) -> Make:
    """Read a page."""
    return lambda: Request("GET", path)


def newcomer() -> Request:
    """Read a page by a connection that carries nothing else."""
    return Request("GET", "/blog/a", headers={"Connection": "close"})


class Load:
    """Clients that ask while the block runs; each keeps its connection for as long as it is let.

    They hesitate so many seconds between making a connection and sending the first request by it.
    """

    def __init__(
        self, address: str, *makes: Make, clients: int = 8, pause: float = 0, hesitation: float = 0
    ) -> None:
        self.requests: list[Request] = []
        self._address = urlsplit(address).netloc
        self._pause = pause
        self._hesitation = hesitation
        self._stop = threading.Event()
        kinds = itertools.islice(itertools.cycle(makes), clients)
        self._threads = [threading.Thread(target=self._ask, args=(make,), daemon=True) for make in kinds]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "a client waits for an answer that never comes"

    def _ask(self, make: Make) -> None:
        connection = http.client.HTTPConnection(self._address, timeout=PATIENCE)
        while not self._stop.is_set():
            request = make()
            self.requests.append(request)
            if not send(connection, request, self._hesitation):
                connection.close()
                self._stop.wait(0.02)
            self._stop.wait(self._pause)
        connection.close()

    def failed(self) -> Iterator[Request]:
        """The requests that got no whole answer of success."""
        return (request for request in self.requests if not 200 <= request.status < 400)


def send(connection: http.client.HTTPConnection, request: Request, hesitation: float = 0) -> bool:
    """Send a request and read its answer; whether all of the answer came."""
    request.reused = connection.sock is not None
    try:
        if hesitation and not request.reused:
            connection.connect()
            time.sleep(hesitation)
        connection.request(request.method, request.path, body=request.body, headers=dict(request.headers))
        request.sent = time.monotonic()
        response = connection.getresponse()
        request.begun = True
        request.answer = response.read()
        request.status = response.status
    except (http.client.HTTPException, OSError) as error:
        request.error = repr(error)
    return bool(request.status)
