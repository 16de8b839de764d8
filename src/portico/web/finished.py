"""A plain success of the API, which needs no second look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Response
from werkzeug.datastructures import Headers

from portico.web.security import POLICY_OF_DATA

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CACHE_CONTROL = 2
"""Where among the headers it stands."""


class Finished(Response):
    """JSON that leaves as it was built, without the looks that werkzeug takes at it."""

    def __init__(self, body: bytes, cache: str) -> None:
        self.headers = Headers()
        self.headers._list = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
            ("Cache-Control", cache),
            ("Content-Security-Policy", POLICY_OF_DATA),
        ]
        self._status, self._status_code = "200 OK", 200
        self.response = [body]
        self.direct_passthrough = False
        self._on_close = []

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[Any]:
        start_response(self.status, self.headers.to_wsgi_list())
        return self.response

    def set_cache(self, cache: str) -> None:
        """Say anew who may keep it, without a search among the headers."""
        self.headers._list[CACHE_CONTROL] = ("Cache-Control", cache)
