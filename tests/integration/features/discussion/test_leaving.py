"""What becomes of what somebody said when they go, and what they take along."""

from __future__ import annotations

import json

import pytest
from tests.integration.features.discussion.conftest import House
from tests.support.people import Person

from portico.features import discussion
from portico.features.accounts import Leaver
from portico.features.discussion.models import (
    Comment,
    Reaction,
    Report,
    Saved,
    SavedFeed,
    Subject,
    SubjectReaction,
)
from portico.features.discussion.saving import open_feed
from portico.platform import clock


@pytest.fixture
def talk(house: House, ada: Person, bob: Person) -> dict[str, int]:
    """Ada began a thread, Bob answered, Ada answered him and once alone; each gave a sign."""
    top = house.say(ada, "Top, says @ada to @bob")
    answer = house.say(bob, "Answer", top)
    leaf = house.say(ada, "Leaf", answer)
    alone = house.say(ada, "Alone")
    for who, number in ((ada, answer), (bob, top), (bob, answer)):
        house.ask("PUT", f"/comments/{number}/reactions/heart", who)
    house.ask("PUT", "/reactions/heart/blog/hello", ada)
    house.ask("PUT", "/saved/blog/hello", ada)
    house.ask("PATCH", f"/comments/{alone}", ada, json={"text": "All alone"})
    with house.database.transaction() as session:
        open_feed(session, ada.id, now=clock.now())
        session.add(
            Report(comment_id=answer, account_id=ada.id, reason="spam", note="Hm", created_at=clock.now())
        )
    return {"top": top, "answer": answer, "leaf": leaf, "alone": alone}


@pytest.mark.parametrize("keep", [True, False])
def test_words_stay_without_a_name_or_go(house: House, ada: Person, talk: dict[str, int], keep: bool) -> None:
    with house.database.transaction() as session:
        discussion.forget(session, Leaver(ada.id, keep, clock.now()))
    house.is_counted_right()
    for table in (Saved, SavedFeed, SubjectReaction, Report):
        assert house.count(table) == 0
    assert house.count(Reaction) == (2 if keep else 1)
    with house.database.reading() as session:
        comments = {row.id: row for row in session.query(Comment)}
        assert all(row.account_id != ada.id for row in comments.values())
        assert comments[talk["answer"]].score == 1
    found = house.read()
    if not keep:
        assert set(comments) == {talk["top"], talk["answer"]}
        [thread] = found["threads"]
        assert (thread["comment"]["state"], thread["comment"]["html"], found["count"]) == ("deleted", "", 1)
        return
    assert set(comments) == set(talk.values())
    alone, top = (thread["comment"] for thread in found["threads"])
    assert (alone["author"]["kind"], alone["author"]["name"]) == ("deleted", "Deleted user")
    assert (alone["html"], found["count"]) == ('<p dir="auto">All alone</p>\n', 4)
    assert all(row.network is None for row in comments.values() if row.id != talk["answer"])
    assert top["reactions"] == [{"kind": "heart", "count": 1, "mine": False}]


def test_all_that_somebody_said_gave_and_saved_is_in_their_export(
    house: House, ada: Person, talk: dict[str, int]
) -> None:
    with house.database.reading() as session:
        data = discussion.export(session, ada.id).data
    assert json.dumps(data, default=str)
    assert [each["text"] for each in data["comments"]] == ["Top, says @ada to @bob", "Leaf", "All alone"]
    assert data["comments"][2]["before"][0]["text"] == "Alone"
    assert (len(data["reactions"]), data["saved"][0]["slug"], data["reports"][0]["note"]) == (
        2,
        "hello",
        "Hm",
    )


@pytest.mark.parametrize(("state", "kind"), [("deactivated", "deactivated"), ("suspended", "deactivated")])
def test_who_is_not_there_now_is_not_named(
    house: House, ada: Person, talk: dict[str, int], state: str, kind: str
) -> None:
    from portico.features.accounts import Account

    with house.database.transaction() as session:
        session.get_one(Account, ada.id).state = state
    top = house.read()["threads"][1]["comment"]
    assert (top["author"]["kind"], top["author"]["username"]) == (kind, None)
    assert top["html"] == '<p dir="auto">Top, says @deleted to <a href="/@bob">@bob</a></p>\n'


def test_a_profile_shows_what_was_said_lately_where_it_can_still_be_read(
    house: House, ada: Person, talk: dict[str, int]
) -> None:
    house.say(ada, "Deep **words**", on="/discussions/blog/2026/deep")
    with house.database.transaction() as session:
        gone = Subject(collection="blog", slug="gone", title="Gone", path="/blog/gone", comments=1)
        session.add(gone)
        session.flush()
        lost = {"source": "Lost", "html": "<p>Lost</p>", "state": "shown", "listed": True}
        session.add(Comment(subject_id=gone.id, account_id=ada.id, created_at=clock.now(), **lost))
    [recent] = house.ask("GET", "/users/ada").json["recent"]
    assert (recent["kind"], recent["count"]) == ("comments", 5)
    assert [(each["title"], each["excerpt"]) for each in recent["items"]] == [
        ("Deep", "Deep words"),
        ("Hello", "All alone"),
        ("Hello", "Leaf"),
        ("Hello", "Top, says @ada to @bob"),
    ]
    assert recent["items"][1]["url"] == f"/blog/hello#comment-{talk['alone']}"
