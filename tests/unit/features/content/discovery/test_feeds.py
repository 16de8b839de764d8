"""The parts of feeds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from tests.support.checkers import check_json, check_xml
from tests.support.odd import ODD

from portico.features.content.discovery.feeds import Feed, Item, atom, json_feed, make_item, portable, rss
from portico.features.content.models import Card
from portico.platform.xml_text import fit

DAY = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)


def absolute(path: str) -> str:
    return "https://site.test/me" + path


def carried(html: str) -> str:
    return portable(html, "/blog/a-post", absolute)


def item(**card: object) -> Item:
    told = {
        "collection": "blog",
        "slug": "a-post",
        "url": "/blog/a-post",
        "title": "A post",
        "summary": "",
        "published": DAY,
        "updated": None,
        "lang": "en",
        "minutes": 1,
        "words": 2,
    }
    return make_item(Card(**told | card), "<p>Words</p>", absolute, zone=ZoneInfo("Europe/Lisbon"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('<a href="/about">', '<a href="https://site.test/me/about">'),
        ('<a href="#part">', '<a href="https://site.test/me/blog/a-post#part">'),
        ('<a href="other">', '<a href="https://site.test/me/blog/other">'),
        ('<a href="//cdn.test/x">', '<a href="https://cdn.test/x">'),
        ('<a href="mailto:a@b.test">', '<a href="mailto:a@b.test">'),
        ('<a href="http://[broken">', '<a href="http://[broken">'),
        ('<img src="/media/a.png" alt="b">', '<img src="https://site.test/me/media/a.png" alt="b">'),
        ("<img src='/media/a.png'>", '<img src="https://site.test/me/media/a.png">'),
        ('<video poster="/media/p.jpg">', '<video poster="https://site.test/me/media/p.jpg">'),
        ('<a href="/search?a=1&amp;b=2">', '<a href="https://site.test/me/search?a=1&amp;b=2">'),
    ],
)
def test_an_address_works_from_anywhere(written: str, expected: str) -> None:
    assert carried(written) == expected


def test_every_candidate_of_a_srcset_works_from_anywhere() -> None:
    written = '<source srcset="/media/a-640.webp 640w, /media/a.webp 1280w">'
    base = "https://site.test/me/media/a"
    assert carried(written) == f'<source srcset="{base}-640.webp 640w, {base}.webp 1280w">'


@pytest.mark.parametrize(
    "html",
    [
        '<p>write href="/about" like this</p>',
        "<img alt=\" href=&quot;/about&quot; src='/x' \">",
        '<p data-href="/about">x</p>',
    ],
)
def test_what_only_looks_like_an_address_is_left_alone(html: str) -> None:
    assert carried(html) == html


@given(st.text(alphabet="<>\"'= /ahrefsc", max_size=200))
def test_text_without_tags_is_never_changed(text: str) -> None:
    plain = text.replace("<", "&lt;")
    assert carried(plain) == plain


def test_controls_of_the_page_stay_on_the_page() -> None:
    heading = '<h2>Part <a class="anchor" href="#part">#</a></h2>'
    code = "<copy-code><button hidden>Copy</button><pre>1</pre></copy-code>"
    assert carried(heading + code) == "<h2>Part</h2><pre>1</pre>"


def feed_of(*items: Item) -> Feed:
    return Feed(
        title=ODD[0],
        description=ODD[1],
        home="https://site.test/",
        address="https://site.test/feed",
        lang="en",
        author=(ODD[2], "https://site.test/"),
        icon="https://site.test/favicon.ico",
        tags="https://site.test/tags/",
        items=items,
    )


@pytest.mark.parametrize("text", ODD)
def test_a_feed_of_any_text_is_valid(text: str) -> None:
    entry = replace(item(title=text, summary=text), html=text, tags=((text, text),), authors=((text, None),))
    root = check_xml(atom(feed_of(entry)), "atom")
    assert root.findtext("{*}entry/{*}title") == fit(text)
    assert etree.fromstring(rss(feed_of(entry))).findtext("channel/item/category") == fit(text)
    assert check_json(json_feed(feed_of(entry)), "json-feed")["items"][0]["content_html"] == text


def test_times_are_in_the_zone_of_the_site() -> None:
    assert item().published.isoformat() == "2026-07-02T00:30:00+01:00"


def test_an_item_is_never_updated_before_it_was_published() -> None:
    assert item(updated=DAY - timedelta(days=9)).updated == DAY


def test_a_change_is_told() -> None:
    assert item(updated=DAY + timedelta(days=9)).updated == DAY + timedelta(days=9)
