"""Documents made for machines, as HTTP answers that can be kept and asked for again cheaply."""

from __future__ import annotations

from datetime import datetime

from flask import request
from werkzeug.wrappers import Response

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
