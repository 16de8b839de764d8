"""Files that somebody might send as a picture of themself: broken, enormous, of other kinds, of two at once.

Each is either refused or made harmless: of what is not pixels nothing comes out, and CANARY is in all of it.
"""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterator
from typing import Any, NamedTuple

from PIL import Image, PngImagePlugin

CANARY = b"canary-5f2d"
"""Never among pixels: it is in comments, metadata, and files that are none."""
SCRIPT = b"<script>document.title='" + CANARY + b"'</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64">' + SCRIPT + b"</svg>"
JPEG, PNG, WEBP, GIF, AVIF = "JPEG", "PNG", "WEBP", "GIF", "AVIF"
FORMATS = (JPEG, PNG, WEBP, GIF, AVIF)


class Hostile(NamedTuple):
    """A file, and whether it has to be refused; None when either will do."""

    name: str
    data: bytes
    refused: bool | None


def picture(width: int = 64, height: int = 64, mode: str = "RGB") -> Image.Image:
    """A picture with some life in it."""
    return Image.radial_gradient("L").resize((width, height)).convert(mode)


def encoded(format: str, image: Image.Image | None = None, **options: Any) -> bytes:  # noqa: A002 - Pillow's word
    """A picture as a file."""
    written = io.BytesIO()
    (image or picture()).save(written, format, **options)
    return written.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, colour: int = 2) -> bytes:
    """A PNG file of these chunks, whatever they hold."""
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + b"".join(chunks) + chunk(b"IEND", b"")


def files() -> Iterator[Hostile]:
    """Every file; the same each time."""
    yield from _no_pictures()
    yield from _bombs()
    yield from _with_something_inside()
    yield from _polyglots()
    yield from _odd()
    yield from _broken()


def _no_pictures() -> Iterator[Hostile]:
    named = {
        "nothing": b"\n",
        "one byte": b"\xff",
        "svg": SVG,
        "svg with a declaration": b'<?xml version="1.0"?>' + SVG,
        "svg with a byte order mark": b"\xef\xbb\xbf" + SVG,
        "svg in UTF-16": SVG.decode().encode("utf-16"),
        "svg, compressed": zlib.compress(SVG),
        "svg with entities": b'<!DOCTYPE svg [<!ENTITY a "' + b"x" * 99 + b'">]>' + SVG,
        "svg after white space": b" \n" * 100 + SVG,
        "html": b"<!doctype html>" + SCRIPT,
        "html with the head of a gif": b"GIF89a/*" + SCRIPT,
        "javascript": b"alert('" + CANARY + b"')",
        "pdf": b"%PDF-1.7\n%" + CANARY + b"\n%%EOF",
        "zip": b"PK\x03\x04" + bytes(26) + CANARY,
        "elf": b"\x7fELF\x02\x01\x01" + bytes(60) + CANARY,
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(" + CANARY + b") print\n",
        "imagemagick's language": b"push graphic-context\nfill 'url(https://127.0.0.1/|id)'\n" + CANARY,
        "a playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n" + CANARY,
        "random bytes": random.Random(1).randbytes(5000),
        "zeros": bytes(5000),
        "tiff": encoded("TIFF"),
        "bmp": encoded("BMP"),
        "ico": encoded("ICO"),
        "tga": encoded("TGA"),
        "ppm": encoded("PPM"),
        "pcx": encoded("PCX"),
        "jpeg 2000": encoded("JPEG2000"),
        "dds": encoded("DDS"),
        "icns": encoded("ICNS"),
        "sgi": encoded("SGI"),
        "photoshop": b"8BPS\x00\x01" + bytes(6) + struct.pack(">HIIHH", 3, 64, 64, 8, 3) + bytes(14),
        "fits": (b"SIMPLE  =                    T" + b" " * 50 + b"END").ljust(2880),
        "heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(500),
        "mp4": b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2" + bytes(500),
    }
    for name, data in named.items():
        yield Hostile(name, data, refused=True)


def _bombs() -> Iterator[Hostile]:
    rows = zlib.compress(bytes(1_000_000), 9)
    yield Hostile("png of 50,000 by 50,000", png(50_000, 50_000, chunk(b"IDAT", rows)), refused=True)
    yield Hostile("png of 2,147,483,647 wide", png(2**31 - 1, 1, chunk(b"IDAT", rows)), refused=True)
    yield Hostile("png of one row too many", png(5001, 5000, chunk(b"IDAT", rows)), refused=True)
    yield Hostile("png of no width", png(0, 64, chunk(b"IDAT", rows)), refused=True)
    yield Hostile(
        "png of 1 bit, 30,000 by 30,000", encoded(PNG, Image.new("1", (30_000, 30_000))), refused=True
    )
    yield Hostile("gif of 65,535 by 65,535", _gif_of(65_535, 65_535), refused=True)
    yield Hostile("webp of 16,383 by 16,383", _webp_of(16_383, 16_383), refused=True)
    large = encoded(WEBP, Image.new("RGB", (6000, 5000)), quality=1, method=0)
    yield Hostile("webp of 6,000 by 5,000", large, refused=True)
    yield Hostile("jpeg of 65,500 by 65,500", _jpeg_of(65_500, 65_500), refused=True)
    yield Hostile(
        "avif of 9,000 by 9,000", encoded(AVIF, Image.new("L", (9000, 9000)), speed=10), refused=True
    )
    inflated = zlib.compress(bytes(200_000_000), 9)
    for kind in (b"zTXt", b"iCCP"):
        data = chunk(kind, b"name\x00\x00" + inflated)
        yield Hostile(
            f"png whose {kind.decode()} unpacks to 200 MB", png(64, 64, data, _rows()), refused=None
        )
    data = chunk(b"iTXt", b"name\x00\x01\x00\x00\x00" + inflated)
    yield Hostile("png whose iTXt unpacks to 200 MB", png(64, 64, data, _rows()), refused=None)
    yield Hostile("png with 200 MB behind its pixels", png(64, 64, chunk(b"IDAT", inflated)), refused=None)
    many = b"".join(chunk(b"tEXt", b"a\x00" + bytes(900)) for _ in range(8000))
    yield Hostile("png with 8,000 texts", png(64, 64, many, _rows()), refused=None)
    yield Hostile("gif of 10,000 frames", _gif_of_frames(10_000), refused=None)
    yield Hostile("webp of 1,000 frames", _frames(WEBP, 1000), refused=None)
    yield Hostile("png of 1,000 frames", _frames(PNG, 1000), refused=None)
    scans = _jpeg_of_scans(2000)
    yield Hostile("jpeg of 2,000 scans", scans, refused=None)
    yield Hostile("avif of 100 frames", _frames(AVIF, 100), refused=None)


def _with_something_inside() -> Iterator[Hostile]:
    exif = Image.Exif()
    exif[0x010E] = CANARY.decode()
    exif[0x9286] = CANARY.decode()
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (47.0, 22.0, 1.0), "E", (8.0, 32.0, 1.0)
    place[0x1D] = CANARY.decode()
    for format in (JPEG, PNG, WEBP, AVIF):  # noqa: A001 - Pillow's word
        yield Hostile(
            f"{format} that says where it was taken", encoded(format, exif=exif.tobytes()), refused=False
        )
    for format in (JPEG, PNG, WEBP, AVIF):  # noqa: A001 - Pillow's word
        yield Hostile(
            f"{format} with a false profile", encoded(format, icc_profile=CANARY * 50), refused=False
        )
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + SCRIPT + b"</x:xmpmeta>"
    for format in (JPEG, WEBP, AVIF):  # noqa: A001 - Pillow's word
        yield Hostile(f"{format} with XMP", encoded(format, xmp=xmp), refused=False)
    yield Hostile("jpeg with a comment", encoded(JPEG, comment=SCRIPT), refused=False)
    yield Hostile("gif with a comment", encoded(GIF, comment=SCRIPT), refused=False)
    texts = PngImagePlugin.PngInfo()
    for number in range(20):
        texts.add_text(f"text {number}", SCRIPT.decode(), zip=bool(number % 2))
        texts.add_itxt(f"itxt {number}", SCRIPT.decode())
    yield Hostile("png with texts", encoded(PNG, pnginfo=texts), refused=False)
    yield Hostile("png with a chunk of its own", png(64, 64, chunk(b"prVt", SCRIPT), _rows()), refused=False)
    for turn in range(9):
        exif = Image.Exif()
        exif[0x0112] = turn
        yield Hostile(f"jpeg turned by {turn}", encoded(JPEG, exif=exif.tobytes()), refused=False)
    yield Hostile("jpeg turned by nonsense", encoded(JPEG, exif=_turned_by(65_535)), refused=False)
    yield Hostile("jpeg with broken EXIF", encoded(JPEG, exif=b"Exif\x00\x00" + CANARY * 9), refused=None)


def _polyglots() -> Iterator[Hostile]:
    tails = {
        "html": SCRIPT,
        "zip": b"PK\x03\x04" + CANARY,
        "php": b"<?php echo '" + CANARY + b"';",
        "svg": SVG,
    }
    for format in FORMATS:  # noqa: A001 - Pillow's word
        for name, tail in tails.items():
            yield Hostile(f"{format} and {name} behind it", encoded(format) + tail, refused=None)
    yield Hostile("pdf in a jpeg", encoded(JPEG, comment=b"%PDF-1.7\n" + CANARY), refused=False)
    yield Hostile(
        "jpeg in javascript", encoded(JPEG, comment=b"*/=alert('" + CANARY + b"')/*"), refused=False
    )
    yield Hostile(
        "gif in javascript", encoded(GIF, comment=b"*/=1;alert('" + CANARY + b"')//"), refused=False
    )
    yield Hostile("html before a jpeg", SCRIPT + encoded(JPEG), refused=True)
    yield Hostile("two jpegs", encoded(JPEG) + encoded(JPEG, comment=CANARY), refused=False)


def _odd() -> Iterator[Hostile]:
    for mode in ("1", "L", "LA", "P", "RGBA", "I;16"):
        yield Hostile(f"png in mode {mode}", encoded(PNG, picture(mode="L").convert(mode)), refused=False)
    for mode in ("L", "CMYK"):
        yield Hostile(
            f"jpeg in mode {mode}",
            encoded(JPEG, picture(mode="L").convert("RGB").convert(mode)),
            refused=False,
        )
    yield Hostile("png of 1 by 1", encoded(PNG, picture(1, 1)), refused=True)
    yield Hostile("png of 15 by 4,000", encoded(PNG, picture(15, 4000)), refused=True)
    yield Hostile("png of 16 by 16", encoded(PNG, picture(16, 16)), refused=False)
    yield Hostile("png of 20,000 by 16", encoded(PNG, picture(20_000, 16)), refused=False)
    yield Hostile("jpeg that is progressive", encoded(JPEG, progressive=True), refused=False)
    yield Hostile("webp without loss", encoded(WEBP, lossless=True), refused=False)
    yield Hostile(
        "png with one colour seen through", encoded(PNG, picture(mode="P"), transparency=3), refused=False
    )
    yield Hostile("gif whose frame is larger than it", _gif_of(64, 64, frame=(5000, 5000)), refused=None)
    yield Hostile(
        "gif without a frame", b"GIF89a" + struct.pack("<HHBBB", 64, 64, 0, 0, 0) + b";", refused=True
    )


def _broken() -> Iterator[Hostile]:
    for format in FORMATS:  # noqa: A001 - Pillow's word
        whole = encoded(format, picture(200, 200))
        for share in (0.02, 0.1, 0.5, 0.9):
            yield Hostile(
                f"{format} cut at {share:.0%}", whole[: max(9, int(len(whole) * share))], refused=None
            )
        dice = random.Random(format)
        for number in range(6):
            changed = bytearray(whole)
            for _ in range(1 + number * 4):
                changed[dice.randrange(12, len(changed))] = dice.randrange(256)
            yield Hostile(f"{format} with flipped bytes {number}", bytes(changed), refused=None)
    yield Hostile("png without pixels", png(64, 64), refused=True)
    yield Hostile("png with a false checksum", _with_false_checksum(), refused=True)
    yield Hostile("jpeg of its first bytes", b"\xff\xd8\xff\xe0", refused=True)
    yield Hostile("webp of its first bytes", b"RIFF\xff\xff\xff\x7fWEBPVP8 ", refused=True)


def _rows() -> bytes:
    return chunk(b"IDAT", zlib.compress((b"\x00" + bytes(64 * 3)) * 64))


def _with_false_checksum() -> bytes:
    data = bytearray(png(64, 64, _rows()))
    data[33 + 8 + 10] ^= 0xFF
    return bytes(data)


def _turned_by(value: int) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = value
    return exif.tobytes()


def _gif_of(width: int, height: int, frame: tuple[int, int] = (64, 64)) -> bytes:
    whole = bytearray(encoded(GIF))
    whole[6:10] = struct.pack("<HH", width, height)
    place = whole.index(b",", 13)
    whole[place + 5 : place + 9] = struct.pack("<HH", *frame)
    return bytes(whole)


def _webp_of(width: int, height: int) -> bytes:
    whole = bytearray(encoded(WEBP))
    whole[26:30] = struct.pack("<HH", width, height)
    return bytes(whole)


def _jpeg_of(width: int, height: int) -> bytes:
    whole = bytearray(encoded(JPEG))
    place = whole.index(b"\xff\xc0")
    whole[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(whole)


def _gif_of_frames(number: int) -> bytes:
    whole = encoded(GIF, picture(16, 16))
    place = whole.index(b",", 13)
    return whole[:place] + whole[place:-1] * number + b";"


def _frames(format: str, number: int) -> bytes:  # noqa: A002 - Pillow's word
    first, *others = (picture(16, 16).rotate(each) for each in range(number))
    fast: dict[str, dict[str, Any]] = {WEBP: {"method": 0}, AVIF: {"speed": 10}}
    return encoded(format, first, save_all=True, append_images=others, **fast.get(format, {}))


def _jpeg_of_scans(number: int) -> bytes:
    """A progressive picture whose last scan comes again and again, each time to be decoded whole."""
    whole = encoded(JPEG, picture(2000, 2000), progressive=True)
    place = whole.rindex(b"\xff\xda")
    return whole[:place] + whole[place:-2] * min(number, 7_000_000 // (len(whole) - place)) + whole[-2:]
