"""Spans by OpenTelemetry, sent in batches by a thread of their own.

A collector that is slow or gone costs spans, which are counted, and no request waits for it.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

import portico
from portico.platform.trace_context import TraceContext

DEFAULT_PATH = "/v1/traces"
SECONDS = 5.0
"""How long a batch may take to arrive, and how long a stopping process waits for the last one."""
MOST_WAITING = 4096
BATCH = 512
LONGEST_STATEMENT = 2000

_context: ContextVar[TraceContext | None] = ContextVar("trace_context", default=None)


class Spans:
    """The spans of one process and the way to their collector."""

    def __init__(self, url: str, *, delay: float) -> None:
        """Without a path, `url` is completed by the usual one."""
        endpoint = url if urlsplit(url).path.strip("/") else url.rstrip("/") + DEFAULT_PATH
        self._sender = _Sender(OTLPSpanExporter(endpoint=endpoint, timeout=SECONDS), delay)
        resource = Resource.create({"service.name": "portico", "service.version": portico.__version__})
        self._provider = TracerProvider(resource=resource, id_generator=_Ids(), shutdown_on_exit=False)
        self._provider.add_span_processor(self._sender)
        self._tracer = self._provider.get_tracer("portico", portico.__version__)

    @property
    def dropped(self) -> int:
        """Spans that did not arrive."""
        return self._sender.dropped

    def stop(self) -> None:
        """Send the last spans."""
        self._provider.shutdown()

    @contextmanager
    def span(
        self, name: str, kind: str, context: TraceContext | None, attributes: Mapping[str, Any]
    ) -> Iterator[trace.Span]:
        """See `Tracing.span`."""
        token = _context.set(context)
        try:
            around = _asking(context) if context else None
            span = self._tracer.start_span(name, around, trace.SpanKind[kind], attributes)
        finally:
            _context.reset(token)
        with trace.use_span(span, end_on_exit=True, record_exception=False, set_status_on_exception=False):
            try:
                yield span
            except BaseException as error:
                self.fail(span, error)
                raise

    def of_statement(self, dialect: str, statement: str) -> trace.Span | None:
        """A span for a statement inside of a span.

        Work that nobody traces, such as looking for due jobs each second, begins no trace of its own.
        """
        if not trace.get_current_span().is_recording():
            return None
        operation = statement.lstrip().partition(" ")[0].upper()
        attributes = {
            "db.system.name": dialect,
            "db.operation.name": operation,
            "db.query.text": statement[:LONGEST_STATEMENT],
        }
        return self._tracer.start_span(operation, kind=trace.SpanKind.CLIENT, attributes=attributes)

    def fail(self, span: trace.Span, error: BaseException) -> None:
        """Mark a span as failed, with the type of the error."""
        span.set_attribute("error.type", type(error).__qualname__)
        span.set_status(trace.StatusCode.ERROR)

    def headers(self) -> Mapping[str, str]:
        """See `Tracing.headers`."""
        here = trace.get_current_span().get_span_context()
        if not here.is_valid:
            return {}
        return {"traceparent": f"00-{here.trace_id:032x}-{here.span_id:016x}-{here.trace_flags:02x}"}


class _Ids(RandomIdGenerator):
    """Gives a span the names that the log of its request has already."""

    def generate_trace_id(self) -> int:
        context = _context.get()
        return int(context.trace_id, 16) if context else super().generate_trace_id()

    def generate_span_id(self) -> int:
        context = _context.get()
        return int(context.span_id, 16) if context else super().generate_span_id()


def _asking(context: TraceContext) -> Context:
    """The context of whoever asked for a piece of work."""
    if not context.parent_id:
        return Context()
    asking = trace.SpanContext(
        int(context.trace_id, 16),
        int(context.parent_id, 16),
        is_remote=True,
        trace_flags=trace.TraceFlags(context.flags),
    )
    return trace.set_span_in_context(trace.NonRecordingSpan(asking), Context())


class _Sender(SpanProcessor):
    """Keeps ended spans for a moment and sends them. Its bound and its end are ours, and it counts."""

    def __init__(self, exporter: SpanExporter, delay: float) -> None:
        self.dropped = 0
        self._exporter = exporter
        self._delay = delay
        self._waiting: deque[ReadableSpan] = deque()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="spans", daemon=True)
        self._thread.start()

    def on_end(self, span: ReadableSpan) -> None:
        if not span.context.trace_flags.sampled:
            return
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(span)
        else:
            self.dropped += 1

    def shutdown(self) -> None:
        self._ended.set()
        self._thread.join(SECONDS)
        self._exporter.shutdown()
        self.dropped += len(self._waiting)
        self._waiting.clear()

    def _run(self) -> None:
        while not self._ended.wait(self._delay):
            self._send()
        self._send()

    def _send(self) -> None:
        while self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
            if self._exporter.export(batch) is not SpanExportResult.SUCCESS:
                self.dropped += len(batch)
