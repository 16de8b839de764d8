"""The real server with routes that only tests need: `python -m tests.support.probe serve …`."""

from __future__ import annotations

import time
from typing import Any

import structlog
from flask import Blueprint, Flask, request
from sqlalchemy import func, insert, select
from werkzeug.wrappers import Response

from portico import wsgi
from portico.main import create_app
from portico.platform.clock import now
from portico.platform.jobs.tables import Job
from portico.settings import load_settings
from portico.web.access import public
from portico.web.database import reading, transaction

CANARY = "canary-of-someone-elses-page"
SHOWN = ("REMOTE_ADDR", "wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING")

log = structlog.get_logger("tests.probe")
probe = Blueprint("probe", __name__, url_prefix="/probe")


@probe.get("/slow")
@public
def slow() -> str:
    """Answer after `seconds`."""
    time.sleep(float(request.args.get("seconds", "1")))
    return "slow"


@probe.get("/failing")
@public
def failing() -> str:
    """Fail as nobody expects."""
    raise RuntimeError("a failure that nobody expected")


@probe.route("/echo", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
@public
def echo() -> dict[str, Any]:
    """What the application sees of the request."""
    seen = {name: request.environ.get(name, "") for name in SHOWN}
    return {
        "method": request.method,
        "url": request.url,
        "environ": seen,
        "headers": dict(request.headers),
        "body": request.get_data().decode("latin-1"),
    }


@probe.get("/private")
@probe.get("/private/<path:rest>")
@public
def private(rest: str = "") -> Response:
    """A page that no cache may keep; with the right cookie it holds someone's secret."""
    known = request.cookies.get("probe") == "someone"
    return Response(
        CANARY if known else "nobody", mimetype="text/html", headers={"Cache-Control": "private, no-store"}
    )


@probe.post("/rows")
@public
def write() -> tuple[dict[str, Any], int]:
    """Write one row, named by `name`; answer when it is kept."""
    made = now()
    with transaction() as session:
        session.execute(
            insert(Job).values(
                kind="probe", payload={}, key=request.args["name"], created_at=made, run_at=made, done_at=made
            )
        )
    return {"name": request.args["name"]}, 201


@probe.get("/rows")
@public
def count() -> dict[str, Any]:
    """How many rows there are."""
    with reading() as session:
        return {"rows": session.scalar(select(func.count()).where(Job.kind == "probe"))}


def application() -> Flask:
    """The application of a worker process, with the routes of tests."""
    app = create_app(load_settings())
    app.register_blueprint(probe)
    app.extensions["portico.lifecycle"].add("probe", stop=lambda: log.info("probe_stopped"))
    return wsgi.begin(app)


if __name__ == "__main__":
    from portico.cli import main
    from portico.commands import workers

    workers.APPLICATION = "tests.support.probe:application"
    main(prog_name="portico")
