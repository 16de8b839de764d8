"""How the application is watched, as a table of contents: its log, metrics, traces, reports and health."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Flask

from portico import background
from portico.features import ops
from portico.migrations import stand
from portico.platform import clock, logging
from portico.platform.database import Database
from portico.platform.lifecycle import Lifecycle
from portico.platform.lines import output
from portico.platform.metrics import Metrics
from portico.platform.reports import Reports
from portico.platform.sentry import Sentry
from portico.platform.tracing import Tracing
from portico.settings import Settings
from portico.web.access_log import AccessLog
from portico.web.instrumentation import IN_FLIGHT, METRICS, TRACING, InFlight, Traced, log_context
from portico.web.page_cache import PageCache
from portico.web.records import Listener, Records
from portico.web.request_metrics import RequestMetrics

METRICS_FOLDER = "metrics"
"""Where in the var folder the processes of one application share their counts."""


def configure_log(settings: Settings) -> None:
    """Have every line of this process written as the settings say, and no secret of theirs in any."""
    logging.configure(
        settings.log_format, settings.log_level, secrets=vars(settings).values(), context=log_context
    )


def install(app: Flask, lifecycle: Lifecycle, settings: Settings, database: Database) -> Metrics:
    """Watch the application between its start and its stop; gives the metrics that others add to."""
    metrics = app.extensions[METRICS] = _watch_process(lifecycle, settings, database)
    app.wsgi_app = app.extensions[IN_FLIGHT] = InFlight(app.wsgi_app, metrics)  # type: ignore[method-assign]
    if tracing := _trace(lifecycle, settings, database, metrics):
        app.extensions[TRACING] = tracing
        app.wsgi_app = Traced(app.wsgi_app, tracing)  # type: ignore[method-assign]
    return metrics


def tracing_of(app: Flask) -> Tracing | None:
    """The traces of the application, none where they are not wanted."""
    return app.extensions.get(TRACING)


def of_worker(settings: Settings, database: Database) -> tuple[Lifecycle, Tracing | None]:
    """What watches a process that runs jobs and answers no requests, and the traces of those jobs."""
    lifecycle = Lifecycle()
    metrics = _watch_process(lifecycle, settings, database)
    ops.measure(metrics, database)
    return lifecycle, _trace(lifecycle, settings, database, metrics)


def listeners(settings: Settings, metrics: Metrics) -> Sequence[Listener]:
    """Who is told of finished requests: the log and the metrics."""
    render = None if settings.log_format == "json" else logging.renderer(settings.log_format)
    access_log = AccessLog(output.write, render, anonymous=settings.anonymous_addresses)
    return access_log, RequestMetrics(metrics)


def watch_edge(metrics: Metrics, records: Records, pages: PageCache) -> None:
    """Measure what stands before Flask."""
    metrics.tally(
        "portico_records_dropped_total",
        "Requests that log and metrics were not told of, because too many came.",
        lambda: records.dropped,
    )
    metrics.level("portico_page_cache_bytes", "What kept pages take.", lambda: pages.bytes)
    metrics.level("portico_page_cache_pages", "Pages that are kept.", lambda: len(pages))


def show(app: Flask, lifecycle: Lifecycle, settings: Settings, database: Database, metrics: Metrics) -> None:
    """Let those who may see it see how the application is."""
    ops.watch(
        app,
        lifecycle,
        metrics,
        ops.Watched(
            database=database,
            step_of=_step_of,
            newest_step=stand.newest(),
            var=settings.var,
            compiled=settings.compiled,
            site=app.extensions["portico.content"].site.current,
            bucket=app.extensions["portico.profiles"].storage.check if settings.has_bucket else None,
            judge=_judge(app),
            redis_url=settings.redis_url.get_secret_value(),
            metrics_token=settings.metrics_token.get_secret_value(),
            metrics_open=settings.environment == "development",
        ),
    )


def _judge(app: Flask) -> Callable[[], object] | None:
    talk = app.extensions.get("portico.discussion")
    return talk.judge.check if talk and talk.judge else None


def _watch_process(lifecycle: Lifecycle, settings: Settings, database: Database) -> Metrics:
    lifecycle.add("log", start=logging.begin, stop=logging.end)
    metrics = Metrics(settings.var / METRICS_FOLDER)
    lifecycle.add("metrics", start=metrics.start, stop=metrics.stop)
    reports = Reports(
        database,
        metrics,
        operators=settings.operators,
        sender=settings.mail_from or background.SENDER,
        now=clock.now,
        capture=_sentry(lifecycle, settings),
    )
    lifecycle.add("reports", start=reports.start, stop=reports.stop)
    return metrics


def _sentry(lifecycle: Lifecycle, settings: Settings) -> Sentry | None:
    dsn = settings.sentry_dsn.get_secret_value()
    if not dsn:
        return None
    sentry = Sentry(dsn, environment=settings.environment, hide=logging.without_secrets)
    lifecycle.add("sentry", start=sentry.start, stop=sentry.stop)
    return sentry


def _trace(lifecycle: Lifecycle, settings: Settings, database: Database, metrics: Metrics) -> Tracing | None:
    url = settings.tracing_url.get_secret_value()
    if not url:
        return None
    tracing = Tracing(url)
    # On PostgreSQL the reader is the writer under other options, and would be heard twice.
    engines = [database.writer, database.reader] if database.dialect == "sqlite" else [database.writer]
    tracing.watch(engines)
    metrics.tally("portico_spans_dropped_total", "Spans that no collector took.", lambda: tracing.dropped)
    lifecycle.add("tracing", start=tracing.start, stop=tracing.stop)
    return tracing


def _step_of(database: Database) -> str | None:
    with database.reading() as session:
        return stand.current(session.connection())
