"""Everything of discussions that answers requests."""

from __future__ import annotations

from flask import Flask

from portico.features.discussion import api, moderation_api, operator_api, pages, saved_api
from portico.features.discussion.serving import EXTENSION, Discussion
from portico.features.discussion.setup import Setup
from portico.platform.keys import derive
from portico.platform.metrics import Metrics
from portico.platform.sealing import Sealer
from portico.web.instrumentation import METRICS


def open_doors(app: Flask, setup: Setup) -> None:
    """Register every route."""
    metrics: Metrics = app.extensions[METRICS]
    app.extensions[EXTENSION] = Discussion(
        items=setup.items,
        located=setup.located,
        notifier=setup.notifier,
        network_key=derive(setup.secret, "networks"),
        public_url=setup.public_url,
        posted=metrics.counter(
            "portico_comments_total", "Comments, by whether they were shown at once or held.", ["outcome"]
        ),
        judge=setup.judge,
        judged=metrics.counter(
            "portico_comment_checks_total", "Comments that a judge of spam was asked of.", ["outcome"]
        ),
        sealer=Sealer(setup.secret),
    )
    for blueprint in (api.bp, saved_api.bp, moderation_api.bp, operator_api.bp, pages.bp):
        app.register_blueprint(blueprint)
