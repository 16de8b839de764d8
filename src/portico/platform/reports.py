"""Unexpected errors, told to the operators: once an hour for each kind, by mail, and to Sentry.

Whatever is logged as an error together with its exception is one, wherever it came from. A thread of its
own writes the mail into the outbox, whose key lets one process of all write it. While the database does
not answer, the report waits and is tried again: what is written there leaves in any case, a second way
around it would only double it, and the log has the error at once.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog

from portico.platform.database import Database, DatabaseUnavailable
from portico.platform.failures import fingerprint, way_to
from portico.platform.mail import outbox
from portico.platform.metrics import Metrics

log = structlog.get_logger("portico.reports")

KIND = "error-report"
MOST_KINDS = 200
MOST_WAITING = 500
TRY_AGAIN_SECONDS = 15.0
STOP_SECONDS = 5.0
"""How long a stopping process waits to be heard, and then for the last reports to be written."""

Capture = Callable[["Failure"], object]


@dataclass(frozen=True, slots=True)
class Failure:
    """One unexpected error."""

    error: BaseException
    fingerprint: str
    event: str
    """What the log calls it."""
    where: str
    """The template of the route, or the kind of job."""
    request_id: str
    trace_id: str
    moment: datetime


@dataclass(slots=True)
class _Kind:
    """The errors of one fingerprint since they were last written about."""

    last: Failure
    number: int = 0
    hour: str = ""
    """The hour that has its mail already."""


class Reports(logging.Handler):
    """Hears every line of the log between `start` and `stop`."""

    def __init__(
        self,
        database: Database,
        metrics: Metrics,
        *,
        operators: Sequence[str],
        sender: str,
        now: Callable[[], datetime],
        capture: Capture | None = None,
    ) -> None:
        """`capture` takes every error besides, such as to Sentry."""
        super().__init__(logging.ERROR)
        self._database = database
        self._operators = tuple(operators)
        self._sender = sender
        self._now = now
        self._capture = capture
        self._errors = metrics.counter("portico_unexpected_errors_total", "Errors that nobody foresaw.")
        self._waiting: queue.Queue[Failure | None] = queue.Queue(MOST_WAITING)
        self._kinds: OrderedDict[str, _Kind] = OrderedDict()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to listen."""
        self._thread = threading.Thread(target=self._run, name="reports", daemon=True)
        self._thread.start()
        logging.getLogger().addHandler(self)

    def stop(self) -> None:
        """Write about what was heard, and end."""
        logging.getLogger().removeHandler(self)
        if self._thread:
            with suppress(queue.Full):
                self._waiting.put(None, timeout=STOP_SECONDS)
            self._thread.join(STOP_SECONDS)
            self._thread = None

    def emit(self, record: logging.LogRecord) -> None:
        """Take an error; never waits."""
        failure = self._failure(record)
        if failure:
            self._errors.add()
            try:
                self._waiting.put_nowait(failure)
            except queue.Full:
                log.warning("report_dropped")

    def _failure(self, record: logging.LogRecord) -> Failure | None:
        told: dict[str, Any] = record.msg if isinstance(record.msg, dict) else {"event": record.msg}
        error = _error_of(told.get("exc_info") or record.exc_info)
        if error is None:
            return None
        return Failure(
            error,
            fingerprint(error),
            str(told.get("event", "")),
            str(told.get("route") or told.get("kind") or record.name),
            str(told.get("request_id", "")),
            str(told.get("trace_id", "")),
            self._now(),
        )

    def _run(self) -> None:
        while True:
            try:
                failure = self._waiting.get(timeout=TRY_AGAIN_SECONDS)
            except queue.Empty:
                self._write_to_all()
                continue
            if failure is None:
                return self._write_to_all()
            self._note(failure)
            if self._waiting.empty():
                self._write_to_all()

    def _note(self, failure: Failure) -> None:
        kind = self._kinds.setdefault(failure.fingerprint, _Kind(failure))
        kind.last = failure
        kind.number += 1
        self._kinds.move_to_end(failure.fingerprint)
        if len(self._kinds) > MOST_KINDS:
            self._kinds.popitem(last=False)
        if self._capture:
            try:
                self._capture(failure)
            except Exception as error:
                log.warning("report_not_captured", reason=type(error).__name__)

    def _write_to_all(self) -> None:
        hour = f"{self._now():%Y-%m-%dT%H}"
        for kind in self._kinds.values():
            if self._operators and kind.number and kind.hour != hour:
                try:
                    self._write(kind, hour)
                except DatabaseUnavailable as error:
                    # Each of the others would wait for it as long.
                    log.warning("report_waits", reason=error.code)
                    return
                except Exception as error:
                    log.warning("report_waits", reason=type(error).__name__)

    def _write(self, kind: _Kind, hour: str) -> None:
        with self._database.transaction() as session:
            written = [
                outbox.post(
                    session,
                    kind=KIND,
                    sender=self._sender,
                    recipient=operator,
                    subject=f"Portico: {type(kind.last.error).__name__} in {kind.last.where}",
                    text=letter(kind.last, kind.number),
                    now=self._now(),
                    key=f"error:{kind.last.fingerprint}:{hour}:{place}",
                )
                for place, operator in enumerate(self._operators)
            ]
        kind.hour = hour
        # When another process wrote this hour's mail, ours are told of in the next one.
        if any(written):
            kind.number = 0


def letter(failure: Failure, number: int) -> str:
    """The text of a report."""
    times = "once" if number == 1 else f"{number} times"
    return f"""Something unexpected happened, {times} since the last mail about it from this process.

What     {failure.event}: {type(failure.error).__qualname__}
Where    {failure.where}
Request  {failure.request_id or "none"}
Trace    {failure.trace_id or "none"}
When     {failure.moment:%Y-%m-%d %H:%M:%S} UTC
Kind     {failure.fingerprint}

The log has what the error says, which may be personal, under the name of the request and of the kind.
There is at most one mail an hour about each kind.

{way_to(failure.error)}
"""


def _error_of(given: Any) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    return given[1] if isinstance(given, tuple) else None
