"""What must be known of a picture file before a page can show it, without encoding anything."""

from __future__ import annotations

import hashlib
import warnings
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TypedDict

from PIL import ExifTags, Image

from portico.features.content.compiler.media.svg import NotSvg, svg_size

MAX_BYTES = 50_000_000
MAX_PIXELS = 64_000_000
"""A photograph of 64 megapixels takes 200 MB while it is encoded."""

FORMATS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}
MEDIA_TYPES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
    "svg": "image/svg+xml",
}

_TURNED = {5, 6, 7, 8}
_DECODING_SIZE = (256, 256)


class Unusable(ValueError):
    """A picture that cannot be shown, with the code and the sentence for its author."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A picture file, measured."""

    digest: str
    """SHA-256 of the bytes, in hexadecimal."""
    size: int
    """Bytes."""
    extension: str
    """By what the file holds, whatever its name says."""
    width: int
    """Pixels, as shown: after the camera's orientation is applied."""
    height: int
    encodable: bool
    """Whether smaller variants can be made: not of vector and animated pictures."""
    located: bool
    """Whether its metadata says where it was taken."""


class _Identity(TypedDict):
    digest: str
    size: int


def measure(path: Path) -> Facts:
    """Measure a picture, decoding it once to know that it is whole; raises `Unusable`."""
    if path.stat().st_size > MAX_BYTES:
        raise Unusable("image-too-large", f"The picture is larger than {MAX_BYTES // 1_000_000} MB.")
    data = path.read_bytes()
    if path.suffix.lower() == ".svg":
        return _measure_svg(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(data), formats=list(FORMATS)) as image:
                return _measure_raster(image, data)
    except Image.DecompressionBombError:
        raise _too_many_pixels() from None
    except Unusable:
        raise
    except Exception as error:  # Pillow's decoders raise whatever a broken file leads them to
        raise Unusable("image-unreadable", f"The picture cannot be read: {error}") from None


def _measure_svg(data: bytes) -> Facts:
    try:
        width, height = svg_size(data)
    except NotSvg as error:
        raise Unusable("image-unreadable", f"The SVG picture cannot be read: {error}.") from None
    return Facts(
        **_identity(data), extension="svg", width=width, height=height, encodable=False, located=False
    )


def _measure_raster(image: Image.Image, data: bytes) -> Facts:
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()
    exif = image.getexif()
    if exif.get(ExifTags.Base.Orientation) in _TURNED:
        width, height = height, width
    animated = bool(getattr(image, "is_animated", False))
    located = bool(exif.get_ifd(ExifTags.IFD.GPSInfo)) or b"exif:GPS" in _xmp(image)
    extension = FORMATS[image.format or ""]
    image.draft("RGB", _DECODING_SIZE)
    image.load()
    return Facts(
        **_identity(data),
        extension=extension,
        width=width,
        height=height,
        encodable=not animated,
        located=located,
    )


def _identity(data: bytes) -> _Identity:
    return {"digest": hashlib.sha256(data).hexdigest(), "size": len(data)}


def _xmp(image: Image.Image) -> bytes:
    xmp = image.info.get("xmp", b"")
    return xmp.encode() if isinstance(xmp, str) else bytes(xmp)


def _too_many_pixels() -> Unusable:
    return Unusable("image-too-large", f"The picture has more than {MAX_PIXELS // 1_000_000} megapixels.")
