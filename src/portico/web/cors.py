"""Cross-origin requests to the API, from browsers on listed origins only (the Fetch standard)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

Headers = list[tuple[str, str]]

PREFIX = "/api/"
ANY = "*"
ORIGIN = re.compile(r"https?://(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?")
READABLE = (
    "X-Request-ID, ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, Idempotent-Replayed,"
    " Server-Timing"
)
METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE"
SENDABLE = (
    "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Request-ID, traceparent,"
    " tracestate"
)
REMEMBERED = "600"
"""For how many seconds a browser need not ask again."""
PERMITTED = (
    ("Access-Control-Allow-Methods", METHODS),
    ("Access-Control-Allow-Headers", SENDABLE),
    ("Access-Control-Max-Age", REMEMBERED),
)


class Cors:
    """Which origins may call the API.

    `origins` are written as browsers send them, such as `https://app.example.org`, or `*` for every one.
    Raises ValueError for anything else, and for `*` together with `credentials`.
    """

    def __init__(self, origins: Sequence[str], credentials: bool) -> None:
        wrong = [origin for origin in origins if origin != ANY and not ORIGIN.fullmatch(origin)]
        if wrong:
            raise ValueError(f"{wrong[0]!r} is no origin; write it like https://app.example.org")
        if ANY in origins and credentials:
            raise ValueError("credentials need a list of origins, since `*` would let every site in")
        vary = ("Vary", "Origin")
        self._refused = [vary] if origins else []
        self._any = [vary, *_permission(ANY, credentials=False)] if ANY in origins else self._refused
        self._known = {
            origin: [vary, *_permission(origin, credentials=credentials)]
            for origin in origins
            if origin != ANY
        }

    @property
    def has_work(self) -> bool:
        """Whether any other origin is listed."""
        return bool(self._refused)

    def preflight(self, environ: WSGIEnvironment) -> tuple[str, Headers] | None:
        """The status that answers a browser's question in advance, and what its answer says beyond `headers`.

        None when the request is no such question.
        An origin that is not listed gets no permission, which is what its browser looks for.
        """
        if (
            environ["REQUEST_METHOD"] != "OPTIONS"
            or not self._refused
            or "HTTP_ORIGIN" not in environ
            or "HTTP_ACCESS_CONTROL_REQUEST_METHOD" not in environ
            or not environ["PATH_INFO"].startswith(PREFIX)
        ):
            return None
        if self._for(environ["HTTP_ORIGIN"]) is self._refused:
            return "204 No Content", []
        return "204 No Content", list(PERMITTED)

    def headers(self, environ: WSGIEnvironment) -> Headers:
        """What an answer says about other origins; not to be changed by the caller."""
        if not self._refused or not environ["PATH_INFO"].startswith(PREFIX):
            return []
        origin = environ.get("HTTP_ORIGIN")
        return self._refused if origin is None else self._for(origin)

    def _for(self, origin: str) -> Headers:
        # Documents without an origin of their own, such as sandboxed frames, all say `null`.
        return self._refused if origin == "null" else self._known.get(origin, self._any)


def _permission(origin: str, *, credentials: bool) -> Headers:
    return [
        ("Access-Control-Allow-Origin", origin),
        ("Access-Control-Expose-Headers", READABLE),
        *([("Access-Control-Allow-Credentials", "true")] if credentials else []),
    ]
