"""Spans reach a collector with the names of their request, and cost nothing when nobody asked for them."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from pytest_httpserver import HTTPServer
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from tests.support.jobs import add
from tests.support.jobs import jobs as all_jobs
from tests.support.server import free_port
from tests.support.waiting import eventually
from werkzeug import Request, Response

from portico.platform import clock
from portico.platform import spans as spans_module
from portico.platform.database import Database, DatabaseUnavailable
from portico.platform.http import Http
from portico.platform.jobs.run import Handler, Run
from portico.platform.jobs.worker import Jobs
from portico.platform.trace_context import TraceContext
from portico.platform.tracing import Tracing

HERE = TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", 1, "00f067aa0ba902b7")


class Collector:
    """What took traces, and what came."""

    def __init__(self, server: HTTPServer) -> None:
        self.url = f"http://127.0.0.1:{server.port}"
        self.spans: list[Any] = []
        server.expect_request("/v1/traces", method="POST").respond_with_handler(self._take)

    def _take(self, request: Request) -> Response:
        message = ExportTraceServiceRequest.FromString(request.get_data())
        for resource in message.resource_spans:
            for scope in resource.scope_spans:
                self.spans.extend(scope.spans)
        return Response(status=200)

    def named(self, name: str) -> Any:
        [span] = [span for span in self.spans if span.name == name]
        return span


def attributes(span: Any) -> Mapping[str, str]:
    return {pair.key: pair.value.string_value or str(pair.value.int_value) for pair in span.attributes}


@pytest.fixture
def collector(httpserver: HTTPServer) -> Collector:
    return Collector(httpserver)


@contextmanager
def running(url: str) -> Iterator[Tracing]:
    tracing = Tracing(url, delay=0.05)
    tracing.start()
    try:
        yield tracing
    finally:
        tracing.stop()


def test_a_span_has_the_names_its_request_has_already(collector: Collector) -> None:
    with (
        running(collector.url) as tracing,
        tracing.span("GET /a", "SERVER", {"http.route": "/a"}, context=HERE),
    ):
        pass
    span = collector.named("GET /a")
    assert (span.trace_id.hex(), span.span_id.hex(), span.parent_span_id.hex()) == (
        HERE.trace_id,
        HERE.span_id,
        HERE.parent_id,
    )
    assert attributes(span) == {"http.route": "/a"}


def test_a_trace_may_begin_with_a_request(collector: Collector) -> None:
    with (
        running(collector.url) as tracing,
        tracing.span("GET", "SERVER", context=HERE._replace(parent_id="", flags=2)),
    ):
        pass
    span = collector.named("GET")
    assert (span.trace_id.hex(), span.span_id.hex(), span.parent_span_id) == (
        HERE.trace_id,
        HERE.span_id,
        b"",
    )


def test_who_asked_decides_whether_a_trace_is_recorded(collector: Collector) -> None:
    with running(collector.url) as tracing, tracing.span("GET", "SERVER", context=HERE._replace(flags=0)):
        assert tracing.headers()["traceparent"].endswith("-00")
    assert collector.spans == []


def test_statements_are_spans_inside_spans_without_their_parameters(
    collector: Collector, database: Database
) -> None:
    with running(collector.url) as tracing:
        tracing.watch([database.writer])
        with database.transaction() as session:
            session.execute(text("SELECT 1"))
        with tracing.span("GET", "SERVER", context=HERE), database.transaction() as session:
            session.execute(text("SELECT :given AS given"), {"given": "canary"})
    span = collector.named("SELECT")
    assert span.trace_id.hex() == HERE.trace_id
    assert span.parent_span_id.hex() == HERE.span_id
    told = attributes(span)
    assert told["db.system.name"] == database.dialect
    assert told["db.query.text"].startswith("SELECT ")
    assert "canary" not in str(collector.spans)


def test_a_statement_that_fails_marks_its_span_and_quotes_nothing(
    collector: Collector, database: Database
) -> None:
    with running(collector.url) as tracing:
        tracing.watch([database.writer])
        wrong = text("SELECT nothing FROM nowhere WHERE a = :given")
        with (
            pytest.raises((DatabaseError, DatabaseUnavailable)),
            tracing.span("GET", context=HERE),
            database.transaction() as session,
        ):
            session.execute(wrong, {"given": "canary"})
    for name in ("SELECT", "GET"):
        assert attributes(collector.named(name))["error.type"]
    assert "canary" not in str(collector.spans)


def test_a_request_to_somebody_else_is_a_span_and_takes_the_trace_along(
    collector: Collector, httpserver: HTTPServer
) -> None:
    given: list[str] = []

    def answer(request: Request) -> Response:
        given.append(request.headers["traceparent"])
        return Response("ok")

    httpserver.expect_request("/other").respond_with_handler(answer)
    with running(collector.url) as tracing, tracing.span("GET /a", "SERVER", context=HERE):
        Http(private=True, plain=True, tracing=tracing).get(httpserver.url_for("/other"))
    span = collector.named("GET")
    assert (span.trace_id.hex(), span.parent_span_id.hex()) == (HERE.trace_id, HERE.span_id)
    assert given == [f"00-{HERE.trace_id}-{span.span_id.hex()}-01"]
    assert attributes(span)["server.address"] == "localhost"


@pytest.mark.parametrize("status", [None, 500])
def test_a_collector_that_is_gone_or_fails_costs_spans_that_are_counted(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch, status: int | None
) -> None:
    monkeypatch.setattr(spans_module, "SECONDS", 0.5)
    monkeypatch.setattr(spans_module, "MOST_WAITING", 100)
    httpserver.expect_request("/v1/traces").respond_with_data("", status or 200)
    port = httpserver.port if status else free_port()
    tracing = Tracing(f"http://127.0.0.1:{port}", delay=0.01)
    tracing.start()
    began = time.monotonic()
    for _ in range(500):
        with tracing.span("GET", "SERVER", context=HERE):
            pass
    spent = time.monotonic() - began
    tracing.stop()
    assert tracing.dropped == 500
    assert spent < 5


def test_nothing_happens_before_the_start_and_after_the_stop(collector: Collector) -> None:
    tracing = Tracing(collector.url)
    with tracing.span("GET") as span:
        assert span is None
    assert tracing.headers() == {}
    tracing.start()
    tracing.stop()
    with tracing.span("GET") as span:
        assert span is None
    assert collector.spans == []


def test_without_an_address_nothing_of_it_is_loaded() -> None:
    program = (
        "import sys; from portico.main import create_app; from portico.settings import Testing; "
        "create_app(Testing()).extensions['portico.lifecycle']; "
        "extras = ('opentelemetry', 'sentry_sdk', 'prometheus_client'); "
        "print([name for name in sys.modules if name.startswith(extras)])"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "[]"


def test_an_attempt_at_a_job_is_a_trace_of_its_own_with_its_outcome(
    collector: Collector, database: Database
) -> None:
    def run(run: Run) -> None:
        with run.database.reading() as session:
            session.execute(text("SELECT 42"))

    with running(collector.url) as tracing:
        tracing.watch([database.reader])
        jobs = Jobs(database, handlers={"test": Handler(run)}, now=clock.now, tracing=tracing)
        job = add(database)
        jobs.start()
        eventually(lambda: is_done(database))
        jobs.stop()
    span, statement = collector.named("job test"), collector.named("SELECT")
    assert attributes(span) == {
        "portico.job.id": str(job),
        "portico.job.attempt": "1",
        "portico.job.outcome": "job_done",
    }
    assert (statement.trace_id, statement.parent_span_id) == (span.trace_id, span.span_id)


def is_done(database: Database) -> bool:
    return all(job.done_at for job in all_jobs(database))
