"""Readers talk under an article."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from tests.integration.features.discussion.conftest import HELLO, House
from tests.support.people import Person, join
from tests.support.threads import fill, subject

from portico.features.discussion.models import Ban, Comment, Saved, Subject, SubjectReaction
from portico.platform import clock
from portico.web.instrumentation import METRICS


def test_what_is_posted_is_there_for_everybody(house: House, ada: Person, bob: Person) -> None:
    posted = house.ask("POST", HELLO, ada, json={"text": "Well **put**, @bob."})
    assert posted.status_code == 201
    said = posted.json
    assert said["html"] == '<p dir="auto">Well <strong>put</strong>, <a href="/@bob">@bob</a>.</p>\n'
    assert (said["source"], said["own"], said["state"]) == ("Well **put**, @bob.", True, "shown")
    assert said["author"]["username"] == "ada"
    assert said["path"] == f"/blog/hello#comment-{said['id']}"
    found = house.read()
    assert (found["count"], found["state"], found["path"]) == (1, "open", "/blog/hello")
    [thread] = found["threads"]
    assert thread["comment"] == said | {"source": None, "own": False}
    assert house.read(ada)["threads"][0]["comment"] == said
    house.is_counted_right()
    assert house.app.extensions[METRICS].state()["portico_comments_total"] == {("shown",): [1.0]}


def test_replies_stand_below_the_comment_at_the_top_each_after_what_it_answers(
    house: House, ada: Person, bob: Person
) -> None:
    top = house.say(ada, "One")
    answer = house.say(bob, "Two", top)
    below = house.say(ada, "Three", answer)
    beside = house.say(bob, "Four", top)
    [thread] = house.read()["threads"]
    assert [(each["id"], each["parent_id"], each["depth"]) for each in thread["replies"]] == [
        (answer, top, 1),
        (below, answer, 2),
        (beside, top, 1),
    ]
    assert {each["root_id"] for each in thread["replies"]} == {top}
    assert (thread["comment"]["replies"], thread["more"]) == (2, None)
    house.is_counted_right()


def test_threads_come_in_the_order_that_is_asked_for(house: House, ada: Person, bob: Person) -> None:
    first, second, third = (house.say(ada, text) for text in ("One", "Two", "Three"))
    for who in (ada, bob):
        assert house.ask("PUT", f"/comments/{second}/reactions/heart", who).status_code == 200

    def order(**query: Any) -> list[int]:
        return [thread["comment"]["id"] for thread in house.read(**query)["threads"]]

    assert order() == [third, second, first]
    assert order(sort="oldest") == [first, second, third]
    assert order(sort="most-reacted") == [second, third, first]
    for sort, wanted in (
        ("newest", [third, second, first]),
        ("oldest", [first, second, third]),
        ("most-reacted", [second, third, first]),
    ):
        seen, cursor = [], None
        while True:
            found = house.read(sort=sort, limit=1, **({"cursor": cursor} if cursor else {}))
            seen += [thread["comment"]["id"] for thread in found["threads"]]
            if (cursor := found["next_cursor"]) is None:
                break
        assert seen == wanted


def test_what_does_not_fit_in_a_page_is_read_on_by_its_cursors(house: House, ada: Person) -> None:
    top = house.say(ada, "One")
    below = [house.say(ada, f"Answer {number}", top) for number in range(13)]
    [thread] = house.read()["threads"]
    assert [each["id"] for each in thread["replies"]] == below[:10]
    path = f"/comments/{top}/replies"
    rest = house.ask("GET", path, query_string={"cursor": thread["more"], "limit": 2})
    assert [each["id"] for each in rest.json["items"]] == below[10:12]
    last = house.ask("GET", path, query_string={"cursor": rest.json["next_cursor"], "limit": 2})
    assert ([each["id"] for each in last.json["items"]], last.json["next_cursor"]) == (below[12:], None)
    other = house.say(ada, "Another")
    newest = house.read(limit=1)["next_cursor"]
    for where, cursor in (
        (f"/comments/{other}/replies?", thread["more"]),
        (f"{HELLO}?", thread["more"]),
        (f"{path}?", "x"),
        (f"{HELLO}?sort=oldest&", newest),
        ("/discussions/blog/renamed?", newest),
    ):
        found = house.ask("GET", f"{where}cursor={cursor}")
        assert (found.status_code, found.json["code"]) == (400, "invalid-cursor")


def test_a_link_to_a_comment_brings_what_leads_to_it(house: House, ada: Person) -> None:
    numbers = [house.say(ada, "Top")]
    for depth in range(1, 25):
        numbers.append(house.say(ada, f"Level {depth}", numbers[-1]))
    found = house.ask("GET", f"/comments/{numbers[-1]}").json
    assert found["comment"]["id"] == numbers[0]
    assert [each["id"] for each in found["replies"]] == numbers[-21:]
    everything = house.ask(
        "GET", f"/comments/{numbers[0]}/replies", query_string={"cursor": found["more"], "limit": 100}
    )
    assert [each["id"] for each in everything.json["items"]] == numbers[1:]
    top = house.ask("GET", f"/comments/{numbers[0]}").json
    assert [each["id"] for each in top["replies"]] == numbers[1:11]
    assert house.ask("GET", "/comments/999").status_code == 404
    assert house.ask("GET", f"/comments/{numbers[1]}/replies").status_code == 404


def test_what_waits_for_a_keeper_is_seen_by_its_author_alone(
    make_house: Callable[..., House], database_url: str
) -> None:
    house = make_house(database_url, hold_first=True)
    keeper, ada, bob = (
        join(house.database, "kim", role="owner"),
        join(house.database),
        join(house.database, "bob"),
    )
    top = house.say(keeper, "Welcome")
    held, answer = house.say(ada, "Hello"), house.say(ada, "Thanks", top)
    own = house.read(ada)
    assert [thread["comment"]["id"] for thread in own["threads"]] == [held, top]
    assert (own["threads"][0]["comment"]["state"], own["count"]) == ("held", 1)
    assert [each["id"] for each in own["threads"][1]["replies"]] == [answer]
    for who in (None, bob):
        assert [thread["comment"]["id"] for thread in house.read(who)["threads"]] == [top]
        assert house.read(who)["threads"][0]["replies"] == []
        assert house.ask("GET", f"/comments/{held}", who).status_code == 404
        assert house.ask("GET", f"/comments/{top}/replies", who).json["items"] == []
    assert house.ask("GET", f"/comments/{held}", ada).json["comment"]["html"]
    assert [each["id"] for each in house.ask("GET", f"/comments/{top}/replies", ada).json["items"]] == [
        answer
    ]
    refused = house.ask("POST", HELLO, ada, json={"text": "Really", "parent_id": held})
    assert (refused.status_code, refused.json["code"]) == (409, "parent-gone")
    house.is_counted_right()


def test_what_cannot_be_said_is_refused_and_leaves_nothing(house: House, ada: Person, bob: Person) -> None:
    top, elsewhere = house.say(ada, "Here"), house.say(ada, "There", on="/discussions/blog/2026/deep")
    gone = house.say(ada, "Gone")
    house.say(bob, "But answered", gone)
    assert house.ask("DELETE", f"/comments/{gone}", ada).status_code == 204
    with house.database.transaction() as session:
        session.add(Ban(account_id=bob.id, reason="", created_at=clock.now()))
    rows = {table: house.count(table) for table in (Comment, Subject)}
    for who, on, body, wanted in (
        (ada, HELLO, {"text": ""}, (422, "invalid")),
        (ada, HELLO, {"text": " \n\u200b\u0301 "}, (422, "nothing-said")),
        (ada, HELLO, {"text": "x" * 5_001}, (422, "invalid")),
        (ada, HELLO, {"text": "x" * 1_000_000}, (413, "too-large")),
        (ada, HELLO, {"text": 5}, (422, "invalid")),
        (ada, HELLO, {}, (422, "invalid")),
        (ada, HELLO, {"text": "x", "state": "shown"}, (422, "invalid")),
        (ada, HELLO, {"text": "x", "account_id": 1}, (422, "invalid")),
        (ada, HELLO, {"text": "x", "parent_id": 999}, (422, "unknown-parent")),
        (ada, HELLO, {"text": "x", "parent_id": 0}, (422, "invalid")),
        (ada, HELLO, {"text": "x", "parent_id": 2**53 - 1}, (422, "unknown-parent")),
        (ada, HELLO, {"text": "x", "parent_id": 10**30}, (400, "malformed-json")),
        (ada, HELLO, {"text": "x", "parent_id": elsewhere}, (422, "unknown-parent")),
        (ada, HELLO, {"text": "x", "parent_id": gone}, (409, "parent-gone")),
        (ada, "/discussions/blog/nothing", {"text": "x"}, (404, "not-found")),
        (ada, "/discussions/blog/draft", {"text": "x"}, (404, "not-found")),
        (ada, "/discussions/blog/quiet", {"text": "x"}, (404, "not-found")),
        (ada, "/discussions/pages/about", {"text": "x"}, (404, "not-found")),
        (ada, "/discussions/blog/over", {"text": "x"}, (409, "discussion-closed")),
        (ada, "/discussions/news/today", {"text": "x"}, (409, "discussion-closed")),
        (bob, HELLO, {"text": "x"}, (403, "banned")),
        (None, HELLO, {"text": "x"}, (401, "signed-out")),
    ):
        found = house.ask("POST", on, who, json=body)
        assert (found.status_code, found.json["code"]) == wanted, (on, str(body)[:60], found.json)
        assert found.json["detail"]
    assert {table: house.count(table) for table in rows} == rows
    assert house.read()["threads"][-1]["comment"]["id"] == top
    house.is_counted_right()


def test_the_site_says_where_readers_talk(house: House, ada: Person) -> None:
    for path, wanted in (
        ("news/open", "open"),
        ("news/today", "closed"),
        ("blog/over", "closed"),
        ("blog/odd", "open"),
        ("pages/guestbook", "open"),
    ):
        assert house.read(on=f"/discussions/{path}")["state"] == wanted
    for path in ("blog/quiet", "pages/about", "blog/draft", "blog/nothing", "elsewhere/hello"):
        assert house.ask("GET", f"/discussions/{path}").status_code == 404
    assert 'data-slug="hello"' in house.ask("GET", "//blog/hello").text
    assert "<reader-discussion" not in house.ask("GET", "//blog/quiet").text


def test_what_was_said_under_a_former_name_stands_under_the_present_one(
    house: House, ada: Person, bob: Person
) -> None:
    with house.database.transaction() as session:
        old = subject(session, "before")
        older = subject(session, "long-before")
        fill(session, old, 2, account_id=ada.id)
        fill(session, older, 5, account_id=ada.id)
        for number in (old, older):
            session.add(Saved(account_id=ada.id, subject_id=number, created_at=clock.now()))
            row = {"subject_id": number, "kind": "heart", "account_id": ada.id, "created_at": clock.now()}
            session.add(SubjectReaction(**row))
    found = house.read(on="/discussions/blog/before")
    assert (found["slug"], found["path"], found["count"]) == ("renamed", "/blog/renamed", 2)
    house.say(bob, "New", on="/discussions/blog/before")
    now = house.read(ada, on="/discussions/blog/renamed")
    assert (now["count"], len(now["threads"])) == (8, 8)
    assert now["reactions"] == [{"kind": "heart", "count": 1, "mine": True}]
    assert (house.count(Subject), house.count(Saved), house.count(SubjectReaction)) == (1, 1, 1)
    with house.database.reading() as session:
        assert session.scalars(select(Subject.id)).one() == older, "the fewer are moved"
    house.is_counted_right()


def test_a_comment_is_posted_once_however_often_it_is_sent(house: House, ada: Person) -> None:
    key = {"Idempotency-Key": "8e03978e-40d5"}
    first, again = (house.ask("POST", HELLO, ada, json={"text": "Once"}, headers=key) for _ in range(2))
    assert (first.status_code, again.status_code, first.json) == (201, 201, again.json)
    assert house.count() == 1


def test_whoever_writes_too_much_is_told_when_to_go_on(
    make_house: Callable[..., House], sqlite_url: str
) -> None:
    house = make_house(sqlite_url, limits=True)
    ada, bob, cid = (join(house.database, name) for name in ("ada", "bob", "cid"))
    for number in range(5):
        house.say(ada, f"Words {number}")
    for who, number in ((ada, 6), (bob, 5), (cid, 1)):
        if who is bob:
            for _ in range(5):
                house.say(bob, "Words")
        found = house.ask("POST", HELLO, who, json={"text": f"More {number}"})
        assert (found.status_code, found.json["code"]) == (429, "rate-limited")
        assert "in 1 minute. Try again in " in found.json["detail"]
        assert int(found.headers["Retry-After"]) <= 120
    assert house.count() == 10
