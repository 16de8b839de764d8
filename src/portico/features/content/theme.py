"""The theme of the compiled site: given to the pages, and its files to browsers."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from portico.features.content.answers import CONTENT
from portico.features.content.serving import current_site
from portico.features.content.snapshot import ContentMissing, Snapshot, remembered
from portico.platform.errors import NotFound
from portico.web.access import public
from portico.web.assets import sent
from portico.web.cacheable import cacheable
from portico.web.themes import MOUNT, Theme

bp = Blueprint("theme", __name__)


def current_theme() -> Theme | None:
    """The theme of the site as this request sees it; none where there is no site, or it has none."""
    try:
        return theme_of(current_site())
    except ContentMissing:
        return None


@remembered
def theme_of(snapshot: Snapshot) -> Theme | None:
    """The theme of a compiled site."""
    files = {row["name"]: row["body"] for row in snapshot.rows("SELECT name, body FROM theme")}
    return Theme(files) if files else None


@bp.get(MOUNT + "<path:address>")
@public
@cacheable(CONTENT)
def serve_theme(address: str) -> Response:
    """A style sheet, font, image or script of the theme."""
    theme = current_theme()
    if theme is None:
        raise NotFound
    return sent(theme.assets, address)
