"""What a request needs of the compiled site: one snapshot for its whole length, and where the site lives."""

from __future__ import annotations

from pathlib import Path

from flask import current_app, g

from portico.features.content.snapshot import CompiledSite, Snapshot
from portico.platform.signing import Signer
from portico.web.location import root_url

EXTENSION = "portico.content"
PREVIEW_LIFETIME = 14 * 24 * 3600


class Content:
    """The content feature of one application."""

    def __init__(self, site: CompiledSite, secret: str, var: Path, public_url: str | None) -> None:
        self.site = site
        self.previews = Signer(secret, "preview")
        self.cards = var / "cards"
        self.public_url = public_url


def content() -> Content:
    """The content feature of the current application."""
    feature: Content = current_app.extensions[EXTENSION]
    return feature


def current_site() -> Snapshot:
    """The compiled site, the same for the whole of a request. Raises ContentMissing."""
    if "content_snapshot" not in g:
        g.content_snapshot = content().site.current()
    snapshot: Snapshot = g.content_snapshot
    return snapshot


def public_url() -> str:
    """The address that visitors see, without a slash at its end: configured, else that of the request."""
    configured = content().public_url
    if configured is None:
        site = current_site().config.url
        configured = str(site) if site else None
    return root_url(configured)


def absolute(path: str) -> str:
    """A path of the site as an address that works from anywhere."""
    return public_url() + path if path.startswith("/") else path
