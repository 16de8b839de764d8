"""Files served as they are: encoded pictures under `/media/`, the public folders at the root."""

from __future__ import annotations

import mimetypes
from pathlib import Path, PurePosixPath

from flask import Blueprint
from werkzeug.wrappers import Response

from portico.features.content.serving import current_site
from portico.features.content.snapshot import Snapshot
from portico.platform.errors import NotFound
from portico.web.access import public
from portico.web.assets import FOREVER
from portico.web.cacheable import made_anew
from portico.web.files import send
from portico.web.security import content_security_policy

BRIEFLY = "public, max-age=300, stale-while-revalidate=3600"
TYPES = {
    ".webmanifest": "application/manifest+json",
    ".bib": "text/plain",
    ".avif": "image/avif",
    ".webp": "image/webp",
}

bp = Blueprint("files", __name__)


@bp.get("/media/<name>")
@public
def serve_media(name: str) -> Response:
    """A picture or film of the content; its address changes with its bytes."""
    found = current_site().row("SELECT path, media_type FROM media WHERE url = ?", (f"/media/{name}",))
    if found is None:
        return serve_public(current_site(), f"media/{name}")
    return _sent(Path(found["path"]), found["media_type"], FOREVER)


def serve_public(snapshot: Snapshot, path: str) -> Response:
    """A file of a public folder or of the media folder, 404 when there is none at this path."""
    for folder in snapshot.meta("public"):
        file = below(Path(folder), path)
        if file is not None:
            return _sent(file, media_type(file), BRIEFLY)
    raise NotFound


def below(folder: Path, path: str) -> Path | None:
    """The regular file at a path below a folder; none when there is none, or it leads out or is hidden."""
    parts = PurePosixPath(path).parts
    if (
        not parts
        or "\x00" in path
        or any(part.startswith((".", "/")) and part != ".well-known" for part in parts)
    ):
        return None
    try:
        file = folder.joinpath(*parts).resolve(strict=True)
        inside = file.is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        return None
    return file if inside and file.is_file() else None


def media_type(file: Path) -> str:
    """The type that a file is served as."""
    return TYPES.get(file.suffix.lower()) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _sent(file: Path, kind: str, cache: str) -> Response:
    made_anew()
    response = send(file, kind)
    response.headers["Cache-Control"] = cache
    if kind.startswith(("image/", "audio/", "video/")):
        # Feed readers show them on pages of their own.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if kind.startswith(("image/svg", "text/html", "application/xhtml", "text/xml", "application/xml")):
        # A file that can hold scripts gets to run none of them on this origin.
        response.headers["Content-Security-Policy"] = content_security_policy() + "; sandbox"
    return response
