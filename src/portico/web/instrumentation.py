"""What is known of a request while Flask answers it: for log lines, for traces, and how many there are.

Requests that the page cache answers do not come here: they have their record, and no span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from flask import has_request_context, request

from portico.platform.metrics import Metrics
from portico.platform.tracing import Tracing
from portico.web.edge import ROUTE
from portico.web.names import REQUEST_ID, TRACE
from portico.web.request_metrics import METHODS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from portico.platform.trace_context import TraceContext

METRICS = "portico.metrics"
TRACING = "portico.tracing"
IN_FLIGHT = "portico.in_flight"


def log_context() -> Mapping[str, Any]:
    """The names of the current request, for each line that is logged while it is answered.

    Asked for when there is a line, so that a request without one pays nothing.
    """
    if not has_request_context():
        return {}
    trace: TraceContext | None = request.environ.get(TRACE)
    return {
        "request_id": request.environ.get(REQUEST_ID, ""),
        "trace_id": trace.trace_id if trace else "",
        "route": request.url_rule.rule if request.url_rule else "",
    }


class InFlight:
    """WSGI middleware that knows which requests are being answered."""

    def __init__(self, app: WSGIApplication, metrics: Metrics) -> None:
        self._app = app
        self._running: dict[int, WSGIEnvironment] = {}
        metrics.level(
            "portico_http_requests_in_flight",
            "Requests being answered, those of the page cache not counted.",
            lambda: len(self._running),
        )

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer, and know of it meanwhile."""
        mark = id(environ)
        self._running[mark] = environ
        try:
            return self._app(environ, start_response)
        finally:
            del self._running[mark]

    def requests(self) -> list[dict[str, str]]:
        """The names of those that are being answered, as log lines have them."""
        return [
            {
                "method": environ["REQUEST_METHOD"],
                "route": environ.get(ROUTE, ""),
                "request_id": environ.get(REQUEST_ID, ""),
            }
            for environ in list(self._running.values())
        ]


class Traced:
    """WSGI middleware that puts a span around each request, under the names its log lines have."""

    def __init__(self, app: WSGIApplication, tracing: Tracing) -> None:
        self._app = app
        self._tracing = tracing

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer inside a span. It has no path, query or address: those may tell of a person."""
        method = environ["REQUEST_METHOD"]
        method = method if method in METHODS else "other"
        with self._tracing.span(method, "SERVER", context=environ.get(TRACE)) as span:

            def respond(
                status: str, headers: list[tuple[str, str]], exc_info: Any = None
            ) -> Callable[[bytes], object]:
                if span:
                    span.set_attribute("http.response.status_code", int(status[:3]))
                    if status[0] == "5":
                        span.set_attribute("error.type", status[:3])
                return start_response(status, headers, exc_info)

            try:
                return self._app(environ, respond)
            finally:
                if span:
                    route = environ.get(ROUTE, "")
                    span.update_name(f"{method} {route}".rstrip())
                    span.set_attributes({"http.request.method": method, "http.route": route})
