"""Real sites by other people, each served as it lies: every file is a page, and every page is in order."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.support.html import check_html, code_blocks, inline_behaviour, prose, unsized_images
from tests.support.sites import CORPUS, write_site
from tests.support.whole import WholeSite, show_whole

from portico.features.content.compiler.sources import SUFFIXES

pytestmark = pytest.mark.corpus

STARTER = CORPUS / "tailwind-starter"
POSTS = CORPUS / "nodejs-blog" / "blog"
CONFIGURATION = f"""
title = "As its author ships it"
[collections.blog]
source = "{STARTER}/data/blog"
[folders]
authors = "{STARTER}/data/authors"
public = ["{STARTER}/public"]
"""
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
SCAFFOLD = re.compile(
    r"^\s*(?:import|export)\s.+?\sfrom\s+['\"]|^\s*export\s+(?:const|default)\b", re.MULTILINE
)
JSX = re.compile(r"</?[A-Z][\w.]*|<[a-z][\w-]*\s|\{[^{}]*\}")
ALL_PAGES = "PORTICO_TEST_ALL_PAGES" in os.environ
"""Whether the W3C's checker reads all of the thousand posts, or one in ten."""
SITES = ("configured", "bare", "thousand posts")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, WholeSite]:
    """A blog behind a `site.toml` that points into it, the same folder bare, and a thousand bare posts."""
    home = tmp_path_factory.mktemp("corpus")
    configured = write_site(home / "configured", {"site.toml": CONFIGURATION})
    return {
        name: show_whole(site, home) for name, site in zip(SITES, (configured, STARTER, POSTS), strict=True)
    }


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest, sites: dict[str, WholeSite]) -> WholeSite:
    return sites[request.param]


def test_every_file_is_a_page(site: WholeSite) -> None:
    assert {page.url: page.status for page in site.pages if page.status != 200} == {}


def test_no_file_is_left_out(sites: dict[str, WholeSite]) -> None:
    found = {name: {page.source.resolve() for page in site.pages} for name, site in sites.items()}
    assert found["configured"] == _content_below(STARTER / "data" / "blog")
    assert found["bare"] == _content_below(STARTER)
    assert found["thousand posts"] == _content_below(POSTS)


def test_a_draft_shows_only_by_its_preview_link(sites: dict[str, WholeSite]) -> None:
    drafts = [(site, page) for site in sites.values() for page in site.pages if page.draft]
    assert drafts
    assert {site.client.get(page.url).status_code for site, page in drafts} == {404}


def test_authors_and_pictures_of_the_blog_are_found(sites: dict[str, WholeSite]) -> None:
    client = sites["configured"].client
    for author in _content_below(STARTER / "data" / "authors"):
        assert client.get(f"/authors/{author.stem}").status_code == 200
    for file in (path for path in (STARTER / "public").rglob("*") if path.is_file()):
        response = client.get("/" + file.relative_to(STARTER / "public").as_posix())
        assert response.data == file.read_bytes()
        response.close()


def test_nothing_of_the_scaffold_is_read_as_text(site: WholeSite) -> None:
    for page in site.pages:
        if page.source.suffix == ".mdx":
            text = prose(page.html)
            assert [t for t in text if SCAFFOLD.search(t) or JSX.search(t)] == [], page.url


def test_code_is_intact_to_the_character(site: WholeSite) -> None:
    parser = MarkdownIt("commonmark").disable(["inline"])
    for page in site.pages:
        body = FRONT_MATTER.sub("", page.source.read_text(encoding="utf-8-sig"))
        if "```" in body or "~~~" in body:
            fences = {t.content.rstrip("\n") for t in parser.parse(body) if t.type == "fence"}
            assert fences - code_blocks(page.html) == set(), page.url


def test_every_image_reserves_its_space(site: WholeSite) -> None:
    assert {page.url: found for page in site.pages if (found := unsized_images(page.html))} == {}


def test_nothing_runs_or_styles_inline(site: WholeSite) -> None:
    assert {page.url: found for page in site.pages if (found := inline_behaviour(page.html))} == {}


@pytest.mark.java
def test_every_page_is_valid_html(sites: dict[str, WholeSite], tmp_path: Path) -> None:
    pages = {
        f"{name} {page.url}": page.html
        for name, site in sites.items()
        for page in site.pages[:: 1 if ALL_PAGES or len(site.pages) < 100 else 10]
    }
    for name, site in sites.items():
        for address in ("/", "/blog", "/blog?page=2", "/tags", "/search", "/search?q=the", "/nowhere"):
            response = site.client.get(address)
            if response.status_code == 200 or address == "/nowhere":
                pages[f"{name} {address}"] = response.text
    assert len(pages) > (1000 if ALL_PAGES else 100)
    assert check_html(pages, tmp_path) == []


def _content_below(folder: Path) -> set[Path]:
    return {path.resolve() for path in folder.rglob("*") if path.suffix in SUFFIXES}
