"""The pictures and films of a site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from portico.features.content.compiler.media import MediaLibrary, encode, memory

Paint = Callable[..., Path]
Reopen = Callable[[], MediaLibrary]


def encode_all(library: MediaLibrary) -> None:
    for job in library.jobs():
        encode(job)


def test_a_picture_has_a_size_an_address_and_variants(
    library: MediaLibrary, base: Path, paint: Paint
) -> None:
    paint("media/Ein Höhepunkt.jpg", (1200, 800))
    picture = library.picture("/media/Ein%20Höhepunkt.jpg", base)
    assert picture is not None
    assert (picture.width, picture.height) == (1200, 800)
    assert picture.url.startswith("/media/ein-hohepunkt-")
    assert [source.media_type for source in picture.sources] == ["image/avif", "image/webp"]
    assert [candidate.split()[1] for candidate in picture.sources[0].srcset.split(", ")] == [
        "480w",
        "960w",
        "1200w",
    ]


def test_every_address_given_out_can_be_served(library: MediaLibrary, base: Path, paint: Paint) -> None:
    paint("media/a.png")
    picture = library.picture("/media/a.png", base)
    encode_all(library)
    assert picture is not None
    addresses = [part.split()[0] for source in picture.sources for part in source.srcset.split(", ")]
    assert set(library.files()) == {picture.url, *addresses}
    assert all(file.path.is_file() for file in library.files().values())
    assert library.jobs() == ()


def test_the_address_follows_the_bytes(library: MediaLibrary, base: Path, paint: Paint) -> None:
    path = paint("media/a.png", (20, 20))
    first = library.picture("/media/a.png", base)
    kept = path.read_bytes()
    paint("media/a.png", (30, 30))
    second = library.picture("/media/a.png", base)
    path.write_bytes(kept)
    assert first != second
    assert library.picture("/media/a.png", base) == first
    assert first is not None
    assert library.files()[first.url].path.read_bytes() == kept


def test_a_changed_file_does_not_change_what_is_served(
    library: MediaLibrary, base: Path, paint: Paint
) -> None:
    path = paint("media/a.png", (20, 20))
    picture = library.picture("/media/a.png", base)
    before = path.read_bytes()
    path.write_bytes(b"changed in place")
    assert picture is not None
    assert library.files()[picture.url].path.read_bytes() == before


def test_a_location_never_leaves_the_house(library: MediaLibrary, base: Path, paint: Paint) -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    paint("media/a.jpg", exif=exif)
    assert library.picture("/media/a.jpg", base)
    encode_all(library)
    for file in library.files().values():
        with Image.open(file.path) as image:
            assert not image.getexif()


def test_a_variant_no_smaller_than_the_original_is_left_out(
    library: MediaLibrary, base: Path, paint: Paint
) -> None:
    paint("media/a.png")
    announced = library.picture("/media/a.png", base)
    encode_all(library)
    widest = next(file.path for url, file in library.files().items() if url.endswith("-1200.avif"))
    widest.write_bytes(b"x" * 5_000_000)
    kept = library.picture("/media/a.png", base)
    assert announced is not None
    assert kept is not None
    assert "1200w" in announced.sources[0].srcset
    assert "1200w" not in kept.sources[0].srcset


@pytest.mark.parametrize("size", [(16, 16), (40, 30)])
def test_a_tiny_picture_has_no_variants(
    library: MediaLibrary, base: Path, paint: Paint, size: tuple[int, int]
) -> None:
    paint("media/a.png", size)
    picture = library.picture("/media/a.png", base)
    assert picture is not None
    assert picture.sources == ()
    assert library.jobs() == ()


def test_a_vector_is_served_as_it_is(library: MediaLibrary, base: Path, site: Path) -> None:
    (site / "public/static/images/a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"/>'
    )
    picture = library.picture("/static/images/a.svg", base)
    assert picture is not None
    assert (picture.width, picture.height, picture.sources) == (8, 4, ())
    assert library.files()[picture.url].media_type == "image/svg+xml"


def test_a_broken_picture_is_a_problem_of_its_own_file(library: MediaLibrary, base: Path, site: Path) -> None:
    (site / "media/a.png").write_bytes(b"not a picture")
    assert library.picture("/media/a.png", base) is None
    assert [(problem.path, problem.code) for problem in library.problems()] == [
        ("media/a.png", "image-unreadable")
    ]


def test_a_mended_picture_is_no_problem(library: MediaLibrary, base: Path, site: Path, paint: Paint) -> None:
    (site / "media/a.png").write_bytes(b"not a picture")
    library.picture("/media/a.png", base)
    paint("media/a.png", (20, 20))
    assert library.picture("/media/a.png", base)
    assert library.problems() == ()


def test_a_missing_picture_is_none(library: MediaLibrary, base: Path) -> None:
    assert library.picture("/media/none.png", base) is None
    assert library.problems() == ()


def test_what_is_known_is_not_measured_again(
    library: MediaLibrary, reopen: Reopen, base: Path, paint: Paint, monkeypatch: pytest.MonkeyPatch
) -> None:
    paint("media/a.png", (20, 20))
    first = library.picture("/media/a.png", base)
    monkeypatch.setattr(memory, "write_atomically", None)
    assert reopen().picture("/media/a.png", base) == first


def test_a_torn_memory_is_made_anew(
    library: MediaLibrary, reopen: Reopen, base: Path, site: Path, paint: Paint
) -> None:
    paint("media/a.png", (20, 20))
    first = library.picture("/media/a.png", base)
    for record in (site / "cache/known").iterdir():
        record.write_text('{"stamp"')
    assert reopen().picture("/media/a.png", base) == first


def test_a_film_has_an_address_and_other_files_have_none(
    library: MediaLibrary, base: Path, site: Path
) -> None:
    (site / "media/Film.MP4").write_bytes(b"film")
    (site / "content/blog/post.md").write_text("private notes")
    url = library.file("/media/Film.MP4", base)
    assert url is not None
    assert (library.files()[url].path, library.files()[url].media_type) == (
        site / "media/Film.MP4",
        "video/mp4",
    )
    assert library.file("post.md", base) is None
    assert library.picture("/media/Film.MP4", base) is None
