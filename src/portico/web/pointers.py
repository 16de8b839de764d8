"""JSON pointers (RFC 6901), by which errors name the place they mean."""

from __future__ import annotations


def pointer(*segments: str | int) -> str:
    """The pointer that leads through these segments."""
    return "".join("/" + str(segment).replace("~", "~0").replace("/", "~1") for segment in segments)
