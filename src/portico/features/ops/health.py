"""Health: for the supervisor of the process, for the proxy before it, for people, and for the operator."""

from __future__ import annotations

import os
import platform
import time
from dataclasses import dataclass

from flask import Blueprint, Flask, Response, current_app
from pydantic import TypeAdapter

import portico
from portico.features.ops.readiness import Readiness, Report
from portico.platform.shapes import documented
from portico.web import pages
from portico.web.access import operator, public
from portico.web.contract import operation
from portico.web.shell import PageMeta

EXTENSION = "portico.readiness"
NEVER_KEPT = "no-store"
RETRY_SECONDS = "5"

EXAMPLE = {
    "report": {
        "ready": False,
        "parts": [
            {"name": "database", "ready": True, "milliseconds": 0.6, "sentence": "It answers."},
            {
                "name": "storage",
                "ready": False,
                "milliseconds": 0.2,
                "sentence": "The var folder cannot be written: No space left on device.",
            },
        ],
    },
    "version": portico.__version__,
    "python": "3.11.7",
    "process": 4242,
    "uptime_seconds": 86400,
}

bp = Blueprint("health", __name__, template_folder="templates")
_report = TypeAdapter(Report)
_began = time.monotonic()


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the process that answers is."""

    report: Report
    version: str
    """Of Portico."""
    python: str
    process: int
    """The number of the process."""
    uptime_seconds: int


def install(app: Flask, readiness: Readiness) -> None:
    """Answer questions after the health of this application."""
    app.extensions[EXTENSION] = readiness
    app.register_blueprint(bp)


@bp.get("/health/live")
@public
def live() -> Response:
    """Say that the process answers, and nothing else: it leans on nothing."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": NEVER_KEPT})


@bp.get("/health/ready")
@public
def ready() -> Response:
    """Say whether this process should be sent requests, and which part fails."""
    report = _readiness().report()
    response = Response(_report.dump_json(report), _status(report), mimetype="application/json")
    return _as_of_now(response, report)


@bp.get("/health")
@public
def page() -> Response:
    """Say to people how the site is."""
    report = _readiness().report()
    meta = PageMeta(title="Health", path="/health", index=False)
    response = pages.respond("ops/health.html", page=meta, status=_status(report), report=report)
    return _as_of_now(response, report)  # type: ignore[arg-type]


@bp.get("/api/v1/ops/health")
@operator
@operation(tag="operations", returns=Health, example=EXAMPLE)
def details() -> Health:
    """Give the health of the process that answers, with its version and age."""
    return of_process()


def of_process() -> Health:
    """How the process that answers is."""
    return Health(
        report=_readiness().report(),
        version=portico.__version__,
        python=platform.python_version(),
        process=os.getpid(),
        uptime_seconds=int(time.monotonic() - _began),
    )


def _readiness() -> Readiness:
    readiness: Readiness = current_app.extensions[EXTENSION]
    return readiness


def _status(report: Report) -> int:
    return 200 if report.ready else 503


def _as_of_now(response: Response, report: Report) -> Response:
    response.headers["Cache-Control"] = NEVER_KEPT
    response.headers.pop("ETag", None)
    if not report.ready:
        response.headers["Retry-After"] = RETRY_SECONDS
    return response
