"""A folder of Markdown becomes a site: compiled once, read by pages, feeds, search and the API."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portico.features.content.telling import letterbox, located, problems, published, title

if TYPE_CHECKING:
    from flask import Flask

    from portico.features.content.pieces import Piece as Piece

__all__ = ["install", "letterbox", "located", "problems", "published", "title"]


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
