"""What keepers decide teaches the check for spam; what that takes is sealed, and kept for days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update
from tests.integration.features.discussion.moderation.conftest import (
    Talk,
    judged_on_each_database,
    queue,
)
from tests.support.accounts import Person
from tests.support.akismet import SPAM, Akismet
from tests.support.jobs import take

from portico import background
from portico.features import discussion
from portico.features.accounts import Leaver
from portico.features.discussion.checks import KEPT, SURE, TEACHING, forget_checks
from portico.features.discussion.models import CommentCheck
from portico.platform import clock
from portico.platform.jobs.attempt import perform
from portico.platform.jobs.tables import Job

CHECK = "comment-check"


def work(talk: Talk, after: timedelta = SURE) -> list[str]:
    """Do what is due after a while; gives how each of these jobs came out."""
    jobs, now = background.jobs_of(talk.settings, talk.house.database), clock.now() + after
    outcomes = []
    while lease := take(talk.house.database, now):
        outcome = perform(lease, jobs._handlers, talk.house.database, lambda: now)
        outcomes += [outcome] if lease.kind == TEACHING else []
    return outcomes


def kept(talk: Talk) -> list[CommentCheck]:
    with talk.house.database.reading() as session:
        return list(session.scalars(select(CommentCheck).order_by(CommentCheck.comment_id)))


def act(keeper: Person, comment: int, name: str) -> Any:
    reply = keeper.post(f"/moderation/comments/{comment}/{name}")
    assert reply.status == 200, reply.body
    return reply.json


@judged_on_each_database
def test_what_keepers_call_spam_or_not_is_told_after_ten_minutes(judged: Talk, service: Akismet) -> None:
    owner, ada, bob = judged.member("stone", "owner"), judged.member("ada"), judged.member("bob")
    missed, wrong = judged.say(ada, "Fine, @bob."), judged.say(bob, f"{SPAM}, said nobody.")
    act(owner, missed, "spam")
    act(owner, wrong, "approve")
    assert work(judged, SURE - timedelta(seconds=5)) == []
    assert work(judged) == ["job_done", "job_done"]
    assert service.methods() == [CHECK, CHECK, "submit-spam", "submit-ham"]
    told = [each.told for each in service.asked]
    assert told[2:] == told[:2]
    assert kept(judged) == []
    act(owner, wrong, "spam")
    assert work(judged) == []


@judged_on_each_database
def test_who_thinks_better_of_it_teaches_nothing(judged: Talk, service: Akismet) -> None:
    owner, ada = judged.member("stone", "owner"), judged.member("ada")
    number = judged.say(ada, "Fine.")
    called = act(owner, number, "spam")
    owner.post(f"/moderation/acts/{called['last_act']}/undo")
    assert work(judged) == ["job_done"]
    assert [row.comment_id for row in kept(judged)] == [number]
    act(owner, number, "hide")
    act(owner, number, "approve")
    assert work(judged) == []
    assert service.methods() == [CHECK]
    act(owner, number, "spam")
    assert work(judged) == ["job_done"]
    assert service.methods() == [CHECK, "submit-spam"]


def test_a_service_that_is_away_is_told_later_and_one_that_refuses_never(
    judged: Talk, service: Akismet
) -> None:
    owner, ada, bob = judged.member("stone", "owner"), judged.member("ada"), judged.member("bob")
    for author in (ada, bob):
        act(owner, judged.say(author, "Fine."), "spam")
    service.fails = "500"
    assert work(judged) == ["job_failed", "job_failed"]
    assert len(kept(judged)) == 2
    service.fails = "suspended"
    assert work(judged, timedelta(hours=1)) == ["job_parked", "job_parked"]
    with judged.house.database.reading() as session:
        parked = session.scalars(select(Job.error).where(Job.kind == TEACHING)).all()
    assert parked == ["Akismet refuses this site: Suspended due to overuse."] * 2


def test_what_was_not_checked_teaches_nothing(judged: Talk, service: Akismet) -> None:
    owner, ada, bob = judged.member("stone", "owner"), judged.member("ada"), judged.member("bob")
    service.fails = "garbage"
    act(owner, judged.say(ada, "Fine."), "spam")
    service.fails = ""
    number = judged.say(bob, "Fine.")
    act(owner, number, "approve")
    judged.say(bob, "As well.")
    # What it says now was never checked: by now its author is known.
    bob.patch(f"/comments/{number}", {"text": SPAM})
    act(owner, number, "spam")
    assert work(judged) == []
    assert kept(judged) == []


def test_where_the_key_is_gone_nobody_is_told(judged: Talk, service: Akismet) -> None:
    owner, ada = judged.member("stone", "owner"), judged.member("ada")
    act(owner, judged.say(ada, "Fine."), "spam")
    settings = judged.settings.model_copy(update={"akismet_key": SecretStr("")})
    assert work(replace(judged, settings=settings)) == ["job_done"]
    assert service.methods() == [CHECK]


@judged_on_each_database
def test_where_it_came_from_is_sealed_and_forgotten_after_fifteen_days(judged: Talk) -> None:
    ada = judged.member("ada")
    judged.say(ada, "Fine.")
    [row] = kept(judged)
    assert ada.source.encode() not in row.origin
    assert b"Firefox" not in row.origin
    for age, left in ((KEPT - timedelta(seconds=1), 1), (KEPT + timedelta(seconds=1), 0)):
        with judged.house.database.transaction() as session:
            forget_checks(session, row.checked_at + age)
        assert len(kept(judged)) == left


def test_what_was_sealed_for_another_comment_or_under_another_secret_is_told_to_nobody(
    judged: Talk, service: Akismet
) -> None:
    owner, ada = judged.member("stone", "owner"), judged.member("ada")
    number = judged.say(ada, "Fine.")
    with judged.house.database.transaction() as session:
        session.execute(update(CommentCheck).values(origin=b"something else, long enough to be sealed"))
    act(owner, number, "spam")
    assert work(judged) == ["job_done"]
    assert service.methods() == [CHECK]


@judged_on_each_database
@pytest.mark.parametrize("keep", [True, False])
def test_it_goes_with_whoever_said_it_and_is_told_of_in_their_export(judged: Talk, keep: bool) -> None:
    owner, ada = judged.member("stone", "owner"), judged.member("ada")
    shown, held = judged.say(ada, "Fine."), judged.say(ada, SPAM)
    act(owner, shown, "approve")
    assert [(row.comment_id, row.spam) for row in kept(judged)] == [(shown, False), (held, True)]
    with judged.house.database.reading() as session:
        exported = discussion.export(session, ada.id).data["comments"]
    assert [each["check"]["spam"] for each in exported] == [False, True]
    with judged.house.database.transaction() as session:
        discussion.forget(session, Leaver(ada.id, keep, clock.now()))
    assert kept(judged) == []


def test_it_goes_with_the_words_also_where_a_place_is_left(judged: Talk) -> None:
    owner, ada = judged.member("stone", "owner"), judged.member("ada")
    mine, theirs = judged.say(ada, "Fine."), judged.say(ada, SPAM)
    act(owner, mine, "approve")
    judged.say(owner, "Indeed.", parent_id=mine)
    assert ada.delete(f"/comments/{mine}").status == 204
    assert owner.post(f"/moderation/comments/{theirs}/delete").status == 204
    assert (kept(judged), queue(owner)) == ([], [])
