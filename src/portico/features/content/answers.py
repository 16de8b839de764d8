"""Answers that can be given again cheaply: by whoever asked, who shows the ETag, and by us, from memory."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import datetime
from typing import ParamSpec

from flask import request
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

from portico.features.content.serving import current_site

P = ParamSpec("P")

ADDRESS = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")
"""All that an answer may depend on besides the content, as the WSGI environment calls it."""
CACHED = "public, max-age=300, stale-while-revalidate=3600"


def document(
    body: bytes, media_type: str, *, modified: datetime | None = None, cache: str = CACHED
) -> Response:
    """The bytes with a strong ETag; who already has them is told so."""
    response = Response(body, mimetype=media_type)
    response.headers["Cache-Control"] = cache
    if modified:
        response.last_modified = modified
    response.add_etag()
    return response.make_conditional(request)


def kept(view: Callable[P, Response]) -> Callable[P, Response]:
    """Make each answer of a view once, then give it from the memory of the compiled site.

    For views that depend on the address and the content alone. What is no plain success, and what is
    sent from a file, is made anew every time.
    """

    @functools.wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
        memory = current_site().memory
        key = tuple(map(request.environ.get, ADDRESS))
        if ready := memory.get(key):
            return _again(*ready)
        response = view(*args, **kwargs)
        if response.status_code == 200 and not response.direct_passthrough:
            body = response.get_data()
            memory.put(key, (body, _lasting(response.headers)), len(body))
        return response

    return answer


def _again(body: bytes, headers: list[tuple[str, str]]) -> Response:
    return Response(body, headers=headers).make_conditional(request)


def _lasting(headers: Headers) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name != "Date"]
