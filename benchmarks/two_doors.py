"""The application with one route more, once for everyone and once for whoever is signed in."""

from __future__ import annotations

import sys

from flask import Blueprint, Flask
from granian.constants import Interfaces
from granian.server import Server

from portico.features.traffic.api import ViewsAnswer
from portico.features.traffic.views import SUM
from portico.main import create_app
from portico.settings import load_settings
from portico.web.access import Identity, member, public
from portico.web.contract import NO_STORE, operation
from portico.web.database import database

PATH = "/"
bp = Blueprint("two_doors", __name__, url_prefix="/api/v1")


@bp.get("/for-everyone")
@public
@operation(tag="bench", returns=ViewsAnswer, cache=NO_STORE)
def read_for_everyone() -> ViewsAnswer:
    """A row, for everyone."""
    return _read()


@bp.get("/for-members")
@member
@operation(tag="bench", returns=ViewsAnswer, cache=NO_STORE)
def read_for_members(identity: Identity) -> ViewsAnswer:
    """The same row, for whoever is signed in."""
    assert identity.account_id
    return _read()


def app() -> Flask:
    """The application, started."""
    made = create_app(load_settings())
    made.register_blueprint(bp)
    made.extensions["portico.lifecycle"].start()
    return made


def _read() -> ViewsAnswer:
    row = database().row(SUM, {"path": PATH})
    return ViewsAnswer(path=PATH, views=int(row[0]) if row else 0)


if __name__ == "__main__":
    Server(
        "benchmarks.two_doors:app",
        factory=True,
        address=sys.argv[1],
        port=int(sys.argv[2]),
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_enabled=False,
    ).serve()
