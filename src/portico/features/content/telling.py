"""What the content tells `main.py` and other features; the compiler needs none of it, and loads none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from portico.features.content.introductions import Letterbox
    from portico.features.content.pieces import Piece


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


def published() -> Callable[[str, str], Piece | None]:
    """Tells what the site of the current request has published by a collection and slug; see `find_piece`."""
    from portico.features.content.pieces import find_piece  # noqa: PLC0415
    from portico.features.content.serving import current_site  # noqa: PLC0415

    return lambda collection, slug: find_piece(current_site(), collection, slug)


def located() -> Callable[[str], Piece | None]:
    """Tells what the site of the current request has published at an address; see `find_piece_at`."""
    from portico.features.content.pieces import find_piece_at  # noqa: PLC0415
    from portico.features.content.serving import current_site  # noqa: PLC0415

    return lambda path: find_piece_at(current_site(), path)


def letterbox() -> Letterbox:
    """What the site of the current request says of writing to its owner."""
    from portico.features.content.introductions import letterbox as found  # noqa: PLC0415

    return found()


def problems(app: Flask) -> int:
    """How many problems the last sync had to report; none without a site."""
    from portico.features.content.studio_api import count_problems  # noqa: PLC0415

    return count_problems(app)
