"""Everything of the content feature that answers requests."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from portico.features.content import api, development, files, meta, offline, pages, studio_api, theme
from portico.features.content.answers import CONTENT
from portico.features.content.discovery import feed_pages
from portico.features.content.discovery import signpost_pages as discovery
from portico.features.content.serving import EXTENSION, Content
from portico.features.content.snapshot import CompiledSite
from portico.platform import clock
from portico.web import themes
from portico.web.page_cache import pages_of


def open_doors(
    app: Flask, compiled: Path, var: Path, secret: str, public_url: str | None, *, live_reload: bool
) -> None:
    """Register every page and API route; see `install` for the arguments."""
    site = CompiledSite(compiled, clock.now)
    app.extensions[EXTENSION] = Content(site, secret, var, public_url)
    pages_of(app).watch(CONTENT, site.current)
    app.context_processor(meta.shell)
    themes.use(app, theme.current_theme)
    app.url_map.converters["page"] = pages.PagePath
    if live_reload:
        app.register_blueprint(development.bp)
    # The pages last: what no other door takes is looked for among them.
    doors = (api.bp, studio_api.bp, files.bp, theme.bp, offline.bp, feed_pages.bp, discovery.bp, pages.bp)
    for blueprint in doors:
        app.register_blueprint(blueprint)
