"""Requests that change something and that another site had a visitor's browser send are refused.

By what browsers say of themselves, without tokens in forms: Sec-Fetch-Site (W3C Fetch Metadata), else
Origin (RFC 6454). What sends neither is no browser, and has no cookies of a visitor to misuse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Flask, request

from portico.platform.errors import Forbidden

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
MARK = "__from_anywhere__"

View = TypeVar("View", bound=Callable[..., Any])


class CrossSite(Forbidden):
    """Another site had the visitor's browser send this."""

    code = "cross-site"
    title = "This was sent from another site"


def install(app: Flask, trusted: Sequence[str]) -> None:
    """Refuse them for every route that is not open to all, except from the `trusted` origins."""
    origins = frozenset(trusted)

    def check() -> None:
        if request.method in SAFE or request.url_rule is None or _is_open(app):
            return
        if not _is_welcome(origins):
            raise CrossSite("Open the page on this site and send it from there.")

    app.before_request(check)


def from_anywhere(view: View) -> View:
    """Let other sites have this sent: for a view that goes by what is in the address and not by who asks."""
    setattr(view, MARK, True)
    return view


def _is_open(app: Flask) -> bool:
    return bool(getattr(app.view_functions.get(request.endpoint or ""), MARK, False))


def _is_welcome(trusted: frozenset[str]) -> bool:
    if not request.headers.get("Cookie") and request.headers.get("Authorization", "").startswith("Bearer "):
        # A browser never adds this by itself: whoever sent the request knows the token.
        return True
    origin = request.headers.get("Origin")
    if origin in trusted:
        return True
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in ("same-origin", "none")
    # The scheme is left out: behind a proxy that nobody told of, it is not the one of the visitor.
    return origin is None or origin.partition("://")[2] == request.host
