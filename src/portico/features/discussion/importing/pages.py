"""Where a comment stood, as addresses of other systems tell."""

from __future__ import annotations

from urllib.parse import urlsplit


def page_of(address: str) -> str:
    """What of an address names a page: its path, and its query where there is only the root without."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    path = parts.path or "/"
    return f"{path}?{parts.query}" if path == "/" and parts.query else path
