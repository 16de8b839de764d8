"""Addresses in content files and the files they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from portico.features.content.compiler.media.references import Folders


@pytest.fixture
def folders(site: Path) -> Folders:
    (site / "secret.png").touch()
    for path in (
        "content/blog/a.png",
        "content/b.png",
        "media/c d.png",
        "media/100%.png",
        "public/static/images/e.png",
    ):
        (site / path).touch()
    return Folders(content=[site / "content"], media=[site / "media"], public=[site / "public"])


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("a.png", "content/blog/a.png"),
        ("./a.png?raw=true#top", "content/blog/a.png"),
        ("../b.png", "content/b.png"),
        ("/media/c%20d.png", "media/c d.png"),
        ("/media/c d.png", "media/c d.png"),
        ("media/c%20d.png", "media/c d.png"),
        ("../../media/c%20d.png", "media/c d.png"),
        ("/media/100%.png", "media/100%.png"),
        ("/static/images/e.png", "public/static/images/e.png"),
        ("static/images/e.png", "public/static/images/e.png"),
        ("/public/static/images/e.png", "public/static/images/e.png"),
    ],
)
def test_a_file_is_found_as_authors_write_it(
    folders: Folders, site: Path, base: Path, address: str, path: str
) -> None:
    assert folders.find(address, base) == (site / path).resolve()


@pytest.mark.parametrize(
    "address",
    [
        "../../secret.png",
        "/media/../secret.png",
        "/..%2fsecret.png",
        "%2e%2e/%2e%2e/secret.png",
        "/media/%2e%2e/secret.png",
        "/public/../secret.png",
        "../../../../../../../../etc/passwd",
        "/etc/passwd",
        "A.png",
        "",
        ".",
        "/",
        "a.png\x00",
        "a%00.png",
        "x" * 5000,
    ],
)
def test_nothing_else_is_found(folders: Folders, base: Path, address: str) -> None:
    assert folders.find(address, base) is None


def test_a_link_out_of_the_site_is_not_followed(folders: Folders, site: Path, base: Path) -> None:
    (site / "media/link.png").symlink_to(site / "secret.png")
    (site / "media/loop.png").symlink_to(site / "media/loop.png")
    assert folders.find("/media/link.png", base) is None
    assert folders.find("/media/loop.png", base) is None
