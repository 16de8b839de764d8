"""Moments as other systems write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_FINER = re.compile(r"(\.\d{6})\d+")


def moment(text: str) -> datetime | None:
    """A moment by ISO 8601, in UTC where it names no zone; none for what is no moment."""
    try:
        # Go writes nanoseconds.
        found = datetime.fromisoformat(_FINER.sub(r"\1", text.strip()))
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def of_seconds(seconds: float) -> datetime:
    """A moment by the seconds since 1970."""
    return datetime.fromtimestamp(seconds, UTC)
