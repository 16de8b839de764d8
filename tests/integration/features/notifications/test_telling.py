"""Who is told of what, how often, and how it is read, withdrawn and forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from tests.integration.features.notifications.conftest import PATH, Town
from tests.support.jobs import NOON

from portico.features import accounts, notifications
from portico.features.accounts import Account
from portico.features.notifications import keeping, listing
from portico.platform.errors import NotFound

DAY = timedelta(days=1)


def test_people_are_told_once_each_of_what_somebody_else_did(town: Town) -> None:
    ada, bob, eve = (town.settle(name) for name in ("ada", "bob", "eve"))
    for _ in range(2):
        town.tell(ada, ada, bob, eve, by=bob, excerpt="Thank you\n\nfor  this")
    assert [town.unread(person) for person in (ada, bob, eve)] == [1, 0, 1]
    (found,) = town.listed(ada)
    assert found.actor is not None
    assert (found.kind, found.actor.username, found.others, found.read) == ("reply", "bob", 0, False)
    assert (found.path, found.title, found.excerpt) == (PATH, "A lighthouse", "Thank you for this")
    assert found.created_at == NOON


def test_who_is_not_there_or_wants_nothing_of_somebody_is_not_told(town: Town) -> None:
    ada, bob, gone = (town.settle(name) for name in ("ada", "bob", "gone"))
    with town.database.transaction() as session:
        session.execute(update(Account).where(Account.id == gone.id).values(state="suspended"))
        accounts.blocking.block(session, ada.id, "BOB", now=NOON)
    town.tell(ada, gone, by=bob)
    assert town.rows() == []
    with town.database.transaction() as session:
        accounts.blocking.unblock(session, ada.id, "bob")
    town.tell(ada, by=bob)
    assert town.unread(ada) == 1


def test_several_who_do_the_same_stand_in_one_line(town: Town) -> None:
    ada, *others = (town.settle(name) for name in ("ada", "bob", "cyd", "dan"))
    for person in others:
        town.tell(ada, by=person, kind="reaction")
    town.tell(ada, by=others[0], kind="reaction", about="comment:13")
    first, second = town.listed(ada)
    assert (first.actor and first.actor.username, first.others) == ("bob", 0)
    assert (second.actor and second.actor.username, second.others) == ("dan", 2)
    assert town.unread(ada) == 2
    with town.database.transaction() as session:
        keeping.remove_from(session, others[2].id, told=ada.id)
    assert [(one.actor and one.actor.username, one.others) for one in town.listed(ada)][1] == ("cyd", 1)
    with town.database.transaction() as session:
        listing.remove(session, ada.id, second.id - 1)
    assert [one.about for one in town.rows()] == ["comment:13"]


def test_what_is_withdrawn_was_never_told(town: Town) -> None:
    ada, bob = town.settle("ada"), town.settle("bob")
    town.tell(ada, by=bob)
    town.tell(ada, by=bob, about="comment:13")
    with town.database.transaction() as session:
        notifications.Notifier().withdraw(session, "comment:12")
    assert [one.about for one in town.rows()] == ["comment:13"]


def test_reading_marks_what_was_seen_and_is_nobody_elses(town: Town) -> None:
    ada, bob, eve = (town.settle(name) for name in ("ada", "bob", "eve"))
    for number in range(3):
        town.tell(ada, by=bob, about=f"comment:{number}")
    newest, middle, _ = town.listed(ada)
    with town.database.transaction() as session:
        listing.read_up_to(session, eve.id, newest.id, now=NOON)
        listing.read_up_to(session, ada.id, middle.id, now=NOON)
        for other in (listing.remove, lambda *told: listing.read_one(*told, now=NOON)):
            with pytest.raises(NotFound):
                other(session, eve.id, newest.id)
    assert [one.read for one in town.listed(ada)] == [False, True, True]
    assert [one.id for one in town.listed(ada, unread=True)] == [newest.id]
    assert [one.id for one in town.listed(ada, before=newest.id, limit=1)] == [middle.id]


def test_the_bell_counts_to_a_hundred_and_each_list_takes_few_queries(town: Town) -> None:
    ada, bob = town.settle("ada"), town.settle("bob")
    with town.database.transaction() as session:
        tell = notifications.Notifier().tell
        for number in range(105):
            event = notifications.Event(
                kind="reply", actor_id=bob.id, about=f"comment:{number}", path=PATH, title="A lighthouse"
            )
            with town.counted() as told:
                tell(session, [ada.id], event, now=NOON)
            assert len(told) <= 6
    with town.counted() as told:
        assert town.unread(ada) == listing.COUNTED
    assert len(_questions(told)) == 1
    with town.counted() as told:
        assert len(town.listed(ada, limit=100)) == 100
    assert len(_questions(told)) == 3


def test_what_is_old_is_forgotten(town: Town) -> None:
    ada, bob = town.settle("ada"), town.settle("bob")
    for about, days in (("read", 91), ("unread", 91), ("ancient", 181)):
        town.tell(ada, by=bob, about=about, now=NOON - days * DAY)
    with town.database.transaction() as session:
        listing.read_up_to(session, ada.id, 1, now=NOON - 90.5 * DAY)
        keeping.prune(session, NOON)
    assert [one.about for one in town.rows()] == ["unread"]


def test_who_goes_takes_along_what_they_were_told_and_what_others_were_told_of_them(town: Town) -> None:
    ada, bob, eve = (town.settle(name) for name in ("ada", "bob", "eve"))
    town.tell(ada, eve, by=bob, kind="reaction")
    town.tell(eve, bob, by=ada, kind="reaction")
    with town.database.transaction() as session:
        exported = notifications.export(session, bob.id).data
        notifications.forget(session, ada.id)
    assert [one["kind"] for one in exported["notifications"]] == ["reaction"]
    assert [(one.account_id, one.actor_id, one.folded) for one in town.rows()] == [(eve.id, bob.id, False)]


def _questions(told: list[str]) -> list[str]:
    return [statement for statement in told if statement.startswith("SELECT")]
