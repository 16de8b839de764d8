"""Files are served as they lie, and nothing that lies elsewhere."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.support.serving import serve_site
from tests.support.sites import post

from portico.features.content.files import below, media_type

FILES: dict[str, str | bytes] = {
    "content/blog/a.md": post(body="[paper](/media/paper.pdf)"),
    "media/paper.pdf": b"%PDF-1.7",
    "media/private.txt": "not for everyone",
    "public/data.csv": "a,b",
    "public/page.html": "<script>alert(1)</script>",
    "public/deep/ü &.txt": "deep",
    "public/.hidden": "secret",
    "public/.well-known/x": "known",
    "secret.txt": "secret",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module")
def shown(folder: Path) -> FlaskClient:
    return serve_site(folder, FILES)


@pytest.mark.parametrize(
    ("address", "text", "kind"),
    [
        ("/data.csv", "a,b", "text/csv; charset=utf-8"),
        ("/deep/%C3%BC%20&.txt", "deep", "text/plain; charset=utf-8"),
        ("/.well-known/x", "known", "application/octet-stream"),
    ],
)
def test_a_public_file_is_served_at_the_root(shown: FlaskClient, address: str, text: str, kind: str) -> None:
    answer = shown.get(address, buffered=True)
    assert (answer.status_code, answer.text, answer.content_type) == (200, text, kind)
    assert (
        shown.get(address, headers={"If-None-Match": answer.headers["ETag"]}, buffered=True).status_code
        == 304
    )


@pytest.mark.parametrize(
    "address",
    [
        *("/.hidden", "/secret.txt", "/../secret.txt", "/%2e%2e/secret.txt", "/.well-known/../.hidden"),
        *("/deep", "/deep/", "/" + "x" * 300),
        *("/media/private.txt", "/media/nothing.png", "/media/../secret.txt"),
    ],
)
def test_what_is_not_public_is_not_found(shown: FlaskClient, address: str) -> None:
    assert shown.get(address, follow_redirects=True, buffered=True).status_code == 404


def test_a_link_out_of_the_public_folder_is_not_followed(shown: FlaskClient, folder: Path) -> None:
    (folder / "site/public/way-out.txt").symlink_to(folder / "site/secret.txt")
    assert shown.get("/way-out.txt", buffered=True).status_code == 404


def test_a_file_that_could_hold_scripts_runs_none(shown: FlaskClient) -> None:
    assert "sandbox" in shown.get("/page.html", buffered=True).headers["Content-Security-Policy"]


def test_a_linked_document_is_served_under_the_address_of_its_bytes(shown: FlaskClient) -> None:
    html = shown.get("/api/v1/content/blog/a", buffered=True).json["html"]
    address = html.partition('href="')[2].partition('"')[0]
    answer = shown.get(address, buffered=True)
    assert (answer.data, answer.content_type) == (b"%PDF-1.7", "application/pdf")
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_file_deleted_after_the_sync_is_not_found(tmp_path: Path) -> None:
    shown = serve_site(tmp_path, FILES)
    address = (
        shown.get("/api/v1/content/blog/a", buffered=True)
        .json["html"]
        .partition('href="')[2]
        .partition('"')[0]
    )
    (tmp_path / "site/media/paper.pdf").unlink()
    (tmp_path / "site/public/data.csv").unlink()
    assert [shown.get(path, buffered=True).status_code for path in (address, "/data.csv")] == [404, 404]


@pytest.mark.parametrize("path", ["", "..", "../x", "/etc/passwd", "a/../../x", "\x00", "missing"])
def test_nothing_lies_below_but_what_does(tmp_path: Path, path: str) -> None:
    (tmp_path / "x").touch()
    (tmp_path / "folder").mkdir()
    assert below(tmp_path / "folder", path) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert below(tmp_path, "pipe") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.AVIF", "image/avif"),
        ("a.webp", "image/webp"),
        ("a.webmanifest", "application/manifest+json"),
        ("a.txt", "text/plain"),
        ("a.unheard-of", "application/octet-stream"),
    ],
)
def test_the_type_is_in_the_name(name: str, kind: str) -> None:
    assert media_type(Path(name)) == kind
