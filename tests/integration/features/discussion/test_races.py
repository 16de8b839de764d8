"""Many readers at one moment: whatever comes first, every number that is kept is that of the rows.

Each race is also run without the defence that it is about, and has to notice.
`PORTICO_TEST_RACES=200` runs each so many rounds.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from tests.integration.features.discussion.conftest import HELLO, House
from tests.support.people import Person, join

from portico.features.discussion import reacting, states
from portico.features.discussion.models import Comment, Reaction, Subject
from portico.features.discussion.schemas import REACTIONS

ROUNDS = int(os.environ.get("PORTICO_TEST_RACES", "2"))
NOTICED_WITHIN = 30
AT_ONCE = 6
Deed = tuple[str, str, Person, Any]
Race = Callable[[House, list[Person]], None]


def all_at_once(house: House, deeds: Sequence[Deed]) -> list[int]:
    """The statuses of these requests, of which so many are worked on side by side."""

    def do(deed: Deed) -> int:
        method, path, who, body = deed
        return int(house.ask(method, path, who, json=body).status_code)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        found = list(threads.map(do, deeds))
    assert not [status for status in found if status >= 500], found
    return found


def signs_given_and_taken(house: House, people: list[Person]) -> None:
    """Whatever order signs come and go in, a comment's number of them is that of the rows."""
    number = house.say(people[0], "Hello")
    deeds: list[Deed] = [
        (method, f"/comments/{number}/reactions/{kind}", who, None)
        for who in people
        for kind in REACTIONS[:2]
        for method in ("PUT", "PUT", "DELETE")
    ]
    random.Random(number).shuffle(deeds)
    all_at_once(house, deeds)
    with house.database.reading() as session:
        score = session.scalar(select(Comment.score).where(Comment.id == number))
        rows = session.scalar(select(func.count()).where(Reaction.comment_id == number))
    assert score == rows


def replies_made_and_taken_back(house: House, people: list[Person]) -> None:
    """However replies come and go, also with what they answer, all that is counted is counted right."""
    top = house.say(people[0], "Top")
    gone = [house.say(who, "Soon gone", top) for who in people]
    deeds: list[Deed] = [("DELETE", f"/comments/{top}", people[0], None)]
    deeds += [("DELETE", f"/comments/{number}", who, None) for number, who in zip(gone, people, strict=True)]
    deeds += [
        ("POST", HELLO, who, {"text": "New", "parent_id": below}) for who in people for below in (top, *gone)
    ]
    random.Random(top).shuffle(deeds)
    assert set(all_at_once(house, deeds)) <= {201, 204, 409, 422}
    house.is_counted_right()


def a_first_comment_of_each(house: House, people: list[Person]) -> None:
    """Of those who are the first to say something about an article each is counted, under one subject."""
    with house.database.transaction() as session:
        session.query(Comment).filter(Comment.root_id.is_not(None)).delete()
        session.query(Comment).delete()
        session.query(Subject).delete()
    assert set(all_at_once(house, [("POST", HELLO, who, {"text": "First"}) for who in people])) == {201}
    assert house.count(Subject) == 1
    house.is_counted_right()


def again(rounds: int, race: Race, house: House, people: list[Person]) -> None:
    """Run a race so often."""
    for _ in range(rounds):
        race(house, people)


@pytest.fixture
def people(house: House) -> list[Person]:
    """Some readers."""
    return [join(house.database, f"reader{number}") for number in range(4)]


@pytest.mark.parametrize(
    "race", [signs_given_and_taken, replies_made_and_taken_back, a_first_comment_of_each]
)
def test_whatever_comes_first_the_numbers_are_right(house: House, people: list[Person], race: Race) -> None:
    again(ROUNDS, race, house, people)


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
    monkeypatch.setattr(reacting, "_held", _without_lock)
    monkeypatch.setattr(reacting, "_count", _looked_at_first)
    monkeypatch.setattr(states, "held_subject", _subject_without_lock)
    for race in (signs_given_and_taken, replies_made_and_taken_back):
        with pytest.raises(AssertionError):
            again(NOTICED_WITHIN, race, house, people)
