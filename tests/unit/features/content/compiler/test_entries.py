"""A content file becomes an entry: its address, its title, its date, its cover."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest
from tests.conftest import SiteMaker
from tests.support.sites import NOW, post

from portico.features.content.addresses import address_of
from portico.features.content.compiler.compiling import library
from portico.features.content.compiler.entries import (
    Compiled,
    author_fields,
    card_fields,
    compile_entry,
    parse,
    published_at,
    still_holds,
)
from portico.features.content.compiler.layout import lay_out
from portico.features.content.compiler.links import Links
from portico.features.content.compiler.sources import Unreadable, find_sources
from portico.features.content.configuration import SiteConfig

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
FILM = b"\x00\x00\x00\x18ftypmp42"


def links_of(site: Path) -> Links:
    layout = lay_out(site, SiteConfig())
    return Links({}, frozenset(), (), library(layout, site.parent / "cache"))


def compiled(site: Path) -> Compiled:
    """The only content file of a site."""
    links = links_of(site)
    (file,), _ = find_sources(lay_out(site, SiteConfig()))
    return compile_entry(parse(file, UTC), links, links.media, "en")


def codes(entry: Compiled) -> list[str]:
    return [problem.code for problem in entry.problems]


@pytest.mark.parametrize(
    ("name", "front", "slug"),
    [
        ("a.md", {}, "a"),
        ("deep/er/a.md", {}, "deep/er/a"),
        ("deep/index.md", {}, "deep"),
        ("deep/_index.md", {}, "deep"),
        ("index.md", {}, ""),
        ("deep/a.md", {"slug": "b"}, "deep/b"),
        ("a.md", {"slug": "/b/c/"}, "b/c"),
        ("a.md", {"slug": "Two Words?"}, "Two-Words"),
        ("a.md", {"slug": "2026"}, "2026"),
    ],
)
def test_the_slug_comes_from_the_file_unless_given(
    make_site: SiteMaker, name: str, front: dict[str, str], slug: str
) -> None:
    assert compiled(make_site({name: post(**front)})).parsed.slug == slug


@pytest.mark.parametrize("slug", ["../../etc", "'..'", "a/../b", "'???'", "'/'", "a//b"])
def test_a_slug_that_fits_no_address_is_reported(make_site: SiteMaker, slug: str) -> None:
    entry = compiled(make_site({"deep/a.md": post(slug=slug)}))
    assert (entry.parsed.slug, codes(entry)) == ("deep/a", ["bad-slug"])


@pytest.mark.parametrize(
    ("collection", "slug", "address"),
    [
        ("blog", "a b/ü", "/blog/a%20b/%C3%BC"),
        ("pages", "about", "/about"),
        ("pages", "", "/"),
        ("blog", "", "/blog"),
    ],
)
def test_an_address_is_made_of_collection_and_slug(collection: str, slug: str, address: str) -> None:
    assert address_of(collection, slug) == address


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "---\ntitle: Said\n---\n# Heading", "Said"),
        ("a.md", "# Heading\n\ntext", "Heading"),
        ("the-file_name.md", "text", "The file name"),
        ("deep/a.md", "", "A"),
    ],
)
def test_the_title_is_said_or_derived(make_site: SiteMaker, name: str, text: str, title: str) -> None:
    assert compiled(make_site({name: text})).title == title


def test_broken_front_matter_is_named_with_file_and_line(make_site: SiteMaker) -> None:
    (file,), _ = find_sources(lay_out(make_site({"a.md": "---\na: 1\nb: [\n---\n"}), SiteConfig()))
    with pytest.raises(Unreadable) as refused:
        parse(file, UTC)
    problem = refused.value.problem
    assert (problem.path, problem.line, problem.severity) == ("a.md", 4, "error")


def test_problems_of_the_body_name_the_lines_of_the_file(make_site: SiteMaker) -> None:
    entry = compiled(
        make_site({"a.mdx": "---\ntitle: A\n---\n\n<Unknown>kept</Unknown>\n\n<script>alert(1)</script>\n"})
    )
    assert [(p.path, p.line, p.code) for p in entry.problems] == [
        ("a.mdx", 5, "unknown-component"),
        ("a.mdx", 7, "html-dropped"),
    ]
    assert "kept" in entry.document.html
    assert "alert" not in entry.document.html


def test_expressions_are_reported_and_never_run(make_site: SiteMaker) -> None:
    entry = compiled(make_site({"a.mdx": "---\ntitle: A\n---\n\nIt is {1 + 1}.\n"}))
    assert [(p.line, p.code) for p in entry.problems] == [(5, "expression-dropped")]


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (220, 1), (221, 2), (20_000, 91)])
def test_reading_takes_its_time(make_site: SiteMaker, words: int, minutes: int) -> None:
    entry = compiled(make_site({"a.md": post(body="word " * words)}))
    assert (entry.document.words, entry.minutes) == (words, minutes)


def test_an_entry_without_a_date_has_that_of_its_first_commit(make_site: SiteMaker) -> None:
    parsed = compiled(make_site({"a.md": "Hello"})).parsed
    assert published_at(parsed, {parsed.file.path: 5}, NOW) == 5
    assert published_at(parsed, {}, NOW) == min(parsed.file.mtime_ns // 10**9, int(NOW.timestamp()))


def test_a_file_from_the_future_is_published_now(make_site: SiteMaker) -> None:
    parsed = compiled(make_site({"a.md": "Hello"})).parsed
    assert published_at(parsed, {parsed.file.path: 2**40}, NOW) == int(NOW.timestamp())


def test_a_cover_is_found_beside_the_file_or_in_media(make_site: SiteMaker) -> None:
    site = make_site({"a.md": post(image="/media/x.png", imageAlt="A dot"), "media/x.png": PNG})
    cover = compiled(site).cover
    assert cover is not None
    assert (cover.alt, cover.width, cover.height) == ("A dot", 1, 1)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("missing.png", "missing-image"),
        ("https://a.example/x.png", "remote-cover"),
        ("/media/missing.mp4", "missing-image"),
    ],
)
def test_a_cover_that_cannot_be_shown_is_reported(make_site: SiteMaker, written: str, code: str) -> None:
    entry = compiled(make_site({"a.md": post(image=written)}))
    assert (entry.cover, codes(entry)) == (None, [code])


def test_a_film_may_be_a_cover_with_a_poster(make_site: SiteMaker) -> None:
    files: dict[str, str | bytes] = {
        "a.md": post(image="/media/x.mp4", poster="/media/x.png"),
        "media/x.mp4": FILM,
        "media/x.png": PNG,
    }
    entry = compiled(make_site(files))
    assert entry.video is not None
    assert entry.video.media_type == "video/mp4"
    assert entry.video.poster == entry.cover


@pytest.mark.parametrize(
    ("file", "dependency"), [("media/x.mp4", "link /media/x.mp4"), ("media/x.png", "picture /media/x.png")]
)
def test_an_entry_depends_on_the_bytes_it_shows(make_site: SiteMaker, file: str, dependency: str) -> None:
    site = make_site({"a.md": post(image=f"/{file}"), "media/x.mp4": FILM, "media/x.png": PNG})
    entry = compiled(site)
    result = entry.dependencies[dependency]
    links = links_of(site)
    assert still_holds(dependency, result, site / "a.md", links, links.media)
    (site / file).unlink()
    links = links_of(site)
    assert not still_holds(dependency, result, site / "a.md", links, links.media)


def test_spellings_of_a_tag_are_shown_once(make_site: SiteMaker) -> None:
    entry = compiled(make_site({"a.md": post(tags="[Web, web, WEB, c++]")}))
    assert card_fields(entry)["tags"] == [("web", "Web"), ("cpp", "c++")]


def test_an_author_is_read_in_the_spellings_of_the_wild(make_site: SiteMaker) -> None:
    front = {
        "name": "Ada L",
        "occupation": "Engineer",
        "company": "B",
        "github": "https://a.example",
        "x": "https://b.example",
    }
    fields = author_fields(
        compiled(
            make_site({"content/authors/ada.md": post(**front, avatar="/media/x.png"), "media/x.png": PNG})
        )
    )
    assert (fields["slug"], fields["name"], fields["role"], fields["company"]) == (
        "ada",
        "Ada L",
        "Engineer",
        "B",
    )
    assert [link["label"] for link in fields["links"]] == ["Github", "X"]
    assert fields["avatar"]["width"] == 1
