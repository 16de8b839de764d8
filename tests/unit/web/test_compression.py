"""A client gets the coding it likes best, and only where it helps."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from backports import zstd

from portico import web
from portico.web.compression import (
    EVERY_TIME,
    LARGEST,
    ONCE,
    SHORT,
    SMALLEST,
    SMALLEST_FOR_EVER,
    coded_etag,
    coded_once,
    fresh_coding,
    is_compressible,
    kept_coding,
    may_be_compressed,
    plain_etags,
)

BACK = {"br": brotli.decompress, "zstd": zstd.decompress, "gzip": gzip.decompress}
SHEETS = b"".join(
    sheet.read_bytes() for sheet in sorted(Path(web.__file__).with_name("static").glob("css/*.css"))
)
PAGE = {"content-type": "text/html; charset=utf-8", "content-length": "2000"}


@pytest.mark.parametrize(
    ("accepted", "fresh", "kept"),
    [
        ("", "", ""),
        ("gzip", "gzip", "gzip"),
        ("gzip, deflate, br, zstd", "zstd", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip", "gzip"),
        ("GZIP", "gzip", "gzip"),
        ("gzip ; q = 0.5 , br;q=0.9", "br", "br"),
        ("*", "zstd", "br"),
        ("*;q=0", "", ""),
        ("br;q=0, *", "zstd", "zstd"),
        ("gzip;q=0", "", ""),
        ("identity", "", ""),
        ("identity, gzip;q=0.5", "", ""),
        ("identity;q=0.5, gzip", "gzip", "gzip"),
        ("identity;q=0", "", ""),
        ("deflate, compress", "", ""),
        ("gzip;q=nonsense", "", ""),
        ("gzip;q=7", "", ""),
        (";;,,,=", "", ""),
        ("x" * 10_000 + ", gzip", "", ""),
    ],
)
def test_the_client_chooses(accepted: str, fresh: str, kept: str) -> None:
    assert (fresh_coding(accepted), kept_coding(accepted)) == (fresh, kept)


@pytest.mark.parametrize("coders", [ONCE, EVERY_TIME])
@pytest.mark.parametrize("coding", ["br", "zstd", "gzip"])
def test_what_is_coded_comes_back(coders: dict[str, object], coding: str) -> None:
    body = "Wörter und Wörter. ".encode() * 200
    coded = coders[coding](body)  # type: ignore[operator]
    assert len(coded) < len(body) / 5
    assert BACK[coding](coded) == body
    assert coders[coding](body) == coded  # type: ignore[operator]


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip"])
def test_a_short_file_that_never_changes_is_made_as_small_as_can_be(coding: str) -> None:
    usual, smallest = (coded_once(SHEETS[:SHORT], coding, for_ever=for_ever) for for_ever in (False, True))
    assert BACK[coding](smallest) == SHEETS[:SHORT]
    assert len(smallest) < 0.95 * len(usual) if coding == "br" else smallest == usual


def test_a_long_file_takes_no_longer_for_never_changing() -> None:
    usual, other = (coded_once(SHEETS[: SHORT + 1], "br", for_ever=for_ever) for for_ever in (False, True))
    assert usual == other


@pytest.mark.parametrize(
    "media_type",
    [
        "text/html; charset=utf-8",
        "text/css",
        "application/json",
        "application/problem+json",
        "application/atom+xml",
        "image/svg+xml",
        "application/manifest+json",
        "text/javascript",
    ],
)
def test_text_is_compressed(media_type: str) -> None:
    assert is_compressible(media_type, 2000)


@pytest.mark.parametrize(
    "media_type", ["image/webp", "font/woff2", "video/mp4", "application/zip", "text/event-stream", ""]
)
def test_what_is_compressed_already_is_not(media_type: str) -> None:
    assert not is_compressible(media_type, 2000)


def test_a_small_file_that_never_changes_is_compressed_too() -> None:
    assert is_compressible("text/css", SMALLEST_FOR_EVER, for_ever=True)
    assert not is_compressible("text/css", SMALLEST_FOR_EVER - 1, for_ever=True)


def test_neither_the_tiny_nor_the_giant_is_compressed() -> None:
    sizes = (SMALLEST - 1, SMALLEST, LARGEST, LARGEST + 1)
    assert [is_compressible("text/plain", size) for size in sizes] == [False, True, True, False]


@pytest.mark.parametrize("status", [200, 404, 422, 500])
def test_answers_and_errors_may_be_compressed(status: int) -> None:
    assert may_be_compressed(status, PAGE)


@pytest.mark.parametrize(
    ("status", "more"),
    [
        (204, {}),
        (206, {}),
        (304, {}),
        (200, {"content-encoding": "gzip"}),
        (200, {"cache-control": "private, no-store"}),
        (200, {"set-cookie": "a=b"}),
        (200, {"content-length": "0"}),
    ],
)
def test_the_rest_is_left_alone(status: int, more: dict[str, str]) -> None:
    assert not may_be_compressed(status, PAGE | more)


def test_each_form_has_an_etag_of_its_own_that_leads_back() -> None:
    etags = [coded_etag('"abc"', coding) for coding in ("", "br", "zstd", "gzip")]
    assert len(set(etags)) == 4
    assert {plain_etags(etag) for etag in etags} == {'"abc"'}
    assert plain_etags('"a-br", W/"b-gzip", "c-d"') == '"a", W/"b", "c-d"'
