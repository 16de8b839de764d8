"""Where somebody goes on after signing in: a path of this site, and nothing that could lead away from it."""

from __future__ import annotations

import re

HOME = "/"
LONGEST = 1000
PATH = re.compile(r"/[!-\[\]-~]*")
"""Visible ASCII without the backslash, which browsers read as a slash; what else there is, is encoded."""
DOTS = re.compile(r"(?i)/(\.|%2e){1,2}(/|$)")
"""Segments that a browser resolves, after which two slashes could meet (WHATWG URL, 4.4)."""


def return_path(written: str | None) -> str:
    """The path that was asked for, or the front page where it is none of this site."""
    return written if written is not None and is_path(written) else HOME


def is_path(written: str) -> bool:
    """Whether this is a relative address that stays on this site, wherever it is written."""
    if len(written) > LONGEST or not PATH.fullmatch(written):
        return False
    path = re.split(r"[?#]", written, maxsplit=1)[0]
    return "//" not in path and not DOTS.search(path)
