"""Makes the variants of a picture that a stranger sent; run as a program of its own, which may be killed.

The picture comes by standard input. What to make of it is the one argument, as JSON; variants and
`result.json` are written into the working directory. Nothing of Portico is loaded here: whatever a broken
file does to a decoder, it does to a process that holds nothing else.
"""

from __future__ import annotations

import ctypes
import json
import resource
import signal
import sys
import warnings
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from PIL import ExifTags, Image, ImageCms, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MOST_PIXELS = 25_000_000
FEWEST = 16
"""Pixels on a side."""
LONGEST = 20.0
"""Times that a picture may be longer than it is broad, where it is not cut."""
MEMORY = 512 * 1024 * 1024
CPU_SECONDS = 8
SECONDS = 20
LARGEST_RESULT = 16 * 1024 * 1024
OPEN_FILES = 32
NEW_USER, NEW_NETWORK = 0x10000000, 0x40000000
"""Of unshare(2)."""
QUALITY = {"quality": 82, "method": 4}

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
WHOLE = (0.0, 0.0, 1.0, 1.0)


class Refused(Exception):
    """A picture that is not taken; the argument is a code."""


class Wanted(NamedTuple):
    """What to make."""

    widths: tuple[int, ...]
    ratio: float | None
    """Breadth by height to cut to; none leaves the form as it is, and never makes a picture larger."""
    crop: Box
    """The part to keep, as fractions of the upright picture."""


def confine() -> None:
    """Take from this process what no decoder needs; beyond its bounds the system ends it."""
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_RESULT),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    signal.alarm(SECONDS)
    if sys.platform == "linux":
        # Where the system lets everyone do so (user_namespaces(7)), the network is gone as well.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(NEW_USER | NEW_NETWORK)


def variants(data: bytes, wanted: Wanted) -> list[tuple[int, int, bytes]]:
    """Width, height and WebP of each variant, the broadest first. Raises Refused and what decoders raise."""
    with Image.open(BytesIO(data), formats=FORMATS) as opened:
        turn = opened.getexif().get(ExifTags.Base.Orientation, 1)
        turn = turn if turn in range(1, 9) else 1
        size = opened.size if turn < 5 else opened.size[::-1]
        if min(size) < FEWEST:
            raise Refused("small")
        box = _box(size, wanted)
        sizes = _sizes(box, wanted)
        opened.draft("RGB", _reduced(opened.size, box, sizes[0]))
        opened.load()
        image = _cut(opened, box, size, sizes[0], turn)
    made = []
    for width, height in sizes:
        if (width, height) != image.size:
            image = image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3)
        image.info = {}
        written = BytesIO()
        image.save(written, "WEBP", exif=b"", xmp=b"", **QUALITY)
        made.append((width, height, written.getvalue()))
    return made


def _box(size: tuple[int, int], wanted: Wanted) -> Box:
    """The part to keep, in pixels of the upright picture, cut to the ratio around its middle."""
    left, top, right, bottom = (share * side for share, side in zip(wanted.crop, size * 2, strict=True))
    width, height = right - left, bottom - top
    if min(width, height) < 1:
        raise Refused("small")
    if wanted.ratio is None:
        if max(width / height, height / width) > LONGEST:
            raise Refused("long")
        return left, top, right, bottom
    kept = min(width, height * wanted.ratio), min(height, width / wanted.ratio)
    left, top = left + (width - kept[0]) / 2, top + (height - kept[1]) / 2
    return left, top, left + kept[0], top + kept[1]


def _sizes(box: Box, wanted: Wanted) -> list[tuple[int, int]]:
    """The sizes of the variants, the largest first."""
    width, height = box[2] - box[0], box[3] - box[1]
    broadest = max(wanted.widths) if wanted.ratio else min(max(wanted.widths), int(width))
    widths = {each for each in wanted.widths if each < broadest} | {broadest}
    return [(each, max(1, round(each * height / width))) for each in sorted(widths, reverse=True)]


def _reduced(stored: tuple[int, int], box: Box, target: tuple[int, int]) -> tuple[int, int]:
    """How small the decoder of JPEG may make the whole picture without the part to keep losing detail."""
    scale = min(1.0, max(target[0] / (box[2] - box[0]), target[1] / (box[3] - box[1])))
    return max(1, int(stored[0] * scale)), max(1, int(stored[1] * scale))


def _cut(
    image: Image.Image, box: Box, size: tuple[int, int], target: tuple[int, int], turn: int
) -> Image.Image:
    """The part to keep, upright, in its largest size, in the colours of the web."""
    shares = _stored(tuple(side / whole for side, whole in zip(box, size * 2, strict=True)), turn)
    pixels: Any = tuple(share * side for share, side in zip(shares, image.size * 2, strict=True))
    profile = image.info.get("icc_profile")
    plain = _plain(image)
    small = plain.resize(target if turn < 5 else target[::-1], Image.Resampling.LANCZOS, pixels, 3)
    upright = small.transpose(TURNS[turn]) if turn in TURNS else small
    return _coloured(upright, profile)


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What makes a picture upright, by what its camera said of it (EXIF 2.32, 4.6.4 A)."""


def _stored(upright: Any, turn: int) -> Box:
    """Where a part of the upright picture lies in the picture as it is stored, both in fractions."""
    left, top, right, bottom = upright
    places: dict[int, Box] = {
        2: (1 - right, top, 1 - left, bottom),
        3: (1 - right, 1 - bottom, 1 - left, 1 - top),
        4: (left, 1 - bottom, right, 1 - top),
        5: (top, left, bottom, right),
        6: (top, 1 - right, bottom, 1 - left),
        7: (1 - bottom, 1 - right, 1 - top, 1 - left),
        8: (1 - bottom, left, 1 - top, right),
    }
    return places.get(turn, (left, top, right, bottom))


def _plain(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be made smaller."""
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L")
    if image.mode in ("1", "P", "PA", "LA", "La", "RGBa", "F"):
        transparent = "A" in image.mode or "a" in image.mode or "transparency" in image.info
        return image.convert("RGBA" if transparent else "RGB")
    return image


def _coloured(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in sRGB."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            found = ImageCms.profileToProfile(
                image, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode=mode
            )
            if found is not None:
                return found
    return image.convert(mode)


def main() -> None:
    """Do what the argument says with what standard input holds."""
    widths, ratio, crop = json.loads(sys.argv[1])
    confine()
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    result: dict[str, Any]
    try:
        made = variants(sys.stdin.buffer.read(), Wanted(tuple(widths), ratio, tuple(crop)))
        for width, _, data in made:
            Path(f"{width}.webp").write_bytes(data)
        result = {"sizes": [[width, height] for width, height, _ in made]}
    except Refused as refusal:
        result = {"refused": str(refusal)}
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        result = {"refused": "large"}
    except UnidentifiedImageError:
        result = {"refused": "unknown"}
    except MemoryError:
        result = {"refused": "large"}
    except Exception:  # decoders raise whatever a broken file leads them to
        result = {"refused": "broken"}
    Path("result.json").write_text(json.dumps(result))


if __name__ == "__main__":
    main()
