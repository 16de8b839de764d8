"""Records of requests for tests that only need some."""

from __future__ import annotations

from typing import Any

from portico.web.records import Record

PLAIN: dict[str, Any] = {
    "time": 1_700_000_000.25,
    "request_id": "abcdef0123456789",
    "trace_id": "0af7651916cd43dd8448eb211c80319c",
    "method": "GET",
    "route": "/blog/<slug>",
    "path": "/blog/a",
    "status": 200,
    "seconds": 0.002,
    "size": 12_000,
    "address": "203.0.113.77",
    "user": "",
    "cached": False,
    "referrer": "",
    "agent": "Mozilla/5.0",
    "shown": True,
}


def record(**other: Any) -> Record:
    """A request like any other, but for what is given."""
    return Record(**{**PLAIN, **other})
