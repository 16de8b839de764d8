"""What machines read out of the pages: JSON-LD, OpenGraph, microformats."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import extruct
import mf2py
import pytest
from flask.testing import FlaskClient
from PIL import Image
from tests.support.odd import ODD, naughty_strings, odd_post
from tests.support.sites import post

from portico.features.content.compiler.plain_values import line_of

Serve = Callable[[Mapping[str, str | bytes]], FlaskClient]
ROOT = "https://site.test"
SITE: dict[str, str | bytes] = {
    "site.toml": 'title = "Stone"\ntagline = "Notes on it"\ndescription = "What it is."\n'
    '[owner]\nname = "Ada"\nrole = "Surveyor"\n[[social]]\nlabel = "Code"\nurl = "https://code.test/ada"\n',
    "content/blog/a.md": post("First", summary="In short.", date="2026-01-02", tags="[lime]", author="ben"),
    "content/blog/b.md": post("Second", date="2026-02-03"),
    "content/projects/p.md": post("A wall", date="2026-03-04"),
    "content/pages/about.md": post("About"),
    "content/authors/ben.md": "---\nname: Ben\ngithub: https://code.test/ben\n---\nA mason.\n",
}


def linked(page: bytes) -> dict[str, dict[str, Any]]:
    """The JSON-LD of a page by type."""
    found = extruct.extract(page.decode(), base_url=ROOT, syntaxes=["json-ld"])["json-ld"]
    return {data["@type"]: data for data in found}


def shared(page: bytes) -> dict[str, str]:
    """The OpenGraph properties of a page."""
    found = extruct.extract(page.decode(), base_url=ROOT, syntaxes=["opengraph"])["opengraph"]
    return dict(found[0]["properties"])


def formatted(page: bytes, path: str) -> list[dict[str, Any]]:
    """The microformats of a page."""
    items: list[dict[str, Any]] = mf2py.parse(doc=page.decode(), url=ROOT + path)["items"]
    return items


def first(items: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    """The properties of the first item of a kind, wherever it is nested."""
    for item in items:
        if kind in item["type"]:
            return dict(item["properties"])
    nested = [child for item in items for child in item.get("children", [])]
    return first(nested, kind)


def test_an_article_is_a_posting_on_the_way_from_the_home_page(client: Serve) -> None:
    data = linked(client(SITE).get("/blog/a").data)
    assert data["BlogPosting"]["headline"] == "First"
    assert data["BlogPosting"]["author"][0] == {
        "@type": "Person",
        "name": "Ben",
        "url": f"{ROOT}/authors/ben",
    }
    steps = [step["item"] for step in data["BreadcrumbList"]["itemListElement"]]
    assert steps == [f"{ROOT}/", f"{ROOT}/blog", f"{ROOT}/blog/a"]


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("/", {"WebSite", "Person"}),
        ("/blog", {"CollectionPage", "BreadcrumbList"}),
        ("/tags/lime", {"CollectionPage", "BreadcrumbList"}),
        ("/projects/p", {"CreativeWork", "BreadcrumbList"}),
        ("/about", {"Article", "BreadcrumbList"}),
        ("/authors/ben", {"ProfilePage", "BreadcrumbList"}),
    ],
)
def test_every_page_says_what_it_is(client: Serve, path: str, kinds: set[str]) -> None:
    assert set(linked(client(SITE).get(path).data)) == kinds


@pytest.mark.parametrize("path", ["/", "/blog", "/blog/a", "/about"])
def test_a_shared_page_shows_a_picture_of_its_own(client: Serve, path: str) -> None:
    serving = client(SITE)
    told = shared(serving.get(path).data)
    address = urlsplit(told["og:image"])
    picture = serving.get(f"{address.path}?{address.query}")
    assert Image.open(io.BytesIO(picture.data)).size == (1200, 630)
    assert "immutable" in picture.headers["Cache-Control"]
    assert told["og:url"] == ROOT + path


def test_an_article_is_an_h_entry(client: Serve) -> None:
    entry = first(formatted(client(SITE).get("/blog/a").data, "/blog/a"), "h-entry")
    assert (entry["name"], entry["url"], entry["summary"]) == (["First"], [f"{ROOT}/blog/a"], ["In short."])
    assert entry["published"] == ["2026-01-02T00:00:00+0000"]
    assert entry["category"] == ["lime"]
    assert entry["author"][0]["properties"]["name"] == ["Ben"]
    assert "Some words." in entry["content"][0]["value"]


@pytest.mark.parametrize(("path", "name"), [("/blog", "Blog"), ("/tags/lime", "lime")])
def test_a_list_is_an_h_feed_of_its_entries(client: Serve, path: str, name: str) -> None:
    feed = next(item for item in formatted(client(SITE).get(path).data, path) if "h-feed" in item["type"])
    assert feed["properties"]["name"] == [name]
    assert f"{ROOT}/blog/a" in [child["properties"]["url"][0] for child in feed["children"]]


def test_the_home_page_has_the_owners_card_and_the_latest_entries(client: Serve) -> None:
    items = formatted(client(SITE).get("/").data, "/")
    card = first(items, "h-card")
    assert (card["name"], card["url"][0]) == (["Ada"], f"{ROOT}/")
    assert any("h-feed" in item["type"] for item in items)


def test_an_authors_page_has_their_card(client: Serve) -> None:
    card = first(formatted(client(SITE).get("/authors/ben").data, "/authors/ben"), "h-card")
    assert card["name"] == ["Ben"]
    assert "https://code.test/ben" in card["url"]


def test_feeds_that_a_page_announces_are_there(client: Serve) -> None:
    serving = client(SITE)
    for path in ("/", "/blog", "/blog/a", "/tags/lime"):
        rels = mf2py.parse(doc=serving.get(path).get_data(as_text=True), url=ROOT + path)["rel-urls"]
        announced = [(url, told["type"]) for url, told in rels.items() if "alternate" in told["rels"]]
        assert len(announced) == 3
        assert all(serving.get(url.removeprefix(ROOT)).mimetype == kind for url, kind in announced)


@pytest.mark.parametrize("text", ODD)
def test_any_title_arrives_as_it_was_kept(client: Serve, text: str) -> None:
    page = client({"content/blog/a.md": odd_post(text)}).get("/blog/a").data
    assert linked(page)["BlogPosting"]["headline"] == line_of(text)
    assert first(formatted(page, "/blog/a"), "h-entry")["name"] == [line_of(text)]


@pytest.mark.corpus
def test_naughty_strings_arrive_as_they_were_kept(client: Serve) -> None:
    strings = naughty_strings()
    serving = client({f"content/blog/p{n}.md": odd_post(text) for n, text in enumerate(strings)})
    told = [linked(serving.get(f"/blog/p{n}").data)["BlogPosting"]["headline"] for n in range(len(strings))]
    assert told == [line_of(text) for text in strings]
