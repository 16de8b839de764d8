"""How a worker leaves: what has reached it is answered, what comes now is left to others, all is stopped."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask

from portico.platform.lifecycle import Lifecycle
from portico.platform.sockets import connections, is_attended, is_unheard, take_no_more
from portico.web.instrumentation import IN_FLIGHT, InFlight

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger("portico.server")

FAREWELL = 0.3
"""Seconds in which connections that are in use learn that they end, each behind its answer."""
PATIENCE = 5.0
"""The most seconds for which a worker waits until all that was sent to it has been read."""
LOOK = 0.02
"""Seconds between two looks at the connections."""
LAST_WORDS = 1.0
"""Seconds for which Granian may go on when it has no connection left."""


class Departure:
    """The way out of a worker process that answers requests; it takes at most so many seconds.

    Granian by itself closes, at SIGTERM, every connection whose request it has not begun to read, new ones
    too (hyper, `Connection::graceful_shutdown`), and takes new ones up to that moment.
    """

    def __init__(self, app: Flask, listener: socket.socket, seconds: float) -> None:
        self._app = app
        self._lifecycle: Lifecycle = app.extensions["portico.lifecycle"]
        self._in_flight: InFlight = app.extensions[IN_FLIGHT]
        self._listener = listener
        self._port: int = listener.getsockname()[1]
        self._seconds = seconds

    def begin(self, *_: object) -> None:
        """Leave. May be called by a signal, and more than once."""
        if not self._lifecycle.ending:
            self._lifecycle.ending = True
            self._lifecycle.deadline = time.monotonic() + self._seconds
            self._app.wsgi_app = _Closing(self._app.wsgi_app)  # type: ignore[method-assign]
            threading.Thread(target=self._leave, name="departure", daemon=True).start()

    def _leave(self) -> None:
        # Told so before Granian listens to signals and to the port, it would die without its stop.
        self._wait_while(lambda: not is_attended(self._listener), self._seconds)
        time.sleep(FAREWELL)
        take_no_more(self._listener)
        self._wait_while(self._is_told_something, PATIENCE)
        # Granian ends what has been begun, and with it the process and this thread.
        os.kill(os.getpid(), signal.SIGTERM)
        self._wait_while(self._is_in_use, self._seconds)
        if not self._is_in_use():
            time.sleep(LAST_WORDS)
        self._give_up()

    def _wait_while(self, holds: Callable[[], bool], most: float) -> None:
        """Wait until something has twice in a row not held; a connection may just be between two states."""
        until, free = time.monotonic() + self._lifecycle.patience(most), 0
        while free < 2 and time.monotonic() < until:
            time.sleep(LOOK)
            free = 0 if holds() else free + 1

    def _is_told_something(self) -> bool:
        for _, connection in connections(self._port):
            with suppress(OSError):
                if is_unheard(connection):
                    return True
        return False

    def _is_in_use(self) -> bool:
        return any(connections(self._port))

    def _give_up(self) -> None:
        """End the process although it is not done, and say which requests get no answer."""
        for request in self._in_flight.requests():
            log.warning("request_cut", **request)
        self._lifecycle.stop()
        os._exit(0)


class _Closing:
    """Answers, and asks the client to send its next request by a new connection (RFC 9112, 9.6)."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def respond(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            return start_response(status, [*headers, ("Connection", "close")], exc_info)

        return self._app(environ, respond)
