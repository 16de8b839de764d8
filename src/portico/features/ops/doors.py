"""Everything of the operator's that answers requests."""

from __future__ import annotations

from flask import Flask

from portico.features.ops import connection_api, flags_api, jobs_api, mails_api, owner_api


def open_doors(app: Flask, *, sender: str, rooms: bool) -> None:
    """Register every route; see `install` for the arguments."""
    app.extensions[mails_api.EXTENSION] = sender
    for blueprint in (jobs_api.bp, mails_api.bp, flags_api.bp, connection_api.bp):
        app.register_blueprint(blueprint)
    if rooms:
        app.register_blueprint(owner_api.bp)
