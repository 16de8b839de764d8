"""A picture comes out upright, cut, in its colours, in its sizes; and whatever a file does, it does alone."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps, ImageStat
from tests.support.hostile_images import encoded, picture

from portico.features.profiles import decoder, pictures
from portico.features.profiles.decoder import WHOLE, Refused, Wanted, variants
from portico.features.profiles.pictures import PictureRefused
from portico.platform.errors import Unavailable

CONFINED = (
    f"import sys; sys.path.insert(0, {str(Path(decoder.__file__).parent)!r})\n"
    "import decoder; decoder.confine()\n"
)
AVATAR = Wanted((96, 256, 512), 1.0, WHOLE)


def corners(width: int = 120, height: int = 80) -> Image.Image:
    """A picture whose quarters have colours of their own."""
    image = Image.new("RGB", (width, height), "white")
    for place, colour in (((0, 0), "red"), ((width // 2, 0), "lime"), ((0, height // 2), "blue")):
        image.paste(colour, (*place, place[0] + width // 2, place[1] + height // 2))
    return image


def difference(one: Image.Image, other: Image.Image) -> float:
    return max(ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean)


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def sent(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "sent"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("crop", [WHOLE, (0.25, 0.5, 0.75, 1.0), (0.0, 0.0, 0.5, 0.25)])
def test_a_picture_comes_out_upright_whichever_way_it_was_taken(
    turn: int, crop: tuple[float, float, float, float]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = turn
    data = encoded("PNG", corners(), exif=exif.tobytes())
    upright = ImageOps.exif_transpose(opened(data))
    width, height = upright.size
    part = upright.crop(
        (int(crop[0] * width), int(crop[1] * height), int(crop[2] * width), int(crop[3] * height))
    )
    (found_width, found_height, webp), *_ = variants(data, Wanted((480,), None, crop))
    assert (found_width, found_height) == part.size
    assert difference(opened(webp), part) < 12


def test_a_square_is_cut_from_the_middle() -> None:
    found = variants(encoded("PNG", corners(300, 100)), AVATAR)
    assert [(width, height) for width, height, _ in found] == [(512, 512), (256, 256), (96, 96)]
    middle = corners(300, 100).crop((100, 0, 200, 100)).resize((256, 256))
    assert difference(opened(found[1][2]), middle) < 12


def test_a_banner_is_three_times_as_wide_as_high() -> None:
    found = variants(encoded("PNG", picture(500, 500)), Wanted((800, 1600, 2400), 3.0, WHOLE))
    assert [(width, height) for width, height, _ in found] == [(2400, 800), (1600, 533), (800, 267)]


@pytest.mark.parametrize(("width", "sizes"), [(300, [300]), (700, [700, 480]), (2000, [1600, 960, 480])])
def test_a_picture_of_a_note_is_never_made_larger(width: int, sizes: list[int]) -> None:
    found = variants(encoded("JPEG", picture(width, 200)), Wanted((480, 960, 1600), None, WHOLE))
    assert [each for each, _, _ in found] == sizes


def test_what_can_be_seen_through_stays_so() -> None:
    found = variants(encoded("PNG", Image.new("RGBA", (50, 50), (255, 0, 0, 0))), AVATAR)
    assert opened(found[0][2]).convert("RGBA").getpixel((5, 5))[3] == 0


def test_wide_colours_become_those_of_the_web() -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    for profile in (srgb, lab, b"none"):
        data = encoded("PNG", corners(100, 100), icc_profile=profile)
        webp = variants(data, AVATAR)[1][2]
        assert opened(webp).info.get("icc_profile") is None
        assert difference(opened(webp), corners(100, 100).resize((256, 256))) < 15


@pytest.mark.parametrize("mode", ["1", "I;16", "L", "LA", "P", "CMYK"])
def test_a_picture_of_any_mode_looks_as_it_did(mode: str) -> None:
    image = corners(100, 100)
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 256)
    stored = image.convert(mode)
    shown = opened(variants(encoded("JPEG" if mode == "CMYK" else "PNG", stored), AVATAR)[1][2])
    eight_bits = stored.point(lambda value: value / 256) if mode == "I;16" else stored
    assert difference(shown, eight_bits.convert("RGB").resize((256, 256))) < 15


def test_a_part_of_less_than_a_pixel_is_refused() -> None:
    with pytest.raises(Refused, match="small"):
        variants(encoded("PNG", corners()), Wanted((480,), None, (0.5, 0.5, 0.505, 0.9)))


@pytest.mark.parametrize(("size", "code"), [((15, 400), "small"), ((20, 401), "long")])
def test_what_cannot_be_shown_is_refused(size: tuple[int, int], code: str) -> None:
    with pytest.raises(Refused, match=code):
        variants(encoded("PNG", picture(*size)), Wanted((480,), None, WHOLE))


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "import ctypes; ctypes.string_at(0)",
        "raise SystemExit(1)",
        "bytes(600 * 1024**2)",
        "print('nothing')",
        "open('result.json', 'w').write('{' * 100)",
        "open('result.json', 'wb').write(bytes(17 * 1024**2))",
        "while True: pass",
    ],
    ids=[
        "aborts",
        "is shot",
        "reads at nothing",
        "gives up",
        "takes memory",
        "says nothing",
        "stammers",
        "fills",
        "runs",
    ],
)
def test_whatever_becomes_of_the_decoder_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    false = tmp_path / "decoder.py"
    false.write_text(f"{CONFINED}{program}\n")
    monkeypatch.setattr(pictures, "DECODER", false)
    monkeypatch.setattr(pictures, "SECONDS", 2.0)
    began = time.monotonic()
    with (
        sent(tmp_path, encoded("PNG")).open("rb") as file,
        pytest.raises(PictureRefused, match="cannot be read"),
        pictures.variants(file, "avatar", None),
    ):
        pass
    assert time.monotonic() - began < 20


def test_the_decoder_holds_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTICO_SECRET", "canary")
    false = tmp_path / "decoder.py"
    told = tmp_path / "told"
    false.write_text(
        f"import os, sys\nopen({str(told)!r}, 'w').write(repr((dict(os.environ), sorted(sys.modules))))"
    )
    monkeypatch.setattr(pictures, "DECODER", false)
    with (
        sent(tmp_path, b"").open("rb") as file,
        pytest.raises(PictureRefused),
        pictures.variants(file, "avatar", None),
    ):
        pass
    assert "canary" not in told.read_text()
    assert "portico" not in told.read_text().replace(str(tmp_path), "")


def test_the_largest_pictures_fit_into_the_memory_that_there_is(tmp_path: Path) -> None:
    large = Image.linear_gradient("L").resize((5000, 5000))
    path = tmp_path / "sent"
    for mode, kind, options in (
        ("RGBA", "WEBP", {"quality": 5, "method": 0}),
        ("RGBA", "AVIF", {"speed": 10, "quality": 10}),
    ):
        large.convert(mode).save(path, kind, **options)
        with path.open("rb") as file, pictures.variants(file, "banner", None) as found:
            assert [variant.width for variant in found] == [2400, 1600, 800]


def test_only_so_many_are_looked_at_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "PATIENCE", 0.01)
    with pictures.turn(), pytest.raises(Unavailable), pictures.turn():
        pass
    with pictures.turn():
        pass


def test_the_decoder_is_bounded_by_the_system(tmp_path: Path) -> None:
    asked = "import resource as r\nfor k in (r.RLIMIT_AS, r.RLIMIT_CPU): print(r.getrlimit(k)[1])"
    program = [sys.executable, "-c", f"{CONFINED}{asked}"]
    said = subprocess.run(program, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert said.stdout.split() == ["536870912", "8"]
