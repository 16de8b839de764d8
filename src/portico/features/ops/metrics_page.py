"""`/metrics`: what Prometheus reads, for whoever knows its token."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, current_app, request

from portico.platform.errors import NotFound
from portico.platform.metrics import Metrics
from portico.web.access import public

EXTENSION = "portico.metrics_door"
OPENMETRICS = "application/openmetrics-text"

bp = Blueprint("metrics", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """The metrics and who may read them."""

    metrics: Metrics
    token: str
    """Opens them; with an empty one nobody can."""
    is_open: bool
    """Whether they are for everyone, as in development."""


def install(app: Flask, door: Door) -> None:
    """Show the metrics of this application."""
    app.extensions[EXTENSION] = door
    app.register_blueprint(bp)


@bp.get("/metrics")
@public
def show() -> Response:
    """Give all numbers in Prometheus' form to who may read them; for all others there is nothing here."""
    door: Door = current_app.extensions[EXTENSION]
    if not (door.is_open or _has_token(door.token)):
        raise NotFound
    wants_newer = OPENMETRICS in request.headers.get("Accept", "")
    body, media_type = door.metrics.text(openmetrics=wants_newer)
    headers = {"Cache-Control": "no-store", "Vary": "Accept"}
    return Response(body, content_type=media_type, headers=headers)


def _has_token(token: str) -> bool:
    given = request.authorization
    sent = (given.token or "") if given is not None and given.type == "bearer" else ""
    return bool(token) and hmac.compare_digest(sent.encode(), token.encode())
