"""How much one person says in a while, and one network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from portico.web.access import caller
from portico.web.rate_limits import Who, client, limited

PACE: tuple[tuple[str, str, Who], ...] = (
    ("comments-of-a-minute", "5/minute", caller),
    ("comments-of-an-hour", "60/hour", caller),
    ("comments-of-a-network-and-minute", "10/minute", client),
    ("comments-of-a-network-and-hour", "120/hour", client),
)


def paced(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view be used as often as people write. What comes again by an Idempotency-Key is not counted."""
    for name, written, by in reversed(PACE):
        view = limited(written, by=by, name=name)(view)
    return view
