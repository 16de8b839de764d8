"""Structured logs: JSON lines in production, readable words in development, on standard error.

Every line of the process passes through one chain, those of libraries and of the server included: it
gets its time, level and the names of the request it belongs to; secrets are struck out; whatever could
break a line or a terminal is escaped. See `lines` for how they leave.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import orjson
import structlog
from pydantic import SecretStr

from portico.platform.failures import fingerprint
from portico.platform.lines import output
from portico.platform.plain_text import LONGEST_STACK, STRUCK, plain, plain_text

LogFormat = Literal["console", "json"]
Event = dict[str, Any]
FIRST = ("time", "level", "event")
SHORTEST_SECRET = 6
"""Shorter secrets are not looked for: they would strike out innocent words."""
TALKATIVE = ("httpx2", "httpcore2", "opentelemetry", "urllib3")
"""Libraries whose lines below warnings name whole addresses, or say nothing to an operator."""
OF_THE_SERVER: Event = {
    "formatters": {},
    "handlers": {},
    "loggers": {"_granian": {"propagate": True}, "granian.access": {"propagate": True}},
}
"""Granian's `log_dictconfig` that sends its lines through our chain."""

log = structlog.get_logger("portico")
LINE = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z
_secrets: tuple[str, ...] = ()
_context: Callable[[], Mapping[str, Any]] = dict


def configure(
    log_format: LogFormat,
    level: str,
    *,
    secrets: Iterable[object] = (),
    context: Callable[[], Mapping[str, Any]] | None = None,
) -> None:
    """Send every log line of this process through one chain; doing so again changes the chain.

    Of `secrets`, those whose type calls them secret are struck out wherever they stand, should one ever
    get into a message. `context` gives what belongs to every line written at this moment, such as the
    name of the request.
    """
    global _secrets, _context  # noqa: PLW0603 - logging is one for the whole process, as in the standard library
    _secrets = tuple({*_secrets, *_secret_texts(secrets)})
    _context = context or _context
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        _add_context,
        _add_fingerprint,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = _Lines()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_rendering(log_format))
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def begin() -> None:
    """What a serving process adds: its lines wait for nobody, and nothing is written past the chain."""
    output.start()
    logging.captureWarnings(True)
    threading.excepthook = _of_thread


def end() -> None:
    """Write what waits to be written."""
    output.stop()


def renderer(log_format: LogFormat) -> Callable[[Event], bytes]:
    """How one event, whose values are plain, becomes one line."""
    if log_format == "json":
        return json_line
    console = _console()

    def line(event: Event) -> bytes:
        when = event.get("time")
        told = {**event, "time": f"{when:%Y-%m-%dT%H:%M:%S.%fZ}"} if isinstance(when, datetime) else event
        return f"{console(None, '', dict(told))}\n".encode()

    return line


def json_line(event: Event) -> bytes:
    """An event of plain values as a line of JSON."""
    return orjson.dumps(event, option=LINE)


def without_secrets(line: str) -> str:
    """A text with every known secret struck out."""
    for secret in _secrets:
        if secret in line:
            line = line.replace(secret, STRUCK)
    return line


class _Lines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = self.format(record)
        except Exception:
            line = '{"level":"error","event":"a log line could not be written"}'
        output.write((without_secrets(line) + "\n").encode())


def _rendering(log_format: LogFormat) -> list[Any]:
    drop_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    start = [drop_meta, structlog.processors.format_exc_info, _make_plain]
    if log_format == "json":
        return [*start, lambda _logger, _name, event: json_line(event)[:-1].decode()]
    return [*start, _console()]


def _secret_texts(values: Iterable[object]) -> Iterator[str]:
    """The secret among these values, and the passwords in those that are addresses."""
    for value in values:
        if isinstance(value, SecretStr):
            text = value.get_secret_value()
            password = urlsplit(text).password or "" if "://" in text else ""
            yield from (part for part in (text, password, unquote(password)) if len(part) >= SHORTEST_SECRET)


def _console() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(),
        exception_formatter=structlog.dev.plain_traceback,
        timestamp_key="time",
    )


def _of_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None:
        name = failure.thread.name if failure.thread else ""
        log.error("thread_failed", thread=name, exc_info=failure.exc_value)


def _add_context(_logger: Any, _name: str, event: Event) -> Event:
    for name, value in _context().items():
        event.setdefault(name, value)
    return event


def _add_fingerprint(_logger: Any, _name: str, event: Event) -> Event:
    given = event.get("exc_info")
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exc_info"] = error
        event["fingerprint"] = fingerprint(error)
    return event


def _make_plain(_logger: Any, _name: str, event: Event) -> Event:
    stack = event.pop("exception", None)
    made = {name: plain(name, event.pop(name, "")) for name in FIRST}
    made.update((plain_text(str(name)), plain(str(name), value)) for name, value in event.items())
    if stack:
        made["exception"] = plain_text(str(stack), longest=LONGEST_STACK, keep="\n")
    return made
