"""Traces of requests, jobs, SQL and outgoing HTTP, sent to an OpenTelemetry collector; an optional extra.

Nothing of OpenTelemetry is loaded before `Tracing.start`, which a site without `PORTICO_TRACING_URL`
never calls; everything that knows it is in `spans`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Engine, event

from portico.platform.trace_context import TraceContext

if TYPE_CHECKING:
    from opentelemetry.trace import Span

    from portico.platform.spans import Spans

Kind = Literal["SERVER", "CLIENT", "CONSUMER", "INTERNAL"]
STATEMENT_SPAN = "portico.span"


class Tracing:
    """The traces of one application."""

    def __init__(self, url: str, *, delay: float = 2) -> None:
        """`url` is that of a collector that takes OTLP over HTTP; `delay` is between batches, in seconds."""
        self._url = url
        self._delay = delay
        self._spans: Spans | None = None
        self._dropped = 0

    @property
    def dropped(self) -> int:
        """Spans that no collector took."""
        return self._dropped + (self._spans.dropped if self._spans else 0)

    def start(self) -> None:
        """Load OpenTelemetry and begin to send."""
        # The import takes half a second, and most sites never need it.
        from portico.platform.spans import Spans  # noqa: PLC0415

        self._spans = Spans(self._url, delay=self._delay)

    def stop(self) -> None:
        """Send what waits to be sent, and end."""
        if self._spans:
            spans, self._spans = self._spans, None
            spans.stop()
            self._dropped += spans.dropped

    @contextmanager
    def span(
        self,
        name: str,
        kind: Kind = "INTERNAL",
        attributes: Mapping[str, Any] | None = None,
        *,
        context: TraceContext | None = None,
    ) -> Iterator[Span | None]:
        """A span around a piece of work; what is done inside it becomes its children.

        Gives None while nothing is traced. An exception marks the span as failed with its type alone:
        its message may hold what a trace must not.
        """
        if self._spans is None:
            yield None
        else:
            with self._spans.span(name, kind, context, attributes or {}) as span:
                yield span

    def headers(self) -> Mapping[str, str]:
        """The `traceparent` of the span around us, for a request to somebody else."""
        return self._spans.headers() if self._spans else {}

    def watch(self, engines: Sequence[Engine]) -> None:
        """Have every SQL statement inside a span make a span of its own, without its parameters."""
        for engine in engines:
            event.listen(engine, "before_cursor_execute", self._before_statement)
            event.listen(engine, "after_cursor_execute", self._after_statement)
            event.listen(engine, "handle_error", self._failed_statement)

    def _before_statement(
        self, connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: Any
    ) -> None:
        if self._spans and context is not None:
            setattr(context, STATEMENT_SPAN, self._spans.of_statement(connection.dialect.name, statement))

    def _after_statement(
        self, _connection: Any, _cursor: Any, _statement: str, _parameters: Any, context: Any, _many: Any
    ) -> None:
        if span := getattr(context, STATEMENT_SPAN, None):
            span.end()

    def _failed_statement(self, failure: Any) -> None:
        if self._spans and (span := getattr(failure.execution_context, STATEMENT_SPAN, None)):
            self._spans.fail(span, failure.original_exception)
            span.end()
