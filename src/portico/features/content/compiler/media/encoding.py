"""Encoding the variants of a picture: slow, so done apart from the pages and in several processes."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image, ImageOps

from portico.features.content.compiler.media.facts import FORMATS
from portico.platform.files import write_atomically

WIDTHS = (480, 960, 1600)

_OPTIONS: dict[str, dict[str, Any]] = {
    "AVIF": {"quality": 58, "speed": 8, "max_threads": 1},
    "WEBP": {"quality": 78, "method": 4},
    "JPEG": {"quality": 90, "progressive": True, "optimize": True},
    "PNG": {"optimize": False},
    "GIF": {},
}
_WIDE_GAMUT_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Target:
    """A file to make from a picture."""

    path: Path
    format: str
    """As Pillow names it."""
    width: int | None
    """Pixels; none keeps the size and only leaves the metadata away."""


@dataclass(frozen=True, slots=True)
class Encode:
    """A picture and the files to make from it."""

    source: Path
    targets: tuple[Target, ...]


def encode(job: Encode) -> None:
    """Make the files of a job that are not there yet; two processes may do the same job at once."""
    missing = [target for target in job.targets if not target.path.exists()]
    if not missing:
        return
    image = _upright(job.source, _needed_width(missing))
    profile = image.info.get("icc_profile") or b""
    # From large to small, each from the last: the full picture is resized once.
    for target in sorted(missing, key=lambda target: -(target.width or image.width)):
        if target.width and target.width < image.width:
            height = max(1, round(image.height * target.width / image.width))
            image = image.resize((target.width, height), Image.Resampling.LANCZOS, reducing_gap=3)
        kept = {"icc_profile": profile} if len(profile) < _WIDE_GAMUT_LIMIT else {}
        write_atomically(target.path, _saver(image, target.format, kept))


def _saver(image: Image.Image, image_format: str, kept: dict[str, bytes]) -> Callable[[BinaryIO], object]:
    return lambda file: image.save(file, image_format, exif=b"", **_OPTIONS[image_format], **kept)


def _needed_width(targets: list[Target]) -> int | None:
    widths = [target.width for target in targets]
    return None if None in widths else max(width or 0 for width in widths)


def _upright(source: Path, width: int | None) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(source, formats=list(FORMATS)) as image:
            if width:
                # The decoder of JPEG can skip detail that no variant shows; the sides may be swapped.
                image.draft("RGB", (width, width))
            image.load()
            profile = image.info.get("icc_profile") if image.mode in {"RGB", "RGBA", "P"} else None
            upright = _coloured(ImageOps.exif_transpose(image))
    upright.info = {"icc_profile": profile} if profile else {}
    return upright


def _coloured(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    transparent = "A" in image.mode or "a" in image.mode or "transparency" in image.info
    return image.convert("RGBA" if transparent else "RGB")
