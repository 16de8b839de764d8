"""Signs that readers give."""

from __future__ import annotations

from sqlalchemy import select
from tests.integration.features.discussion.conftest import HELLO, House
from tests.support.people import Person

from portico.features.discussion.models import Comment, Reaction, Subject, SubjectReaction
from portico.features.discussion.schemas import REACTIONS

OF_THE_ARTICLE = "/reactions/{}/blog/hello"


def test_each_sign_is_given_once_by_each_person(house: House, ada: Person, bob: Person) -> None:
    number = house.say(ada, "Hello")
    path = f"/comments/{number}/reactions"
    for _ in range(2):
        given = house.ask("PUT", f"{path}/heart", bob).json
        assert given == {"reactions": [{"kind": "heart", "count": 1, "mine": True}]}
    house.ask("PUT", f"{path}/heart", ada)
    house.ask("PUT", f"{path}/thumbs-up", ada)
    both = [{"kind": "thumbs-up", "count": 1, "mine": True}, {"kind": "heart", "count": 2, "mine": True}]
    assert house.read(ada)["threads"][0]["comment"]["reactions"] == both
    assert house.read()["threads"][0]["comment"]["reactions"] == [one | {"mine": False} for one in both]
    for _ in range(2):
        left = house.ask("DELETE", f"{path}/heart", bob).json
        assert left == {"reactions": [one | {"count": 1, "mine": False} for one in both]}
    with house.database.reading() as session:
        assert session.scalar(select(Comment.score)) == house.count(Reaction) == 2


def test_the_article_itself_is_given_signs_too(house: House, ada: Person, bob: Person) -> None:
    nothing = house.ask("DELETE", OF_THE_ARTICLE.format("party"), ada)
    assert (nothing.status_code, nothing.json, house.count(Subject)) == (200, {"reactions": []}, 0)
    for who in (ada, ada, bob):
        given = house.ask("PUT", OF_THE_ARTICLE.format("party"), who)
        assert given.status_code == 200
    assert given.json == {"reactions": [{"kind": "party", "count": 2, "mine": True}]}
    assert house.read(ada)["reactions"] == given.json["reactions"]
    assert house.ask("DELETE", OF_THE_ARTICLE.format("party"), ada).json["reactions"][0]["count"] == 1
    assert house.count(SubjectReaction) == 1


def test_no_other_sign_and_none_under_what_is_not_shown(house: House, ada: Person, bob: Person) -> None:
    number, gone = house.say(ada, "Hello"), house.say(ada, "Gone")
    house.say(bob, "Answer", gone)
    house.ask("DELETE", f"/comments/{gone}", ada)
    for path, wanted in (
        (f"/comments/{number}/reactions/poop", (404, "unknown-reaction")),
        (f"/comments/{gone}/reactions/heart", (404, "not-found")),
        ("/comments/999/reactions/heart", (404, "not-found")),
        (OF_THE_ARTICLE.format("poop"), (404, "unknown-reaction")),
        ("/reactions/heart/blog/nothing", (404, "not-found")),
        ("/reactions/heart/blog/quiet", (404, "not-found")),
    ):
        for method in ("PUT", "DELETE"):
            found = house.ask(method, path, ada)
            assert (found.status_code, found.json["code"]) == wanted, path
    assert all(
        sign in house.ask("PUT", OF_THE_ARTICLE.format("poop"), ada).json["detail"] for sign in REACTIONS
    )
    assert (house.count(Reaction), house.count(SubjectReaction)) == (0, 0)
    assert house.ask("PUT", f"/comments/{number}/reactions/heart").status_code == 401
    assert house.ask("GET", HELLO).json["threads"][0]["comment"]["reactions"] == []
