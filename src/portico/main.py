"""The application, as a table of contents: all that happens to a request, in order, and who serves it."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from portico import background, community, front, people, watching
from portico.features import FLAGS, content, ops, present, traffic
from portico.platform.database import Database
from portico.platform.flags import Flags, switches
from portico.platform.lifecycle import Lifecycle
from portico.settings import Settings
from portico.web import assets, database, files, openapi, pages, paging, presence
from portico.web.application import Application

STATIC = Path(__file__).parent / "web" / "static"


def create_app(settings: Settings) -> Flask:
    """Build the application; opens no port and may be called many times in one process."""
    watching.configure_log(settings)
    app = Application("portico", root_path=str(Path(__file__).parent / "web"), static_folder=None)
    app.testing = settings.environment == "testing"
    app.url_map.merge_slashes = False

    # What is there before any request, started in this order and stopped in the opposite one.
    lifecycle = app.extensions["portico.lifecycle"] = Lifecycle()
    main_database = app.extensions[database.EXTENSION] = Database(
        settings.database,
        pool=settings.database_pool,
        seconds=settings.database_seconds,
        echo=settings.database_echo,
    )
    lifecycle.add("database", stop=main_database.dispose)
    metrics = watching.install(app, lifecycle, settings, main_database)

    # The way of a request from the outside in, up to the views.
    records = front.install(app, lifecycle, settings, metrics)

    # What every feature uses.
    assets.install(app, [STATIC])
    files.install(app, at_once=max(1, settings.threads // 4))
    pages.install(app, live_reload=settings.watch)
    features = presence.install(app, present(settings.features_off))
    app.extensions[paging.EXTENSION] = paging.Cursors(settings.signing_secret)
    app.extensions["portico.flags"] = Flags(FLAGS, switches(settings.flags, FLAGS))

    # The features.
    content.install(
        app,
        compiled=settings.compiled,
        var=settings.var,
        secret=settings.secret.get_secret_value(),
        public_url=str(settings.public_url or "") or None,
        live_reload=settings.watch,
    )
    if "traffic" in features:
        traffic.install(app, lifecycle, records, main_database, settings.hosts)
    people.install(app, settings, main_database, features)
    community.install(app, settings, main_database, features)
    ops.install(app, sender=settings.mail_from or background.SENDER, rooms="studio" in features)
    watching.show(app, lifecycle, settings, main_database, metrics)
    if settings.api_docs:
        openapi.install(app, servers=settings.servers, docs_path=settings.api_docs_path)

    # What happens without a request.
    background.install(lifecycle, settings, main_database, watching.tracing_of(app))
    return app
