"""Records of requests for tests that only need some."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from portico.web.records import Outcome, Record, Row

PLAIN: dict[str, Any] = {
    "time": 1_700_000_000.25,
    "seconds": 0.002,
    "request_id": "abcdef0123456789",
    "trace_id": "0af7651916cd43dd8448eb211c80319c",
    "address": "203.0.113.77",
    "user": "",
    "referrer": "",
}
OUTCOME: dict[str, Any] = {
    "method": "GET",
    "route": "/blog/<slug>",
    "path": "/blog/a",
    "status": 200,
    "size": 12_000,
    "cached": False,
    "shown": True,
}


def record(**other: Any) -> Record:
    """A request like any other, but for what is given."""
    outcome = {name: other.pop(name, value) for name, value in OUTCOME.items()}
    return Record(outcome=Outcome(**outcome), **PLAIN | other)


def everything(row: Row) -> dict[str, Any]:
    """All that is remembered of a request, by name."""
    known = Record(*row)
    return asdict(known.outcome) | {
        name: value for name, value in known._asdict().items() if name != "outcome"
    }
