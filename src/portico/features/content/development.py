"""Live reload: open pages ask for the version of the content and reload when it changes."""

from __future__ import annotations

from flask import Blueprint, Response

from portico.features.content.serving import current_site
from portico.web.access import public

bp = Blueprint("development", __name__)


@bp.get("/_dev/version")
@public
def version() -> Response:
    """The version of the content that a page made now would show."""
    return Response(current_site().version, mimetype="text/plain", headers={"Cache-Control": "no-store"})
