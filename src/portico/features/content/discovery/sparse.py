"""JSON documents that leave out what they have nothing to say of."""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]


def without_empty(data: Data) -> Data:
    """The members that have a value: a number or a truth always is one, an empty text or list is none."""
    return {key: value for key, value in data.items() if value not in (None, "", [])}
