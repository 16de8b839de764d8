"""Everything of discussions that answers requests."""

from __future__ import annotations

from flask import Flask

from portico.features.discussion import api, moderation_api, operator_api, pages, saved_api
from portico.features.discussion.serving import EXTENSION, Discussion
from portico.features.discussion.subjects import Items, Located
from portico.features.notifications import Notifier
from portico.platform.keys import derive
from portico.web.watching import METRICS


def open_doors(
    app: Flask, items: Items, located: Located, notifier: Notifier, *, secret: str, public_url: str | None
) -> None:
    """Register every route; see `install` for the arguments."""
    app.extensions[EXTENSION] = Discussion(
        items=items,
        located=located,
        notifier=notifier,
        network_key=derive(secret, "networks"),
        public_url=public_url,
        posted=app.extensions[METRICS].counter(
            "portico_comments_total", "Comments, by whether they were shown at once or held.", ["outcome"]
        ),
    )
    for blueprint in (api.bp, saved_api.bp, moderation_api.bp, operator_api.bp, pages.bp):
        app.register_blueprint(blueprint)
