"""What everybody may know of a member, and what a member says of themself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.orm import Session
from tests.integration.features.profiles.conftest import House
from tests.support.people import Person, join

from portico.features import profiles
from portico.features.accounts import Account
from portico.features.profiles import Recent, RecentItem
from portico.features.profiles.schemas import Card

LINK = {"label": "Notes", "url": "https://notes.example.org/"}


def change(house: House, who: Person, **changes: Any) -> Any:
    return house.ask("PATCH", "/api/v1/me/profile", who, json=changes)


def test_a_member_who_said_nothing_is_there_by_their_username(house: House, ada: Person) -> None:
    found = house.ask("GET", "/api/v1/users/ada")
    assert found.status_code == 200
    assert found.json == {
        "username": "ada",
        "name": "ada",
        "bio": "",
        "role": "member",
        "joined": found.json["joined"],
        "avatar": None,
        "banner": None,
        "links": [],
        "recent": [{"kind": "comments", "count": 0, "items": []}],
    }


def test_what_is_left_out_stays(house: House, ada: Person) -> None:
    assert change(house, ada, name="  Ada   Lovelace ", links=[LINK]).json["name"] == "Ada Lovelace"
    assert change(house, ada, bio="One\r\n\r\n\r\n\r\ntwo ").json["bio"] == "One\n\ntwo"
    found = house.ask("GET", "/api/v1/users/ada").json
    assert (found["name"], found["bio"], found["links"]) == ("Ada Lovelace", "One\n\ntwo", [LINK])
    assert change(house, ada, name="", links=[]).json["name"] == "ada"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "x" * 65},
        {"name": "a\u202eb"},
        {"name": "a\u200bb"},
        {"name": "a\nb"},
        {"bio": "x" * 501},
        {"bio": "a\x00b"},
        {"links": [LINK] * 9},
        {"links": [{"label": "x", "url": "http://example.org"}]},
        {"links": [{"label": "x", "url": "javascript:alert(1)"}]},
        {"links": [{"label": "", "url": "https://example.org"}]},
        {"links": [{"label": "x"}]},
        {"links": "https://example.org"},
        {"role": "owner"},
        {"avatar": "accounts/x"},
    ],
    ids=str,
)
def test_what_cannot_be_shown_is_refused(house: House, ada: Person, changes: dict[str, Any]) -> None:
    assert change(house, ada, **changes).status_code in (400, 422)
    assert house.ask("GET", "/api/v1/users/ada").json["name"] == "ada"


@pytest.mark.parametrize("state", ["suspended", "deactivated", "anonymised"])
def test_who_is_not_there_any_more_is_not_found(house: House, state: str) -> None:
    join(house.database, "gone", state=state)
    for path in (
        "/api/v1/users/gone",
        "/@gone",
        "/api/v1/users/nobody",
        "/@nobody",
        "/@%00",
        "/@" + "x" * 500,
    ):
        assert house.ask("GET", path).status_code in (400, 404)


def test_everybody_gets_the_same_and_may_keep_it_for_a_while(house: House, ada: Person) -> None:
    for path in ("/api/v1/users/ada", "/@ada"):
        answers = [house.ask("GET", path), house.ask("GET", path, ada)]
        assert answers[0].data == answers[1].data
        told = answers[0].headers["Cache-Control"]
        assert told == "public, max-age=60, s-maxage=300, stale-while-revalidate=600"
        assert "Set-Cookie" not in answers[1].headers


def test_a_kept_answer_is_made_anew_when_it_would_be_another(house: House, ada: Person) -> None:
    pages = house.app.extensions["portico.pages"]
    ben = join(house.database, "ben")
    pages.start()
    try:
        for path in ("/api/v1/users/ada", "/@ada", "/api/v1/users/ben"):
            house.ask("GET", path)
        assert len(pages) == 3
        change(house, ada, name="Ada Lovelace")
        assert len(pages) == 1
        assert b"Ada Lovelace" in house.ask("GET", "/@ada").data
        assert house.ask("GET", "/api/v1/users/ada").json["name"] == "Ada Lovelace"
        house.upload(ada)
        assert house.ask("GET", "/api/v1/users/ada").json["avatar"]
        house.ask("DELETE", "/api/v1/me/avatar", ada)
        assert house.ask("GET", "/api/v1/users/ada").json["avatar"] is None
        with house.database.transaction() as session:
            session.execute(update(Account).where(Account.id == ben.id).values(state="deactivated"))
            standings = house.app.extensions["portico.accounts"].standings
            standings.drop(session, ben.id)
        assert house.ask("GET", "/api/v1/users/ben").status_code == 404
    finally:
        pages.stop()


def test_a_page_has_one_address(house: House, ada: Person) -> None:
    answer = house.ask("GET", "/@Ada")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/@ada")
    assert b'<link rel="canonical" href="https://site.test/@ada">' in house.ask("GET", "/@ada").data


def test_machines_can_read_who_it_is(house: House, ada: Person) -> None:
    change(house, ada, name="Ada </script>", links=[LINK])
    page = house.ask("GET", "/@ada").text
    assert '"@type":"ProfilePage"' in page.replace('": "', '":"')
    assert "Ada </script>" not in page
    for word in ("h-card", "p-name", "u-url", 'rel="me '):
        assert word in page


def test_pages_may_send_files_to_the_storage_alone(
    make_house: Callable[..., House], sqlite_url: str, bucket_url: str
) -> None:
    house = make_house(sqlite_url, bucket_url)
    join(house.database)
    origin = "http://" + bucket_url.rpartition("@")[2].partition("/")[0]
    policy = house.ask("GET", "/@ada").headers["Content-Security-Policy"]
    assert f"connect-src 'self' {origin};" in policy
    assert origin not in policy.replace(f"connect-src 'self' {origin};", "")


def test_cards_of_many_take_one_query(house: House, ada: Person) -> None:
    ben = join(house.database, "ben", role="moderator")
    gone = join(house.database, "gone", state="deactivated")
    url = house.upload(ada).json["url"]
    asked: list[str] = []
    event.listen(house.database.reader, "before_cursor_execute", lambda *all: asked.append(all[2]))
    with house.database.reading() as session:
        found = profiles.cards(session, [ada.id, ben.id, gone.id, ada.id, 10**6])
    assert len([each for each in asked if "account" in each]) == 1
    assert found == {
        ada.id: Card(username="ada", name="ada", avatar=found[ada.id].avatar, role="member"),
        ben.id: Card(username="ben", name="ben", avatar=None, role="moderator"),
    }
    avatar = found[ada.id].avatar
    assert avatar
    assert avatar.url == url


def test_a_profile_and_what_was_said_lately_take_three_queries(house: House, ada: Person) -> None:
    change(house, ada, name="Ada", links=[LINK])
    asked: list[str] = []
    event.listen(house.database.reader, "before_cursor_execute", lambda *all: asked.append(all[2]))
    house.ask("GET", "/api/v1/users/ada")
    assert len([each for each in asked if "account" in each]) == 3


def test_a_profile_tells_what_its_holder_did_lately(house: House, ada: Person) -> None:
    def lately(session: Session, account_id: int) -> Recent:
        assert session
        item = RecentItem(
            url="/blog/a#c1", title="A", excerpt=str(account_id), at=datetime(2026, 1, 1, tzinfo=UTC)
        )
        return Recent(kind="comments", count=7, items=(item,))

    with house.database.reading() as session:
        from portico.features.profiles.showing import show

        _, profile = show(session, "ada", [lately])
    assert profile.recent[0].count == 7
    assert profile.recent[0].items[0].excerpt == str(ada.id)


def test_the_page_of_whoever_has_a_picture_is_shared_with_it(house: House, ada: Person) -> None:
    url = house.upload(ada).json["url"]
    folder = url.rpartition("/")[0]
    page = house.ask("GET", "/@ada").text
    [image] = re.findall(r'<meta property="og:image" content="([^"]+)"', page)
    assert image.startswith(f"https://site.test{folder}/")
    assert image.endswith("-512.webp")
    assert f'"image":"{image}"' in page.replace(" ", "")
