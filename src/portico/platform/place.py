"""Where a piece of work stands in a trace (W3C Trace Context), chosen before its span begins."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """The names of a trace, of a piece of work, and of what asked for it."""

    trace_id: str
    span_id: str
    flags: int = 1
    parent_id: str = ""
    """The span that asked for it, empty when the trace begins with it."""
