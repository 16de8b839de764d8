"""What readers save to find it again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from tests.integration.features.discussion.conftest import House
from tests.support.people import Person
from tests.support.threads import subject

from portico.features.discussion.models import Saved
from portico.features.discussion.saving import close_feed, open_feed
from portico.platform import clock

ATOM = {"": "http://www.w3.org/2005/Atom"}


def saved(house: House, who: Person, **query: Any) -> Any:
    found = house.ask("GET", "/saved", who, query_string=query)
    assert found.status_code == 200, found.json
    return found.json


def test_an_article_is_saved_once_and_found_in_the_list(house: House, ada: Person, bob: Person) -> None:
    assert house.ask("GET", "/saved/blog/hello", ada).json == {"saved": False}
    for path in ("blog/hello", "news/today", "blog/2026/deep", "blog/quiet", "blog/hello"):
        assert house.ask("PUT", f"/saved/{path}", ada).json == {"saved": True}
    assert house.ask("GET", "/saved/blog/hello", ada).json == {"saved": True}
    assert [each["path"] for each in saved(house, ada)["items"]] == [
        "/blog/quiet",
        "/blog/2026/deep",
        "/news/today",
        "/blog/hello",
    ]
    assert [each["slug"] for each in saved(house, ada, collection="news")["items"]] == ["today"]
    assert saved(house, bob)["items"] == []
    first = saved(house, ada, limit=3)
    rest = saved(house, ada, limit=3, cursor=first["next_cursor"])
    assert ([each["slug"] for each in rest["items"]], rest["next_cursor"]) == (["hello"], None)
    for _ in range(2):
        assert house.ask("DELETE", "/saved/blog/hello", ada).json == {"saved": False}
    assert house.count(Saved) == 3
    assert house.ask("GET", "/saved").status_code == 401


def test_nothing_is_saved_that_is_not_published(house: House, ada: Person) -> None:
    for path in ("blog/nothing", "blog/draft", "elsewhere/hello"):
        for method in ("GET", "PUT"):
            assert house.ask(method, f"/saved/{path}", ada).status_code == 404
        assert house.ask("DELETE", f"/saved/{path}", ada).json == {"saved": False}
    assert house.count(Saved) == 0


def test_what_is_gone_stays_in_the_list_without_a_path(house: House, ada: Person) -> None:
    with house.database.transaction() as session:
        number = subject(session, "gone")
        session.add(Saved(account_id=ada.id, subject_id=number, created_at=clock.now()))
    [item] = saved(house, ada)["items"]
    assert (item["title"], item["path"]) == ("Gone", None)
    assert house.ask("DELETE", "/saved/blog/gone", ada).json == {"saved": False}
    assert saved(house, ada)["items"] == []


def test_a_renamed_article_is_saved_by_both_names(house: House, ada: Person) -> None:
    house.ask("PUT", "/saved/blog/before", ada)
    assert saved(house, ada)["items"][0]["path"] == "/blog/renamed"
    assert house.ask("GET", "/saved/blog/renamed", ada).json == {"saved": True}
    assert house.ask("DELETE", "/saved/blog/long-before", ada).json == {"saved": False}
    assert house.count(Saved) == 0


def test_a_feed_reader_gets_the_list_by_its_token_until_there_is_a_newer_one(
    house: House, ada: Person
) -> None:
    house.ask("PUT", "/saved/blog/hello", ada)
    assert house.ask("POST", "/me/saved-feed", ada).json["code"] == "in-person-only"
    with house.database.transaction() as session:
        first = open_feed(session, ada.id, now=clock.now())
        second = open_feed(session, ada.id, now=clock.now())

    def feed(token: str) -> Any:
        return house.ask("GET", f"//saved/feed.atom?token={token}")

    found = feed(second)
    assert (found.status_code, found.headers["Cache-Control"]) == (200, "private, no-store")
    assert found.headers["X-Robots-Tag"] == "noindex"
    tree = ElementTree.fromstring(found.data)
    assert [title.text for title in tree.findall("entry/title", ATOM)] == ["Hello"]
    [link] = tree.findall("entry/link", ATOM)
    assert urlsplit(link.attrib["href"]).path == "/blog/hello"
    for token in (first, "x", ""):
        assert feed(token).status_code == 404
    with house.database.transaction() as session:
        close_feed(session, ada.id)
    assert feed(second).status_code == 404
