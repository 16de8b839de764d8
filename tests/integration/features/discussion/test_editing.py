"""What readers do about what they have said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import update
from tests.integration.features.discussion.conftest import HELLO, House
from tests.support.people import Person, join

from portico.features.discussion.models import Comment, CommentEdit, Reaction
from portico.features.discussion.rules import Rules, write_rules
from portico.platform import clock


def test_an_edit_is_marked_after_a_quarter_of_an_hour_and_always_kept(
    house: House, ada: Person, bob: Person
) -> None:
    number = house.say(ada, "Wel put")
    path = f"/comments/{number}"
    at_once = house.ask("PATCH", path, ada, json={"text": "Well put, @bob"})
    assert (at_once.status_code, at_once.json["edited_at"]) == (200, None)
    assert at_once.json["source"] == "Well put, @bob"
    with house.database.transaction() as session:
        earlier = clock.now() - timedelta(minutes=16)
        session.execute(update(Comment).where(Comment.id == number).values(created_at=earlier))
    assert house.ask("PATCH", path, ada, json={"text": "Well put, @bob"}).json["edited_at"] is None
    later = house.ask("PATCH", path, ada, json={"text": "Well said"}).json
    assert later["edited_at"] is not None
    assert house.read()["threads"][0]["comment"]["edited_at"] == later["edited_at"]
    before = house.ask("GET", f"{path}/edits", ada).json
    assert [each["source"] for each in before] == ["Well put, @bob", "Wel put"]
    assert house.ask("GET", f"{path}/edits", bob).status_code == 404


def test_nobody_edits_or_deletes_what_others_said(house: House, ada: Person, bob: Person) -> None:
    number = house.say(ada, "Mine")
    for method, body in (("PATCH", {"text": "Yours"}), ("DELETE", None)):
        assert house.ask(method, f"/comments/{number}", bob, json=body).status_code == 404
        assert house.ask(method, f"/comments/{number}", json=body).status_code == 401
        assert house.ask(method, "/comments/999", bob, json=body).status_code == 404
    for body, wanted in (
        ({"text": ""}, 422),
        ({"text": "\u200b"}, 422),
        ({"text": "x" * 5_001}, 422),
        ({}, 422),
    ):
        assert house.ask("PATCH", f"/comments/{number}", ada, json=body).status_code == wanted
    assert house.read()["threads"][0]["comment"]["html"] == '<p dir="auto">Mine</p>\n'
    assert house.count(CommentEdit) == 0


def test_an_edit_is_held_by_the_rules_that_hold_new_comments(house: House, ada: Person) -> None:
    number = house.say(ada, "Fine")
    with house.database.transaction() as session:
        write_rules(session, Rules(hold_first=False, words=("casino",)), now=clock.now())
    held = house.ask("PATCH", f"/comments/{number}", ada, json={"text": "Visit the casino"}).json
    assert held["state"] == "held"
    assert house.read()["threads"] == []
    assert house.read(ada)["threads"][0]["comment"]["state"] == "held"
    house.is_counted_right()


@pytest.mark.parametrize("state", ["hidden", "spam"])
def test_what_a_keeper_took_down_stays_as_it_is(house: House, ada: Person, state: str) -> None:
    number = house.say(ada, "Hm")
    with house.database.transaction() as session:
        session.execute(update(Comment).where(Comment.id == number).values(state=state))
    refused = house.ask("PATCH", f"/comments/{number}", ada, json={"text": "Other"})
    assert (refused.status_code, refused.json["code"]) == (409, "comment-taken-down")


def test_a_deleted_comment_leaves_a_place_while_it_is_answered(
    house: House, ada: Person, bob: Person
) -> None:
    top = house.say(ada, "Top")
    middle = house.say(ada, "Middle", top)
    leaf = house.say(bob, "Leaf", middle)
    house.ask("PUT", f"/comments/{middle}/reactions/heart", bob)
    assert house.ask("DELETE", f"/comments/{middle}", ada).status_code == 204
    [thread] = house.read(ada)["threads"]
    place, answer = thread["replies"]
    assert (place["id"], place["state"], place["html"], place["author"]) == (middle, "deleted", "", None)
    assert (place["own"], place["source"], place["reactions"], place["replies"]) == (False, None, [], 1)
    assert answer["id"] == leaf
    assert house.ask("DELETE", f"/comments/{middle}", ada).status_code == 404
    assert house.ask("DELETE", f"/comments/{top}", ada).status_code == 204
    assert house.read()["count"] == 1
    house.is_counted_right()
    assert house.ask("DELETE", f"/comments/{leaf}", bob).status_code == 204
    assert (house.count(Comment), house.count(Reaction)) == (0, 0)
    assert (house.read()["count"], house.read()["threads"]) == (0, [])


def test_a_place_goes_with_the_last_reply_be_it_one_that_nobody_sees(
    make_house: Callable[..., House], database_url: str
) -> None:
    house = make_house(database_url, hold_first=True)
    keeper, ada = join(house.database, "kim", role="owner"), join(house.database)
    top = house.say(keeper, "Top")
    held = house.say(ada, "Waits", top)
    house.ask("DELETE", f"/comments/{top}", keeper)
    assert (house.count(), house.read()["threads"]) == (2, [])
    assert house.ask("DELETE", f"/comments/{held}", ada).status_code == 204
    assert house.count() == 0


def test_a_comment_is_edited_so_often_and_no_more(house: House, ada: Person) -> None:
    number = house.say(ada, "One")
    with house.database.transaction() as session:
        for _ in range(100):
            session.add(CommentEdit(comment_id=number, source="x", replaced_at=clock.now()))
    refused = house.ask("PATCH", f"/comments/{number}", ada, json={"text": "Two"})
    assert (refused.status_code, refused.json["code"]) == (409, "edited-too-often")
    assert house.ask("GET", HELLO).json["threads"][0]["comment"]["html"] == '<p dir="auto">One</p>\n'
