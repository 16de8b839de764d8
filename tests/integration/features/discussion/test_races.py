"""Many readers at one moment: whatever comes first, every number that is kept is that of the rows.

They come in threads on each kind of database, and in two processes where it takes several: on SQLite one
writes. Each race is also run without the defence that it is about, and has to notice.
`PORTICO_TEST_RACES=200` runs each so many rounds.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from tests.integration.features.discussion.conftest import HELLO, House
from tests.support.people import Person, join
from tests.support.talkers import Deed, Hands, in_threads, in_two_processes

from portico.features.discussion import moderation, reacting, states
from portico.features.discussion.audit import Keeper
from portico.features.discussion.models import (
    Comment,
    ModerationAct,
    Reaction,
    Report,
    Subject,
    SubjectReaction,
)
from portico.features.discussion.schemas import REACTIONS
from portico.features.notifications import Notifier
from portico.platform import clock

ROUNDS = int(os.environ.get("PORTICO_TEST_RACES", "2"))
NOTICED_WITHIN = 30
Race = Callable[[House, list[Person], Hands], None]


def all_at_once(hands: Hands, deeds: Sequence[Deed]) -> list[int]:
    """The statuses of these deeds, of which none may break."""
    found = hands(deeds)
    assert not [status for status in found if status >= 500], found
    return found


def request(method: str, path: str, who: Person, body: object = None) -> Deed:
    """A request of somebody."""
    return method, path, who.headers, body


def signs_given_and_taken(house: House, people: list[Person], hands: Hands) -> None:
    """Whatever order signs come and go in, a comment's number of them is that of the rows."""
    number = house.say(people[0], "Hello")
    deeds = [
        request(method, f"/comments/{number}/reactions/{kind}", who)
        for who in people
        for kind in REACTIONS[:2]
        for method in ("PUT", "PUT", "DELETE")
    ]
    random.Random(number).shuffle(deeds)
    all_at_once(hands, deeds)
    with house.database.reading() as session:
        score = session.scalar(select(Comment.score).where(Comment.id == number))
        rows = session.scalar(select(func.count()).where(Reaction.comment_id == number))
    assert score == rows


def replies_made_and_taken_back(house: House, people: list[Person], hands: Hands) -> None:
    """However replies come and go, also with what they answer, all that is counted is counted right."""
    top = house.say(people[0], "Top")
    gone = [house.say(who, "Soon gone", top) for who in people]
    deeds = [request("DELETE", f"/comments/{top}", people[0])]
    deeds += [request("DELETE", f"/comments/{number}", who) for number, who in zip(gone, people, strict=True)]
    deeds += [
        request("POST", HELLO, who, {"text": "New", "parent_id": below})
        for who in people
        for below in (top, *gone)
    ]
    random.Random(top).shuffle(deeds)
    assert set(all_at_once(hands, deeds)) <= {201, 204, 409, 422}
    house.is_counted_right()


def a_first_comment_of_each(house: House, people: list[Person], hands: Hands) -> None:
    """Of those who are the first to say something about an article each is counted, under one subject."""
    with house.database.transaction() as session:
        session.query(Comment).filter(Comment.root_id.is_not(None)).delete()
        for table in (Comment, Subject):
            session.query(table).delete()
    deeds = [request("POST", HELLO, who, {"text": "First"}) for who in people]
    deeds += [request("PUT", "/reactions/heart/blog/hello", who) for who in people * 2]
    random.Random(0).shuffle(deeds)
    assert set(all_at_once(hands, deeds)) <= {200, 201}
    assert (house.count(Subject), house.count(SubjectReaction)) == (1, len(people))
    house.is_counted_right()


def reports_of_many(house: House, people: list[Person], hands: Hands) -> None:
    """Each report is there once, and what they take down is taken down by one act."""
    number = house.say(people[0], "Buy this")
    body = {"reason": "spam"}
    deeds = [request("POST", f"/comments/{number}/reports", who, body) for who in people[1:] * 3]
    assert set(all_at_once(hands, deeds)) == {204}
    with house.database.reading() as session:
        acts = select(func.count()).where(ModerationAct.comment_id == number)
        reports = select(func.count()).where(Report.comment_id == number)
        assert (session.scalar(reports), session.scalar(acts)) == (len(people) - 1, 1)
        assert session.get_one(Comment, number).state == "held"
    house.is_counted_right()


def an_act_undone_by_many(house: House, people: list[Person], hands: Hands) -> None:
    """One of them undoes it; the others hear that it is so."""
    number, keeper = house.say(people[0], "Hide me"), Keeper(account_id=people[1].id, role="owner")
    with house.database.transaction() as session:
        moderation.act_on(session, Notifier(), keeper, number, "hide", now=clock.now())
    with house.database.reading() as session:
        done = session.scalar(select(func.max(ModerationAct.id)))
    deeds: list[Deed] = [("UNDO", str(done), {}, keeper.account_id)] * 8
    assert sorted(all_at_once(hands, deeds)) == [200] + [409] * 7
    with house.database.reading() as session:
        undone = select(func.count()).where(ModerationAct.undoes == done)
        assert (session.scalar(undone), session.get_one(Comment, number).state) == (1, "shown")
    house.is_counted_right()


RACES: tuple[Race, ...] = (
    signs_given_and_taken,
    replies_made_and_taken_back,
    a_first_comment_of_each,
    reports_of_many,
    an_act_undone_by_many,
)


def again(rounds: int, race: Race, house: House, people: list[Person], hands: Hands) -> None:
    """Run a race so often."""
    for _ in range(rounds):
        race(house, people, hands)


@pytest.fixture
def people(house: House) -> list[Person]:
    """Some readers."""
    return [join(house.database, f"reader{number}") for number in range(4)]


@pytest.mark.parametrize("race", RACES)
def test_whatever_comes_first_the_numbers_are_right(house: House, people: list[Person], race: Race) -> None:
    again(ROUNDS, race, house, people, in_threads(house.app))


def test_they_are_right_when_readers_are_served_by_two_processes(
    make_house: Callable[..., House], postgres_url: str
) -> None:
    house = make_house(postgres_url)
    people = [join(house.database, f"reader{number}") for number in range(4)]
    with in_two_processes(house.settings.home, postgres_url) as hands:
        for race in RACES:
            again(max(1, ROUNDS // 2), race, house, people, hands)


def _without_lock(session: Session, comment_id: int) -> Comment:
    return session.get_one(Comment, comment_id)


def _looked_at_first(session: Session, comment_id: int, by: int) -> None:
    score = session.scalar(select(Comment.score).where(Comment.id == comment_id)) or 0
    session.execute(update(Comment).where(Comment.id == comment_id).values(score=score + by))


def _subject_without_lock(session: Session, subject_id: int) -> Subject:
    return session.get_one(Subject, subject_id)


def test_a_race_notices_that_its_defence_is_missing(
    make_house: Callable[..., House], postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL; on SQLite there is one writer, whatever a deed does."""
    house = make_house(postgres_url)
    people = [join(house.database, f"reader{number}") for number in range(4)]
    monkeypatch.setattr(reacting, "_locked", _without_lock)
    monkeypatch.setattr(reacting, "_count", _looked_at_first)
    monkeypatch.setattr(states, "locked_subject", _subject_without_lock)
    for race in (
        signs_given_and_taken,
        replies_made_and_taken_back,
        reports_of_many,
        an_act_undone_by_many,
    ):
        with pytest.raises(AssertionError):
            again(NOTICED_WITHIN, race, house, people, in_threads(house.app))
