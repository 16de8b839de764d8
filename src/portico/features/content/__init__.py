"""A folder of Markdown becomes a site: compiled once, read by pages, feeds, search and the API."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from portico.features.content import api, development, discovery, feed_pages, files, meta, pages
from portico.features.content.serving import EXTENSION, Content
from portico.features.content.snapshot import CompiledSite
from portico.platform import clock

STATIC = Path(__file__).parent / "static"


def install(
    app: Flask, *, compiled: Path, var: Path, secret: str, public_url: str | None, live_reload: bool
) -> None:
    """Serve the compiled site in the folder `compiled`, whose file may appear and change at any time.

    `public_url` is stronger than the one in `site.toml`. With `live_reload`, open pages ask whether
    the content has changed.
    """
    site = CompiledSite(compiled, clock.now)
    app.extensions[EXTENSION] = Content(site, secret, var, public_url)
    app.context_processor(meta.shell)
    if live_reload:
        app.register_blueprint(development.bp)
    for blueprint in (api.bp, files.bp, feed_pages.bp, discovery.bp, pages.bp):
        app.register_blueprint(blueprint)
