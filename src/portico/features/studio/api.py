"""What waits, as JSON, for the first room of the studio."""

from __future__ import annotations

from flask import Blueprint, current_app

from portico.features.studio.waiting import Summary, Waiting, summarise
from portico.web.access import Identity, moderator
from portico.web.contract import NO_STORE, operation
from portico.web.database import reading

EXTENSION = "portico.studio.waiting"
bp = Blueprint("studio_api", __name__, url_prefix="/api/v1/studio")

EXAMPLE = {"waiting": [{"label": "Mails that were given up", "path": "/studio/outbox", "count": 2}]}


@bp.get("/summary")
@moderator
@operation(tag="studio", returns=Summary, cache=NO_STORE, example=EXAMPLE)
def read_summary(identity: Identity) -> Summary:
    """How much waits for whoever asks: everything for the owner, what others wrote for a moderator."""
    things: tuple[Waiting, ...] = current_app.extensions[EXTENSION]
    with reading() as session:
        return summarise(session, things, role=identity.role)
