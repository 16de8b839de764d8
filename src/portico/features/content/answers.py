"""Answers that whoever has them need not be sent again."""

from __future__ import annotations

from datetime import datetime

from werkzeug.wrappers import Response

from portico.web.preconditions import compared
from portico.web.shell import SHELL

CONTENT = SHELL
"""What pages made from the compiled site are tagged with."""
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
    return compared(response)
