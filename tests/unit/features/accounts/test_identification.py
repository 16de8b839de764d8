"""Whoever a token let in is let in again without a second look, until anything is over or has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from portico.features.accounts import identification
from portico.features.accounts.cookies import ACCESS, CookieRules
from portico.features.accounts.identification import FACTOR_LASTS, Identification
from portico.features.accounts.standings import SessionStanding
from portico.features.accounts.tokens import LEEWAY, LIFETIME, AccessTokens
from portico.features.accounts.working import Accounts
from portico.platform import clock
from portico.web.access import Identity, SignedOut

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)
SESSION = "ab" * 16
SECRET = "a secret that is long enough to be one"
STANDING = SessionStanding(
    account_id=7,
    username="ada",
    role="owner",
    state="active",
    version=3,
    expires_at=NOON + timedelta(days=1),
    proved_at=NOON,
    factor_at=NOON,
)


class Door:
    """A door before which somebody stands with a token of noon."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.now = NOON
        self.standing: SessionStanding | None = STANDING
        patch.setattr(clock, "now", lambda: self.now)
        access = AccessTokens([SECRET], "https://site.test")
        self.token = access.issue(7, 3, SESSION, NOON)
        standings = SimpleNamespace(
            of_session=lambda session_id: self.standing if session_id == SESSION else None
        )
        accounts = SimpleNamespace(
            access=access, standings=standings, rules=SimpleNamespace(factor_required=True)
        )
        self.identification = Identification(
            cast("Accounts", accounts), CookieRules(SECRET, always_secure=True)
        )

    def knock(self, token: str = "") -> Identity | None:
        cookie = f"a=b; {ACCESS}={token or self.token}"
        return self.identification(
            {"HTTP_COOKIE": cookie, "REQUEST_METHOD": "GET", "wsgi.url_scheme": "http"}
        )


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    return Door(monkeypatch)


def test_the_same_person_comes_in_again(door: Door) -> None:
    assert door.knock() is door.knock()


@pytest.mark.parametrize(
    "changed",
    [
        lambda standing: None,
        lambda standing: replace(standing, state="suspended"),
        lambda standing: replace(standing, version=4),
        lambda standing: replace(standing, account_id=8),
        lambda standing: replace(standing, expires_at=NOON),
    ],
    ids=["ended", "suspended", "another version", "another account", "over"],
)
def test_a_session_that_stands_otherwise_is_looked_at_anew(
    door: Door, changed: Callable[[Any], SessionStanding | None]
) -> None:
    assert door.knock()
    door.standing = changed(STANDING)
    with pytest.raises(SignedOut):
        door.knock()


def test_another_role_counts_at_once(door: Door) -> None:
    assert door.knock()
    door.standing = replace(STANDING, role="member")
    again = door.knock()
    assert again is not None
    assert again.role == "member"


@pytest.mark.parametrize(
    ("ends", "expires_at"),
    [
        (LIFETIME + timedelta(seconds=LEEWAY), STANDING.expires_at),
        (timedelta(minutes=5), NOON + timedelta(minutes=5)),
    ],
    ids=["token", "session"],
)
def test_nobody_comes_in_once_token_or_session_is_over(
    door: Door, ends: timedelta, expires_at: datetime
) -> None:
    door.standing = replace(STANDING, expires_at=expires_at)
    assert door.knock()
    door.now = NOON + ends - timedelta(seconds=1)
    assert door.knock()
    door.now = NOON + ends
    with pytest.raises(SignedOut):
        door.knock()


def test_a_second_factor_is_over_while_the_token_is_not(door: Door) -> None:
    door.standing = replace(STANDING, factor_at=NOON - FACTOR_LASTS + timedelta(minutes=1))
    shown = []
    for door.now in (NOON, NOON + timedelta(minutes=1), NOON + timedelta(minutes=1, seconds=1)):
        found = door.knock()
        assert found is not None
        shown.append(found.factor)
    assert shown == [True, True, False]


def test_a_token_of_another_is_not_taken_for_a_known_one(door: Door) -> None:
    assert door.knock()
    with pytest.raises(SignedOut):
        door.knock(door.token[:-2] + ("AA" if door.token[-2:] != "AA" else "BB"))


def test_no_more_is_remembered_than_fits(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identification, "MOST_READ", 2)
    access = AccessTokens([SECRET], "https://site.test")
    for minute in range(5):
        assert door.knock(access.issue(7, 3, SESSION, NOON + timedelta(minutes=minute)))
        assert len(door.identification._recognised) <= 2
