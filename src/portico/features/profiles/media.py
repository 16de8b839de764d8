"""The pictures of people, as they are kept: made by us alone, and given to nobody as anything else.

They come from here also where a bucket keeps them. So nobody but us needs to be able to read it, every answer
carries our headers, pages need no foreign origin, and what is removed is gone at once; browsers and whatever
stands before us keep each picture for good, so that it is read once.
"""

from __future__ import annotations

import re
import threading
from io import BytesIO

from flask import Blueprint
from werkzeug.wrappers import Response

from portico.features.profiles.editing import OWN
from portico.features.profiles.pictures import MEDIA_TYPE
from portico.features.profiles.serving import profiles
from portico.platform.errors import NotFound, Unavailable
from portico.web.access import public
from portico.web.assets import FOREVER
from portico.web.preconditions import compared

FOLDER = re.compile(r"[0-9a-f]{32}")
NAME = re.compile(r"[0-9a-f]{32}-[0-9]{2,4}\.webp")
LARGEST = 8 * 1024 * 1024
AT_ONCE = 2
"""Pictures that are being read; a storage that is slow keeps no more threads than this."""
PATIENCE = 1.0

bp = Blueprint("account_media", __name__)
_places = threading.BoundedSemaphore(AT_ONCE)


@bp.get(f"/media/{OWN}<folder>/<name>")
@public
def serve_picture(folder: str, name: str) -> Response:
    """A picture of a member; its address changes with its bytes."""
    if not (FOLDER.fullmatch(folder) and NAME.fullmatch(name)):
        raise NotFound
    response = Response(_read(f"{OWN}{folder}/{name}"), mimetype=MEDIA_TYPE)
    response.headers["Cache-Control"] = FOREVER
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # Feed readers and front ends elsewhere show them on pages of their own.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.add_etag()
    return compared(response)


def _read(key: str) -> bytes:
    if not _places.acquire(timeout=PATIENCE):
        raise Unavailable("Too many pictures are being read. Try again in a moment.", retry_after=2)
    try:
        found = BytesIO()
        profiles().storage.fetch(key, found, most=LARGEST)
        return found.getvalue()
    finally:
        _places.release()
