"""A folder of Markdown becomes a site: compiled once, read by pages, feeds, search and the API."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def install(
    app: Flask, *, compiled: Path, var: Path, secret: str, public_url: str | None, live_reload: bool
) -> None:
    """Serve the compiled site in the folder `compiled`, whose file may appear and change at any time.

    `public_url` is stronger than the one in `site.toml`. With `live_reload`, open pages ask whether
    the content has changed.
    """
    # The commands and the compiler pass through this package too, and need nothing of the web.
    from portico.features.content.doors import open_doors  # noqa: PLC0415

    open_doors(app, compiled, var, secret, public_url, live_reload=live_reload)


def title(compiled: Path) -> Callable[[], str]:
    """Tells the title of the compiled site in this folder, as it is at each call; empty without a site."""
    from portico.features.content.site import site_view  # noqa: PLC0415
    from portico.features.content.snapshot import CompiledSite, ContentMissing  # noqa: PLC0415
    from portico.platform import clock  # noqa: PLC0415

    site = CompiledSite(compiled, clock.now)

    def tell() -> str:
        try:
            return site_view(site.current()).title
        except ContentMissing:
            return ""

    return tell
