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
from portico.web.records import Outcome, Row, fields
from portico.web.request_metrics import METHODS

QUIET = ("/static/", "/media/", "/health", "/metrics", "/_dev/")
"""What is asked for all the time and says something only when it fails."""
LOGGER = "portico.access"
LONGEST_NAME = 64
OUTCOME = fields("outcome")
OWN = fields("time", "request_id", "trace_id", "seconds")
"""What every request has for itself."""
SHARED = fields("outcome", "address", "user")
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
        self._log = logging.getLogger(LOGGER)

    def __call__(self, records: Sequence[Row]) -> None:
        """Write a batch; successes only when the log shows lines of level INFO."""
        least = 0 if self._log.isEnabledFor(logging.INFO) else 500
        quiet = {outcome for outcome in set(map(OUTCOME, records)) if _is_quiet(outcome, least)}
        shown = [record for record in records if OUTCOME(record) not in quiet] if quiet else records
        if shown:
            self._write(self._lines(shown), len(shown))

    def _lines(self, records: Sequence[Row]) -> bytes:
        if self._render is None:
            return self._json(records)
        return b"".join(self._render(self._event(record)) for record in records)

    def _json(self, records: Sequence[Row]) -> bytes:
        """Lines of JSON, put together from what many have in common: a tenth of the work of one by one."""
        lines: list[str] = []
        starts: dict[tuple[Any, ...], str] = {}
        tick, moment = -1.0, ""
        for outcome, time, seconds, named, trace, address, user, _ in records:
            start = starts.get(shared := (outcome, address, user))
            if start is None:
                start = starts[shared] = orjson.dumps(self._common(shared)).decode()[1:-1]
            if (now := time * 1000 // 1) != tick:
                tick, moment = now, _moment(int(now))
            # Our own names and those that we accept hold nothing that JSON escapes.
            lines.append(
                f'{{"time":"{moment}",{start},"request_id":"{named}","trace_id":"{trace}",'
                f'"duration_ms":{_milliseconds(seconds * 100_000 // 1)}}}\n'
            )
        return "".join(lines).encode()

    def _event(self, record: Row) -> dict[str, Any]:
        moment, request_id, trace_id, seconds = OWN(record)
        return {
            "time": datetime.fromtimestamp(moment, UTC),
            **self._common(SHARED(record)),
            "request_id": request_id,
            "trace_id": trace_id,
            "duration_ms": int(seconds * 100_000) / 100,
        }

    def _common(self, shared: tuple[Any, ...]) -> dict[str, Any]:
        """What a line has in common with many: how grave it is, what was asked, what was answered to whom."""
        # All of it has few values, or was checked or made by us; the rest of a request stays out.
        outcome, address, user = shared
        return {
            "level": "info" if outcome.status < 500 else "warning",
            "event": "request",
            "method": outcome.method if outcome.method in METHODS else "other",
            "route": outcome.route,
            "status": outcome.status,
            "size": outcome.size,
            "cached": outcome.cached,
            "user": user,
            "address": self._address(address),
        }


def _is_quiet(outcome: Outcome, least: int) -> bool:
    """Whether such an outcome is not worth a line, with `least` the lowest status that is."""
    return outcome.status < least or (outcome.status < 400 and outcome.path.startswith(QUIET))


def _moment(milliseconds: int) -> str:
    """A moment, counted since 1970, in ISO 8601 and as wide as in every other line."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{strftime('%Y-%m-%dT%H:%M:%S', gmtime(seconds))}.{rest:03d}000Z"


@lru_cache(maxsize=4096)
def _milliseconds(hundredths: float) -> str:
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
