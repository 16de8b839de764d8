"""Measuring pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from portico.features.content.compiler.media import facts
from portico.features.content.compiler.media.facts import Unusable, measure

Paint = Callable[..., Path]


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "gif", "avif"])
def test_every_format_is_measured(paint: Paint, extension: str) -> None:
    found = measure(paint(f"media/a.{extension}", (90, 60)))
    assert (found.width, found.height, found.extension) == (90, 60, extension)
    assert found.encodable


def test_the_orientation_of_the_camera_turns_the_size(paint: Paint) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    found = measure(paint("media/a.jpg", (90, 60), exif=exif))
    assert (found.width, found.height) == (60, 90)


def test_a_place_in_the_metadata_is_noticed(paint: Paint) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    assert measure(paint("media/a.jpg", exif=exif)).located
    assert not measure(paint("media/b.jpg")).located


def test_a_wrong_ending_does_not_matter(paint: Paint) -> None:
    assert measure(paint("media/a.jpg", format="PNG")).extension == "png"


def test_an_animation_has_no_variants(site: Path) -> None:
    frames = [Image.new("L", (20, 20), shade) for shade in (0, 255)]
    frames[0].save(site / "media/a.gif", save_all=True, append_images=frames[1:])
    assert not measure(site / "media/a.gif").encodable


@pytest.mark.parametrize("extension", ["jpg", "png", "webp", "avif"])
def test_a_truncated_picture_is_unreadable(paint: Paint, extension: str) -> None:
    path = paint(f"media/a.{extension}")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(Unusable) as error:
        measure(path)
    assert error.value.code == "image-unreadable"


@pytest.mark.parametrize("data", [b"", b"plain text", b"<svg", b"BM" + b"\x00" * 100])
@pytest.mark.parametrize("name", ["a.png", "a.svg"])
def test_what_is_no_picture_is_unreadable(site: Path, data: bytes, name: str) -> None:
    (site / "media" / name).write_bytes(data)
    with pytest.raises(Unusable) as error:
        measure(site / "media" / name)
    assert error.value.code == "image-unreadable"


@pytest.mark.parametrize("size", [(9000, 9000), (20_000, 20_000)])
def test_a_bomb_is_refused_before_it_is_decoded(site: Path, size: tuple[int, int]) -> None:
    Image.new("1", size).save(site / "media/a.png")
    with pytest.raises(Unusable) as error:
        measure(site / "media/a.png")
    assert error.value.code == "image-too-large"


def test_a_file_of_too_many_bytes_is_refused(paint: Paint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facts, "MAX_BYTES", 100)
    with pytest.raises(Unusable) as error:
        measure(paint("media/a.png"))
    assert error.value.code == "image-too-large"
