"""The sitemap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.support.checkers import check_xml
from tests.support.sites import post

from portico.features.content.discovery import sitemaps
from portico.features.content.snapshot import Snapshot

Build = Callable[[Path], Snapshot]
SiteMaker = Callable[[Mapping[str, str | bytes]], Path]
ROOT = "https://site.test"
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
SITE = {
    "content/blog/a.md": post(date="2026-01-02", updated="2026-03-04", tags="[stone]"),
    "content/blog/b & c.md": post(),
    "content/blog/copy.md": post(canonical="https://elsewhere.test/copy"),
    "content/blog/draft.md": post(draft="true"),
    "content/pages/about.md": post(),
    "content/pages/contact.md": post(),
    "content/data/skills.toml": '[[skills]]\nname = "Lime"\n',
    "content/authors/ben.md": "---\nname: Ben\n---\n",
}


def paths(document: bytes) -> list[str]:
    return [(loc.text or "").removeprefix(ROOT) for loc in check_xml(document, "sitemap").iter(LOC)]


@pytest.fixture
def snapshot(make_site: SiteMaker, build: Build) -> Snapshot:
    return build(make_site(SITE))


def test_every_page_is_there_once(snapshot: Snapshot) -> None:
    expected = ["/", "/blog", "/skills", "/contact", "/tags", "/tags/stone", "/authors/ben"]
    found = paths(sitemaps.sitemap(snapshot, 1, ROOT, contact=True))
    assert found == [*expected, "/blog/a", "/blog/b-c", "/about"]


def test_a_page_tells_when_it_changed(snapshot: Snapshot) -> None:
    document = sitemaps.sitemap(snapshot, 1, ROOT, contact=True).decode()
    assert "<loc>https://site.test/blog/a</loc><lastmod>2026-03-04T00:00:00+00:00</lastmod>" in document
    assert "<loc>https://site.test/blog</loc><lastmod>2026-03-04T00:00:00+00:00</lastmod>" in document


def test_an_empty_site_has_a_valid_sitemap(make_site: SiteMaker, build: Build) -> None:
    snapshot = build(make_site({"content/pages/a.md": post(draft="true")}))
    assert paths(sitemaps.sitemap(snapshot, 1, ROOT, contact=True)) == ["/", "/contact"]
    assert paths(sitemaps.sitemap(snapshot, 1, ROOT, contact=False)) == ["/"]


def test_a_large_site_is_told_in_parts(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST", 4)
    parts = [sitemaps.sitemap(snapshot, number, ROOT, contact=True) for number in (1, 2, 3)]
    index = sitemaps.sitemap_index(snapshot, ROOT, contact=True)
    assert paths(index) == [f"/sitemap-{number}.xml" for number in (1, 2, 3)]
    assert [len(paths(part)) for part in parts] == [4, 4, 2]
