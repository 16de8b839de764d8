"""Coming back against being wiped at the last moment: one of the two happens, and the other does not.

`PORTICO_TEST_RACES=2000` runs so many rounds on each kind of database.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from tests.support.accounts import Person
from tests.support.leaving import Site, site

from portico.features.accounts import registration
from portico.features.accounts.errors import WrongLogin
from portico.features.accounts.leaving import anonymising, leaving
from portico.features.accounts.leaving.anonymising import anonymise
from portico.features.accounts.leaving.leaving import open_again
from portico.features.accounts.models import Account
from portico.features.accounts.people.people import LastOwner
from portico.features.accounts.visitors import NOBODY

ROUNDS = int(os.environ.get("PORTICO_TEST_RACES", "20"))
NOTICED_WITHIN = 200
Deed = Callable[[Session], bool]


def at_once(town: Site, *deeds: Deed) -> list[bool]:
    """What each of some deeds says that are done at the same moment, each in its own transaction."""
    ready = Barrier(len(deeds))

    def do(deed: Deed) -> bool:
        ready.wait(30)
        with town.database.transaction() as session:
            return deed(session)

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def last_moment(town: Site, number: int) -> tuple[bool, bool]:
    """Whether somebody came back, and whether they were wiped, who did both at the end of their time."""
    name = f"eve{number}"
    with town.database.transaction() as session:
        eve = registration.create(
            town.accounts, session, username=name, email=None, password_hash=None, now=town.now
        )
        eve.state, eve.deletion_at = "deactivated", town.now

    def come_back(session: Session) -> bool:
        try:
            just_in_time = town.now - timedelta(microseconds=1)
            account = open_again(town.accounts, session, eve.id, visitor=NOBODY, now=just_in_time)
            session.flush()
        except WrongLogin:
            return False
        return account.state == "active"

    def wipe(session: Session) -> bool:
        return anonymise(town.farewell, session, eve.id, now=town.now)

    came_back, wiped = at_once(town, *((come_back, wipe) if number % 2 else (wipe, come_back)))
    outcome = (came_back, wiped) if number % 2 else (wiped, came_back)
    assert town.account(eve.id).state == ("anonymised" if outcome[1] else "active") or all(outcome)
    return outcome


def test_coming_back_at_the_last_moment_has_one_outcome(town: Site) -> None:
    outcomes = Counter(last_moment(town, number) for number in range(ROUNDS))
    assert set(outcomes) <= {(True, False), (False, True)}, outcomes
    assert sum(outcomes.values()) == ROUNDS


def test_the_race_notices_when_nobody_waits(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On SQLite only one writes at a time, whatever is locked."""

    def unlocked(session: Session, account_id: int) -> Account | None:
        return session.scalar(select(Account).where(Account.id == account_id))

    monkeypatch.setattr(anonymising, "locked", unlocked)
    monkeypatch.setattr(leaving, "one_locked", unlocked)
    with site(tmp_path, postgres_url, monkeypatch) as town:
        assert any(all(last_moment(town, number)) for number in range(NOTICED_WITHIN))


def test_two_owners_who_leave_at_once_leave_one_behind(town: Site, ada: Person) -> None:
    bob = town.join("bob")

    def leave(person: Person) -> Deed:
        def deed(session: Session) -> bool:
            try:
                leaving.close(
                    town.accounts, session, person.id, keep_comments=True, visitor=NOBODY, now=town.now
                )
            except LastOwner:
                session.rollback()
                return False
            return True

        return deed

    for _ in range(min(ROUNDS, 50)):
        for person in (ada, bob):
            town.house.change(person.id, role="owner", state="active", deletion_at=None)
        assert sorted(at_once(town, leave(ada), leave(bob))) == [False, True]
