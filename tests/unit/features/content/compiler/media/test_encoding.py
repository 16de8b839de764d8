"""Encoding variants."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from portico.features.content.compiler.media import Encode, encode
from portico.features.content.compiler.media.encoding import Target
from portico.platform.files import write_atomically

Paint = Callable[..., Path]


def job(source: Path, *widths: int | None, kind: str = "WEBP") -> Encode:
    return Encode(source, tuple(Target(source.parent / f"{width}.{kind}", kind, width) for width in widths))


def size_of(target: Target) -> tuple[int, int]:
    with Image.open(target.path) as image:
        return image.size


@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
@pytest.mark.parametrize("mode", ["RGB", "L", "1", "P", "RGBA", "LA", "I;16"])
def test_every_kind_of_pixel_is_encoded(paint: Paint, kind: str, mode: str) -> None:
    source = paint("media/a.png", (120, 80), "L" if mode == "I;16" else mode)
    if mode == "I;16":
        Image.new("I;16", (120, 80), 40_000).save(source)
    made = job(source, 60, kind=kind)
    encode(made)
    assert size_of(made.targets[0]) == (60, 40)


def test_all_widths_are_made_and_none_is_enlarged(paint: Paint) -> None:
    made = job(paint("media/a.jpg", (900, 600)), 480, 900, 1600)
    encode(made)
    assert [size_of(target) for target in made.targets] == [(480, 320), (900, 600), (900, 600)]


def test_a_turned_photograph_stands_upright_without_metadata(paint: Paint) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    made = job(paint("media/a.jpg", (90, 60), exif=exif), None, kind="JPEG")
    encode(made)
    with Image.open(made.targets[0].path) as image:
        assert image.size == (60, 90)
        assert not image.getexif()


def test_what_is_there_is_not_made_again(paint: Paint) -> None:
    made = job(paint("media/a.jpg"), 480)
    made.targets[0].path.write_bytes(b"made before")
    encode(made)
    assert made.targets[0].path.read_bytes() == b"made before"


def test_two_processes_may_do_the_same_job(paint: Paint) -> None:
    made = job(paint("media/a.jpg", (300, 200)), 100)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(encode, [made, made]))
    assert size_of(made.targets[0]) == (100, 67)


def test_a_failed_write_leaves_nothing(site: Path) -> None:
    def fail(_file: object) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_atomically(site / "cache/a.txt", fail)
    assert list((site / "cache").iterdir()) == []
