"""Everything of notifications that answers requests."""

from __future__ import annotations

from flask import Flask

from portico.features.notifications import api, blocks_api, pages
from portico.features.notifications.mailing import Mails
from portico.features.notifications.serving import EXTENSION


def open_doors(app: Flask, mails: Mails) -> None:
    """Register every route."""
    app.extensions[EXTENSION] = mails
    for blueprint in (api.bp, blocks_api.bp, pages.bp):
        app.register_blueprint(blueprint)
