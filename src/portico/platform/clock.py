"""The one place that asks what time it is."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The current moment, in UTC."""
    return datetime.now(UTC)


def to_seconds(moment: datetime) -> int:
    """A moment as whole seconds since 1970, as the databases hold it."""
    return int(moment.timestamp())


def from_seconds(seconds: int) -> datetime:
    """The moment behind seconds that a database holds, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)
