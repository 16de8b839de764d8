"""What a worker process loads: the application with the settings of its environment, started."""

from __future__ import annotations

import os
import signal
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask

from portico.main import create_app
from portico.platform.lifecycle import Lifecycle, StartFailed
from portico.platform.processes import LEAVE_SOON, end_with_parent
from portico.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger("portico.server")


def application() -> Flask:
    """The application of this process."""
    settings = load_settings()
    # Granian puts the environment of the process into that of every request, where no secret belongs.
    for name in [name for name in os.environ if name.startswith("PORTICO_")]:
        del os.environ[name]
    return begin(create_app(settings))


def begin(app: Flask) -> Flask:
    """Start what the application needs, and have it stopped when this worker process ends.

    Raises SystemExit, after saying why, when a part cannot start.
    """
    end_with_parent(os.getppid())
    lifecycle: Lifecycle = app.extensions["portico.lifecycle"]
    try:
        lifecycle.start()
    except StartFailed as error:
        log.error("start_failed", reason=str(error))  # noqa: TRY400 - one line says it
        raise SystemExit(1) from None
    # Workers are child processes of multiprocessing, which end without running `atexit`.
    Finalize(None, lifecycle.stop, exitpriority=10)
    signal.signal(LEAVE_SOON, lambda *_: _leave_soon(app, lifecycle))
    return app


def _leave_soon(app: Flask, lifecycle: Lifecycle) -> None:
    if not lifecycle.ending:
        lifecycle.ending = True
        app.wsgi_app = _Closing(app.wsgi_app)  # type: ignore[method-assign]


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
