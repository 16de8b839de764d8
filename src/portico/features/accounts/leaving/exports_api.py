"""The API of taking one's data along, and the door where the file is fetched."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, current_app, url_for
from werkzeug.wrappers import Response

from portico.features.accounts.leaving import exporting
from portico.features.accounts.leaving.exporting import ExportRunning, TooManyExports
from portico.features.accounts.leaving.gathering import LARGEST_EXPORT, MEDIA_TYPE
from portico.features.accounts.leaving.schemas import ExportAnswer, ExportList
from portico.features.accounts.models import DataExport
from portico.features.accounts.replies import accounts, visitor
from portico.platform import clock
from portico.platform.errors import NotFound
from portico.platform.storage import Storage
from portico.web import files
from portico.web.access import Identity, in_person
from portico.web.contract import NO_STORE, Reply, operation
from portico.web.database import reading, transaction

EXTENSION = "portico.accounts.storage"
TAG = "me"
EXPORT = {
    "id": 4,
    "state": "ready",
    "progress": 100,
    "size": 48213,
    "file": "/settings/exports/4",
    "created_at": "2026-05-01T12:00:00Z",
    "expires_at": "2026-05-08T12:00:00Z",
}

bp = Blueprint("exports", __name__)


@bp.post("/api/v1/me/exports")
@in_person
@operation(
    tag=TAG,
    returns=ExportAnswer,
    status=202,
    problems=[ExportRunning, TooManyExports],
    example=EXPORT | {"state": "waiting", "progress": 0, "size": None, "file": None, "expires_at": None},
)
def ask_for_export(identity: Identity) -> Reply:
    """Have all that is kept about one gathered into a file; a mail says when it is there."""
    with transaction() as session:
        asked = exporting.ask(accounts(), session, identity.account_id, visitor=visitor(), now=clock.now())
    where = url_for("exports.read_export", number=asked.id)
    return Reply(_answer(asked), {"Location": where})


@bp.get("/api/v1/me/exports")
@in_person
@operation(tag=TAG, returns=ExportList, cache=NO_STORE, example={"items": [EXPORT]})
def list_exports(identity: Identity) -> ExportList:
    """One's files that are there or on the way, the newest first."""
    with reading() as session:
        found = exporting.list_exports(session, identity.account_id, clock.now())
    return ExportList(items=[_answer(one) for one in found])


@bp.get("/api/v1/me/exports/<int:number>")
@in_person
@operation(tag=TAG, returns=ExportAnswer, cache=NO_STORE, problems=[NotFound], example=EXPORT)
def read_export(identity: Identity, number: int) -> ExportAnswer:
    """How far a file has come."""
    with reading() as session:
        return _answer(exporting.find(session, identity.account_id, number, clock.now()))


@bp.get("/settings/exports/<int:number>")
@in_person
def fetch_export(identity: Identity, number: int) -> Response:
    """The file, for nobody but whom it is about."""
    with reading() as session:
        found = exporting.find_file(session, identity.account_id, number, clock.now())
    storage: Storage = current_app.extensions[EXTENSION]
    with tempfile.TemporaryDirectory(prefix="portico-export-") as folder:
        path = Path(folder) / "export.zip"
        with path.open("xb") as file:
            storage.fetch(found.key, file, most=LARGEST_EXPORT)
        # Opened before the folder goes.
        response = files.send(path, MEDIA_TYPE)
    name = f"my-data-{found.created_at:%Y-%m-%d}.zip"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _answer(found: DataExport) -> ExportAnswer:
    is_ready = found.state == "ready"
    return ExportAnswer(
        id=found.id,
        state=found.state,
        progress=found.progress,
        size=found.size,
        file=f"/settings/exports/{found.id}" if is_ready else None,
        created_at=found.created_at,
        expires_at=found.expires_at,
    )
