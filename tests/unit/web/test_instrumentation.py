"""What is known of a request while it is answered."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask

from portico.platform.metrics import Metrics
from portico.platform.trace_context import TraceContext
from portico.web.edge import ROUTE
from portico.web.instrumentation import InFlight, Traced, log_context
from portico.web.names import REQUEST_ID, TRACE

HERE = TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 1, "00f067aa0ba902b7")


def test_outside_of_a_request_nothing_is_known() -> None:
    assert log_context() == {}


@pytest.mark.parametrize(("path", "route"), [("/blog/a", "/blog/<slug>"), ("/nowhere", "")])
def test_lines_of_a_request_carry_its_names_and_route(path: str, route: str) -> None:
    app = Flask("test")
    app.add_url_rule("/blog/<slug>", "article", lambda slug: slug)
    with app.test_request_context(path, environ_overrides={REQUEST_ID: "abcdef01", TRACE: HERE}):
        assert log_context() == {"request_id": "abcdef01", "trace_id": HERE.trace_id, "route": route}


def test_a_request_is_in_flight_until_it_is_answered_or_fails() -> None:
    metrics = Metrics()
    seen: list[float] = []

    def in_flight() -> float:
        return metrics.state()["portico_http_requests_in_flight"][()][0]

    def app(environ: Any, _start: Any) -> Iterable[bytes]:
        seen.append(in_flight())
        if environ["PATH_INFO"] == "/failing":
            raise RuntimeError
        return []

    watched = InFlight(app, metrics)
    watched({"PATH_INFO": "/"}, lambda *_: print)
    with pytest.raises(RuntimeError):
        watched({"PATH_INFO": "/failing"}, lambda *_: print)
    assert (seen, in_flight()) == ([1, 1], 0)


class Told:
    """Stands for tracing and for its span, and remembers what they are told."""

    def __init__(self) -> None:
        self.begun: list[tuple[str, str, TraceContext | None]] = []
        self.name = ""
        self.attributes: dict[str, Any] = {}

    @contextmanager
    def span(self, name: str, kind: str, *, context: TraceContext | None) -> Any:
        self.begun.append((name, kind, context))
        yield self

    def update_name(self, name: str) -> None:
        self.name = name

    def set_attribute(self, name: str, value: Any) -> None:
        self.attributes[name] = value

    def set_attributes(self, attributes: dict[str, Any]) -> None:
        self.attributes.update(attributes)


@pytest.mark.parametrize(
    ("method", "status", "route", "name"),
    [
        ("GET", "200 OK", "/blog/<slug>", "GET /blog/<slug>"),
        ("BREW\x1b", "503 Service Unavailable", "", "other"),
    ],
)
def test_a_span_has_the_place_of_its_request_and_no_path(
    method: str, status: str, route: str, name: str
) -> None:
    def app(environ: Any, start_response: Any) -> Iterable[bytes]:
        environ[ROUTE] = route
        start_response(status, [])
        return []

    told = Told()
    environ = {"REQUEST_METHOD": method, "PATH_INFO": "/blog/canary", "QUERY_STRING": "canary", TRACE: HERE}
    Traced(app, told)(environ, lambda *_: print)  # type: ignore[arg-type]
    [(_, kind, context)] = told.begun
    assert (kind, context) == ("SERVER", HERE)
    assert told.name == name
    assert told.attributes["http.response.status_code"] == int(status[:3])
    assert ("error.type" in told.attributes) is status.startswith("5")
    assert "canary" not in str(told.attributes) + told.name
