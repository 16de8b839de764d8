"""Where a piece of work stands in a trace (W3C Trace Context), known before its span begins."""

from __future__ import annotations

from typing import NamedTuple


class TraceContext(NamedTuple):
    """The names of a trace, of a piece of work, and of what asked for it."""

    trace_id: str
    """32 hexadecimal digits that all spans of the trace share."""
    span_id: str
    """16 hexadecimal digits that name this piece of work."""
    flags: int
    parent_id: str = ""
    """The span that asked for it, empty when the trace begins with it."""
    state: str = ""
    """What other systems noted in `tracestate`, to be handed on as it is."""

    def header(self) -> str:
        """The trace and this span as `traceparent` has them."""
        return f"00-{self.trace_id}-{self.span_id}-{self.flags:02x}"
