"""Files are answered in pieces that no slow reader can make a thread wait with."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.support.serving import serve_site

from portico.web.files import PIECE

SMALL = bytes(range(256)) * (PIECE // 256)
LARGE = SMALL + b"and more"


@pytest.fixture
def shown(tmp_path: Path) -> FlaskClient:
    return serve_site(tmp_path, {"public/small.bin": SMALL, "public/large.bin": LARGE})


def test_a_file_of_one_piece_is_given_whole(shown: FlaskClient) -> None:
    answer = shown.get("/small.bin")
    assert (answer.status_code, answer.data, answer.is_streamed) == (200, SMALL, False)
    assert shown.head("/small.bin").content_length == len(SMALL)


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=0-", 0, PIECE),
        ("bytes=1-", 1, PIECE + 1),
        ("bytes=5-9", 5, 10),
        (f"bytes={PIECE}-", PIECE, len(LARGE)),
        ("bytes=-8", PIECE, len(LARGE)),
        (f"bytes=0-{PIECE - 1}", 0, PIECE),
        (f"bytes=0-{PIECE}", 0, PIECE),
    ],
)
def test_a_range_is_given_as_far_as_one_piece_goes(
    shown: FlaskClient, asked: str, start: int, end: int
) -> None:
    answer = shown.get("/large.bin", headers={"Range": asked})
    assert (answer.status_code, answer.data) == (206, LARGE[start:end])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(LARGE)}"
    assert answer.content_length == end - start


@pytest.mark.parametrize("asked", [f"bytes={len(LARGE)}-", "bytes=9-5"])
def test_a_range_beyond_the_end_cannot_be_given(shown: FlaskClient, asked: str) -> None:
    assert shown.get("/large.bin", headers={"Range": asked}).status_code == 416


def test_few_large_files_are_sent_at_once(shown: FlaskClient) -> None:
    first = shown.get("/large.bin")
    assert first.status_code == 200
    refused = shown.get("/large.bin")
    assert (refused.status_code, refused.headers.get("Retry-After", "0") >= "1") == (503, True)
    assert shown.get("/small.bin").status_code == 200
    assert shown.get("/large.bin", headers={"Range": "bytes=0-9"}).status_code == 206
    assert first.data == LARGE
    first.close()
    for _ in range(3):
        assert shown.head("/large.bin").content_length == len(LARGE)
        assert shown.get("/large.bin", buffered=True).data == LARGE


def test_another_version_than_the_one_asked_for_is_not_sent(shown: FlaskClient) -> None:
    known = shown.head("/large.bin").headers["ETag"]
    answer = shown.get("/large.bin", headers={"If-Match": '"another"'})
    assert (answer.status_code, answer.mimetype) == (412, "text/html")
    assert len(answer.data) < PIECE
    assert shown.get("/large.bin", headers={"If-Match": known, "Range": "bytes=0-9"}).status_code == 206
