"""The feeds of a site, read by public checkers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml import etree
from tests.support.checkers import check_json, check_xml
from tests.support.odd import ODD, naughty_strings, odd_post
from tests.support.sites import CORPUS, post

from portico.features.content.addresses import tag_slug
from portico.features.content.compiler.plain_values import line_of

Serve = Callable[[Mapping[str, str | bytes]], FlaskClient]
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
FORMS = ("atom", "rss", "json")

SITE = {
    "site.toml": 'title = "Stone & Light"\ntagline = "<notes>"\n[owner]\nname = "Ada <A>"\n'
    '[collections.blog]\ntitle = "Letters"\n',
    "content/blog/old.md": post(
        "Old", body="See [the other](/blog/new) and ![it](/media/a.png).", date="2025-03-01"
    ),
    "content/blog/new.md": post(
        "New", body="## Part\n\nWords.", date="2026-07-02", updated="2026-08-01", tags="[Stone]", author="Ben"
    ),
    "content/notes-on/one.md": post("Note", date="2026-02-02", tags="[Stone, Light]"),
    "content/pages/about.md": post("About"),
    "content/blog/draft.md": post("Draft", draft="true"),
    "content/blog/later.md": post("Later", date="2031-01-01"),
}


def titles(body: bytes) -> list[str]:
    return [title.text or "" for title in etree.fromstring(body).iterfind(f"{ATOM}entry/{ATOM}title")]


def many(texts: list[str] | tuple[str, ...]) -> dict[str, str]:
    return {f"content/blog/p{number}.md": odd_post(text) for number, text in enumerate(texts)}


def check_rss(body: bytes) -> etree._Element:
    """The rules of the RSS 2.0 specification for the elements we write."""
    root = etree.fromstring(body)
    channel = root[0]
    assert (root.tag, root.get("version"), channel.tag, len(root)) == ("rss", "2.0", "channel", 1)
    assert all(len(channel.findall(name)) == 1 for name in ("title", "link", "description"))
    for item in channel.iterfind("item"):
        assert item.findtext("title") is not None or item.findtext("description")
        assert item.findtext("guid") == item.findtext("link")
        assert all(file.get("length", "").isdigit() for file in item.iterfind("enclosure"))
    return channel


@pytest.mark.parametrize("path", ["", "/blog", "/tags/stone"])
def test_atom_follows_the_grammar_of_rfc_4287(client: Serve, path: str) -> None:
    root = check_xml(client(SITE).get(f"{path}/feed.atom").data, "atom")
    assert root.findtext(f"{ATOM}id") == f"https://site.test{path}/feed.atom"
    links = {link.get("rel"): link.get("href") for link in root.iterfind(f"{ATOM}link")}
    assert links == {
        "self": f"https://site.test{path}/feed.atom",
        "alternate": f"https://site.test{path or '/'}",
    }


@pytest.mark.parametrize("path", ["", "/blog", "/tags/stone"])
def test_json_feed_follows_its_specification(client: Serve, path: str) -> None:
    feed = check_json(client(SITE).get(f"{path}/feed.json").data, "json-feed")
    assert feed["feed_url"] == f"https://site.test{path}/feed.json"


@pytest.mark.parametrize("path", ["", "/blog", "/tags/stone"])
def test_rss_follows_its_specification(client: Serve, path: str) -> None:
    channel = check_rss(client(SITE).get(f"{path}/feed.rss").data)
    assert channel.findtext("link") == f"https://site.test{path or '/'}"


@pytest.mark.parametrize(
    ("path", "expected"),
    [("", ["New", "Note", "Old"]), ("/blog", ["New", "Old"]), ("/tags/stone", ["New", "Note"])],
)
def test_a_feed_holds_what_is_published_the_newest_first(
    client: Serve, path: str, expected: list[str]
) -> None:
    assert titles(client(SITE).get(f"{path}/feed.atom").data) == expected


def test_a_feed_holds_the_newest_twenty(client: Serve) -> None:
    files = {
        f"content/blog/p{day:02}.md": post(f"Day {day}", date=f"2026-01-{day:02}") for day in range(1, 25)
    }
    found = titles(client(files).get("/feed.atom").data)
    assert found == [f"Day {day}" for day in range(24, 4, -1)]


def test_an_entry_says_who_wrote_it_when_and_what_about(client: Serve) -> None:
    feed = json.loads(client(SITE).get("/blog/feed.json").data)
    new = feed["items"][0]
    assert new["id"] == new["url"] == "https://site.test/blog/new"
    assert (new["date_published"], new["date_modified"]) == (
        "2026-07-02T00:00:00+00:00",
        "2026-08-01T00:00:00+00:00",
    )
    assert (new["authors"][0]["name"], new["tags"]) == ("Ben", ["Stone"])


def test_the_whole_body_is_there_with_absolute_addresses(client: Serve) -> None:
    body = client(SITE).get("/blog/feed.rss").data
    contents = [item.findtext(f"{CONTENT}encoded") or "" for item in check_rss(body).iterfind("item")]
    assert 'href="https://site.test/blog/new"' in contents[1]
    assert "Words." in contents[0]
    assert 'class="anchor"' not in contents[0]


def test_any_title_leaves_every_feed_in_order(client: Serve) -> None:
    serving = client(many(ODD))
    atom, rss, feed = (serving.get(f"/feed.{form}").data for form in FORMS)
    check_xml(atom, "atom")
    expected = sorted(map(line_of, ODD))
    assert sorted(titles(atom)) == expected
    assert sorted(item.findtext("title") or "" for item in check_rss(rss).iterfind("item")) == expected
    assert sorted(item["title"] for item in check_json(feed, "json-feed")["items"]) == expected


def test_every_tag_in_use_has_a_feed(client: Serve) -> None:
    serving = client(many(ODD))
    answers = [serving.get(f"/tags/{quote(tag_slug(line_of(text)))}/feed.atom") for text in ODD]
    assert [answer.status_code for answer in answers] == [200] * len(ODD)


@pytest.mark.parametrize(
    ("form", "kind"),
    [("atom", "application/atom+xml"), ("rss", "application/rss+xml"), ("json", "application/feed+json")],
)
def test_the_media_type_is_that_of_the_form(client: Serve, form: str, kind: str) -> None:
    assert client(SITE).get(f"/feed.{form}").mimetype == kind


@pytest.mark.parametrize(
    "path", ["/nothing/feed.atom", "/tags/nothing/feed.rss", "/pages/feed.json", "/feed.xml"]
)
def test_what_is_not_there_has_no_feed(client: Serve, path: str) -> None:
    assert client(SITE).get(path).status_code == 404


@pytest.mark.parametrize("form", FORMS)
def test_who_has_the_feed_is_told_so(client: Serve, form: str) -> None:
    serving = client(SITE)
    first = serving.get(f"/feed.{form}")
    again = serving.get(f"/feed.{form}", headers={"If-None-Match": first.headers["ETag"]})
    since = serving.get(f"/feed.{form}", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert first.headers["Last-Modified"] == "Sat, 01 Aug 2026 00:00:00 GMT"
    assert (again.status_code, again.data, since.status_code) == (304, b"", 304)


def test_an_edit_gives_the_feed_another_etag(client: Serve) -> None:
    before = client(SITE).get("/feed.atom").headers["ETag"]
    edited = SITE | {"content/blog/old.md": post("Older", date="2025-03-01")}
    assert client(edited).get("/feed.atom").headers["ETag"] != before


def test_a_film_is_enclosed_with_its_length(client: Serve) -> None:
    film: dict[str, str | bytes] = {
        "media/walk.mp4": b"\x00" * 321,
        "content/blog/f.md": post("Film", image="/media/walk.mp4"),
    }
    enclosure = check_rss(client(film).get("/feed.rss").data).find("item/enclosure")
    assert enclosure is not None
    assert (enclosure.get("length"), enclosure.get("type")) == ("321", "video/mp4")


def test_a_collection_without_entries_has_an_empty_feed(client: Serve) -> None:
    serving = client({"content/blog/draft.md": post(draft="true"), "content/pages/a.md": post()})
    assert titles(serving.get("/blog/feed.atom").data) == []
    check_xml(serving.get("/blog/feed.atom").data, "atom")


@pytest.mark.corpus
def test_naughty_strings_leave_every_feed_in_order(client: Serve) -> None:
    strings = naughty_strings()
    files = {f"content/c{n // 20}/p{n}.md": odd_post(text) for n, text in enumerate(strings)}
    serving = client(files)
    for number in range(-(-len(strings) // 20)):
        check_xml(serving.get(f"/c{number}/feed.atom").data, "atom")
        check_rss(serving.get(f"/c{number}/feed.rss").data)
        check_json(serving.get(f"/c{number}/feed.json").data, "json-feed")


@pytest.mark.corpus
def test_a_site_as_its_author_ships_it_has_valid_feeds(client: Serve) -> None:
    source = CORPUS / "tailwind-starter" / "data" / "blog"
    serving = client({"site.toml": f'title = "Corpus"\n[collections.blog]\nsource = "{source}"\n'})
    check_xml(serving.get("/feed.atom").data, "atom")
    check_rss(serving.get("/feed.rss").data)
    check_json(serving.get("/feed.json").data, "json-feed")
