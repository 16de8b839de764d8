"""Links between files lead to the addresses of their pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import SiteMaker

from portico.features.content.compiler.links import Links
from portico.features.content.compiler.media import MediaLibrary

BASE = "content/blog/deep/here.md"


@pytest.fixture
def links(make_site: SiteMaker, tmp_path: Path) -> Links:
    site = make_site(
        {BASE: "", "media/paper.pdf": b"%PDF-1.7", "public/robots.txt": "", "public/downloads/a.zip": ""}
    )
    by_file = {
        str(site / BASE): "/blog/deep/here",
        str(site / "content/blog/other.md"): "/blog/other",
        str(site / "content/blog/guide/index.md"): "/blog/guide",
        str(site / "content/pages/about.mdx"): "/about",
        str(site / "content/blog/mit Leerzeichen.md"): "/blog/mit-Leerzeichen",
    }
    media = MediaLibrary(
        site, tmp_path / "cache", content=[site], media=[site / "media"], public=[site / "public"]
    )
    return Links(by_file, frozenset(["/blog", "/tags"]), (site / "public",), media)


def resolve(links: Links, target: str) -> str | None:
    return links.resolve(target, next(Path(file) for file in links.by_file if file.endswith(BASE)))


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("../other.md", "/blog/other"),
        ("../other", "/blog/other"),
        ("../other.md#part", "/blog/other#part"),
        ("../other.md?print#part", "/blog/other?print#part"),
        ("../guide", "/blog/guide"),
        ("../../pages/about.mdx", "/about"),
        ("../mit%20Leerzeichen.md", "/blog/mit-Leerzeichen"),
        ("here", "/blog/deep/here"),
        ("../blog/other", None),
        ("missing.md", None),
        ("../../../../../etc/passwd", None),
    ],
)
def test_a_file_is_found_from_where_the_link_stands(links: Links, target: str, address: str | None) -> None:
    assert resolve(links, target) == address


@pytest.mark.parametrize(
    "target", ["/", "/blog", "/blog/", "/tags", "/about", "/robots.txt", "/downloads/a.zip"]
)
def test_addresses_of_the_site_stay_as_they_are(links: Links, target: str) -> None:
    assert resolve(links, target) == target


@pytest.mark.parametrize(
    "target", ["/missing", "/../etc/passwd", "/" + "x" * 300, "x" * 300, "/a%00b", "%00"]
)
def test_what_leads_nowhere_is_none(links: Links, target: str) -> None:
    assert resolve(links, target) is None


@pytest.mark.parametrize(
    "target", ["#part", "?page=2", "https://a.example/b.md", "//a.example", "mailto:a@b.example"]
)
def test_what_leads_elsewhere_is_left_alone(links: Links, target: str) -> None:
    assert resolve(links, target) == target


@pytest.mark.parametrize("target", ["/media/paper.pdf", "../../../media/paper.pdf#page=2"])
def test_a_document_is_named_by_its_bytes(links: Links, target: str) -> None:
    address = resolve(links, target)
    assert address is not None
    assert address.startswith("/media/paper-")
    assert address.endswith("#page=2") is target.endswith("#page=2")
