"""The outermost layer: a name for every request, security headers on every answer, one access line each."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from time import perf_counter
from typing import TYPE_CHECKING, Any

import structlog
from flask import request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = structlog.get_logger("portico.access")

REQUEST_ID = "portico.request_id"
ROUTE = "portico.route"
WELL_FORMED = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = ("/static/", "/media/", "/health", "/_dev/")

Headers = list[tuple[str, str]]


class Edge:
    """WSGI middleware around the whole application."""

    def __init__(self, app: WSGIApplication, headers: Headers) -> None:
        self._app = app
        self._headers = headers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started = perf_counter()
        given = environ.get("HTTP_X_REQUEST_ID", "")
        name = given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
        environ[REQUEST_ID] = name

        def respond(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:
            present = {header.lower() for header, _ in headers}
            headers.extend(pair for pair in self._headers if pair[0].lower() not in present)
            headers.append(("X-Request-ID", name))
            _access_line(environ, status, started)
            return start_response(status, headers, exc_info)

        return self._app(environ, respond)


def request_id() -> str:
    """The name of the current request, which its answer and its log line carry."""
    return str(request.environ.get(REQUEST_ID, ""))


def _access_line(environ: WSGIEnvironment, status: str, started: float) -> None:
    path = environ.get("PATH_INFO", "")
    if path.startswith(QUIET) and status[0] in "23":
        return
    log.info(
        "request",
        request_id=environ[REQUEST_ID],
        method=environ["REQUEST_METHOD"],
        route=environ.get(ROUTE, ""),
        status=int(status[:3]),
        duration_ms=round((perf_counter() - started) * 1000, 1),
    )
