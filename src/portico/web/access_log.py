"""One line for every request, written in batches: the route it took, never its path, query or headers."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from time import gmtime, strftime
from typing import Any

import orjson

from portico.platform.plain_text import plain_text
from portico.web.records import Row, fields
from portico.web.request_metrics import METHODS

QUIET = ("/static/", "/media/", "/health", "/metrics", "/_dev/")
"""What is asked for all the time and says something only when it fails."""
LOGGER = "portico.access"
LONGEST_NAME = 64
OUTCOME = fields("status", "path")
OWN = fields("time", "request_id", "trace_id", "seconds")
"""What every request has for itself."""
SHARED = fields("method", "route", "status", "size", "address", "user", "cached")
"""What many requests have in common."""

Write = Callable[[bytes, int], None]
Render = Callable[[dict[str, Any]], bytes]


class AccessLog:
    """Writes a batch of finished requests as lines, in one go.

    `write` takes the text and the number of its lines, which `render` makes of events; without it they are
    JSON. With `anonymous`, IPv4 addresses lose their last 8 bits and IPv6 addresses all but their first 48.
    """

    def __init__(self, write: Write, render: Render | None = None, *, anonymous: bool) -> None:
        self._write = write
        self._render = render
        self._address = anonymised if anonymous else whole
        self._parts = lru_cache(maxsize=4096)(self._parts_of_line)
        self._log = logging.getLogger(LOGGER)

    def __call__(self, records: Sequence[Row]) -> None:
        """Write a batch; successes only when the log shows lines of level INFO."""
        least = 0 if self._log.isEnabledFor(logging.INFO) else 500
        shown = [
            record
            for record, (status, path) in zip(records, map(OUTCOME, records), strict=True)
            if status >= least and not (status < 400 and path.startswith(QUIET))
        ]
        if shown:
            self._write(self._lines(shown), len(shown))

    def _lines(self, records: Sequence[Row]) -> bytes:
        if self._render is None:
            return self._json(records)
        return b"".join(self._render(self._event(record)) for record in records)

    def _json(self, records: Sequence[Row]) -> bytes:
        """Lines of JSON, put together from what many have in common: a fifth of the work of one by one."""
        lines, parts = [], self._parts
        for time, named, trace, method, route, _, status, seconds, size, address, user, cached, *_ in records:
            level, kind, rest = parts(method, route, status, size, address, user, cached)
            # Our own names and those that we accept hold nothing that JSON escapes.
            lines.append(
                f'{{"time":"{_moment(int(time * 1000))}",{level},"request_id":"{named}","trace_id":"{trace}",'
                f'{kind},"duration_ms":{_milliseconds(int(seconds * 100_000))},{rest}}}\n'
            )
        return "".join(lines).encode()

    def _parts_of_line(self, *shared: Any) -> tuple[str, ...]:
        return tuple(orjson.dumps(part).decode()[1:-1] for part in self._common(shared))

    def _event(self, record: Row) -> dict[str, Any]:
        moment, request_id, trace_id, seconds = OWN(record)
        level, kind, rest = self._common(SHARED(record))
        return {
            "time": datetime.fromtimestamp(moment, UTC),
            **level,
            "request_id": request_id,
            "trace_id": trace_id,
            **kind,
            "duration_ms": int(seconds * 100_000) / 100,
            **rest,
        }

    def _common(self, shared: Sequence[Any]) -> tuple[dict[str, Any], ...]:
        """What a line has in common with many: how grave it is, what was asked, what was answered to whom."""
        # All of it has few values, or was checked or made by us; the rest of a request stays out.
        method, route, status, size, address, user, cached = shared
        return (
            {"level": "info" if status < 500 else "warning", "event": "request"},
            {"method": method if method in METHODS else "other", "route": route, "status": status},
            {"size": size, "cached": cached, "user": user, "address": self._address(address)},
        )


@lru_cache(maxsize=1024)
def _moment(milliseconds: int) -> str:
    """A moment, counted since 1970, in ISO 8601 and as wide as in every other line."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{strftime('%Y-%m-%dT%H:%M:%S', gmtime(seconds))}.{rest:03d}000Z"


@lru_cache(maxsize=4096)
def _milliseconds(hundredths: int) -> str:
    return str(hundredths / 100)


@lru_cache(maxsize=4096)
def anonymised(address: str) -> str:
    """An address without what tells one household from the next; none for what is no address."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    if isinstance(known, IPv6Address) and known.ipv4_mapped:
        known = known.ipv4_mapped
    kept = 48 if isinstance(known, IPv6Address) else 24
    bits = known.max_prefixlen - kept
    return str(type(known)(int(known) >> bits << bits))


@lru_cache(maxsize=4096)
def whole(address: str) -> str:
    """An address as it is."""
    return plain_text(address, longest=LONGEST_NAME)
