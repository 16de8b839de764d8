"""What is made of a picture that somebody sent: its pixels alone, anew, in sizes that pages show."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import structlog

from portico.features.profiles.models import Purpose
from portico.features.profiles.schemas import Crop
from portico.platform.errors import Invalid, Unavailable

log = structlog.get_logger("portico.profiles")

DECODER = Path(__file__).with_name("decoder.py")
SECONDS = 20.0
AT_ONCE = 1
"""Pictures that one process has looked at side by side; each may take half a gigabyte."""
PATIENCE = 3.0
"""Seconds that a request waits for its turn; longer, and waiting ones would take all threads."""
LARGEST_RESULT = 10_000
MEDIA_TYPE = "image/webp"
SIZES: dict[Purpose, tuple[tuple[int, ...], float | None]] = {
    "avatar": ((96, 256, 512), 1.0),
    "banner": ((800, 1600, 2400), 3.0),
    "note": ((480, 960, 1600), None),
    "content": ((480, 960, 1600), None),
}
"""For each purpose the widths of its variants, and the ratio that it is cut to."""
SENTENCES = {
    "large": "The picture has more than 25 million pixels. Make it smaller and send it again.",
    "small": "The picture is smaller than 16 pixels on a side.",
    "long": "The picture is too long and narrow to be shown.",
    "unknown": "This is not a picture that can be shown: JPEG, PNG, WebP, AVIF or GIF.",
    "broken": "The picture cannot be read. It is incomplete, or not what it says it is.",
}

_places = threading.BoundedSemaphore(AT_ONCE)


class PictureRefused(Invalid):
    """What was sent is no picture that can be shown."""

    code = "picture-refused"
    title = "This picture cannot be used"


class Variant(NamedTuple):
    """One size of a picture."""

    width: int
    height: int
    path: Path


@contextmanager
def turn() -> Iterator[None]:
    """A place to look at a picture in. Raises Unavailable while too many wait."""
    if not _places.acquire(timeout=PATIENCE):
        raise Unavailable("Many pictures are being looked at. Try again in a moment.", retry_after=5)
    try:
        yield
    finally:
        _places.release()


@contextmanager
def variants(file: BinaryIO, purpose: Purpose, crop: Crop | None) -> Iterator[list[Variant]]:
    """The variants of a picture, the broadest first, as files that are there until the block ends.

    A process of its own decodes it, which is ended when it takes too long. Raises PictureRefused.
    """
    with tempfile.TemporaryDirectory(prefix="portico-picture-") as folder:
        place = Path(folder)
        _run(file, place, _wanted(purpose, crop))
        found = [Variant(width, height, place / f"{width}.webp") for width, height in _result(place)]
        yield found


def _wanted(purpose: Purpose, crop: Crop | None) -> str:
    widths, ratio = SIZES[purpose]
    box = (0.0, 0.0, 1.0, 1.0)
    if crop is not None:
        box = (crop.x, crop.y, min(1.0, crop.x + crop.width), min(1.0, crop.y + crop.height))
    return json.dumps([widths, ratio, box])


def _run(file: BinaryIO, folder: Path, wanted: str) -> None:
    file.seek(0)
    try:
        ended = subprocess.run(  # noqa: S603 - our own program, and numbers as its argument
            [sys.executable, "-I", str(DECODER), wanted],
            stdin=file,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            # None of our secrets; and one arena, since each that the allocator opens counts as memory.
            env={"MALLOC_ARENA_MAX": "1"},
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("picture_decoder_killed", reason="too slow")
        raise PictureRefused(SENTENCES["broken"]) from None
    if ended.returncode:
        log.warning("picture_decoder_ended", status=ended.returncode)
        raise PictureRefused(SENTENCES["broken"])


def _result(folder: Path) -> list[tuple[int, int]]:
    try:
        with (folder / "result.json").open() as file:
            result: dict[str, Any] = json.loads(file.read(LARGEST_RESULT))
    except (OSError, ValueError):
        raise PictureRefused(SENTENCES["broken"]) from None
    if "refused" in result:
        raise PictureRefused(SENTENCES[result["refused"]])
    return [(int(width), int(height)) for width, height in result["sizes"]]
