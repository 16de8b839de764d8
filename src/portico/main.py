"""The application, as a table of contents: all that happens to a request, in order, and who serves it."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from portico.features import content
from portico.platform import logging
from portico.settings import Settings
from portico.web import assets, limits, openapi, pages, problems, security
from portico.web.edge import Edge
from portico.web.paging import Cursors

STATIC = Path(__file__).parent / "web" / "static"


def create_app(settings: Settings) -> Flask:
    """Build the application; opens no port and may be called many times in one process."""
    logging.configure(settings.log_format, settings.log_level)
    app = Flask("portico", root_path=str(Path(__file__).parent / "web"), static_folder=None)
    app.testing = settings.environment == "testing"
    app.url_map.merge_slashes = False
    secret = settings.secret.get_secret_value()
    public_url = str(settings.public_url) if settings.public_url else None

    # A request passes from the outside in: a name and headers of its own, …
    app.wsgi_app = Edge(  # type: ignore[method-assign]
        app.wsgi_app, security.headers(strict_transport=settings.environment == "production")
    )
    # … limits on what it may carry, and a form for whatever goes wrong.
    limits.install(app)
    problems.install(app)

    # What every feature uses.
    assets.install(app, [STATIC])
    pages.install(app, live_reload=settings.watch)
    app.extensions["portico.cursors"] = Cursors(secret)

    # The features.
    content.install(
        app,
        compiled=settings.compiled,
        var=settings.var,
        secret=secret,
        public_url=public_url,
        live_reload=settings.watch,
    )
    if settings.api_docs:
        openapi.install(app, servers=[public_url] if public_url else [])
    return app
