"""Files as answers: in pieces that no slow reader can make a thread wait with, and few larger ones at a time.

The server takes an answer of bytes whole and sends it without a thread; one that is made while it is sent
keeps its thread for as long as its reader likes.
"""

from __future__ import annotations

import threading
from pathlib import Path

from flask import Flask, Response, current_app, send_file
from werkzeug.wsgi import ClosingIterator

from portico.platform.errors import NotFound, PreconditionFailed, Unavailable

EXTENSION = "portico.streams"
PIECE = 1024 * 1024
"""Bytes that are answered at once. A longer range is cut to it, and players ask for the rest (RFC 9110)."""


def install(app: Flask, *, at_once: int) -> None:
    """Let so many files beyond the size of a piece be on their way at once."""
    app.extensions[EXTENSION] = threading.BoundedSemaphore(at_once)


def send(file: Path, media_type: str) -> Response:
    """A file, or the part of it that the request asks for.

    Raises NotFound when it cannot be read, PreconditionFailed, and Unavailable while too many large ones are
    being sent.
    """
    try:
        response = send_file(file, mimetype=media_type, conditional=True, etag=True)
        if response.status_code == 412:
            # It still has the whole file as its body.
            response.close()
            raise PreconditionFailed("The file is another by now than the one that was asked for.")
        if response.status_code not in (200, 206):
            return response
        length = response.content_length or 0
        if response.status_code == 206:
            return _piece(response, file, length)
        return _whole(response, file) if length <= PIECE else _stream(response)
    except OSError:
        raise NotFound from None


def _piece(response: Response, file: Path, length: int) -> Response:
    part = response.content_range
    start = part.start or 0
    with file.open("rb") as opened:
        opened.seek(start)
        body = opened.read(min(length, PIECE))
    part.set(start, start + len(body), part.length)
    return _filled(response, body)


def _whole(response: Response, file: Path) -> Response:
    return _filled(response, file.read_bytes())


def _filled(response: Response, body: bytes) -> Response:
    response.close()
    response.direct_passthrough = False
    response.set_data(body)
    return response


def _stream(response: Response) -> Response:
    places: threading.BoundedSemaphore = current_app.extensions[EXTENSION]
    if not places.acquire(blocking=False):
        response.close()
        raise Unavailable("Too many large files are being sent. Try again in a moment.", retry_after=10)
    response.response = ClosingIterator(response.response, places.release)  # type: ignore[arg-type]
    return response
