"""What is over is forgotten, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.support.accounts import Person
from tests.support.leaving import Site

from portico.features.accounts import sweeping
from portico.features.accounts.models import (
    Budget,
    Ceremony,
    EmailUndo,
    Invitation,
    LoginSession,
    OAuthExchange,
    OAuthState,
    SecurityEvent,
    Verification,
)
from portico.platform.database import Base

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
A_MOMENT = timedelta(seconds=1)


def rows(account_id: int, at: datetime) -> dict[type[Base], tuple[timedelta, Base]]:
    """For each table a row that is over so long after a moment."""
    of_visit: dict[str, Any] = {"digest": b"v" * 32, "browser": b"b" * 32, "provider": "github"}
    session: dict[str, Any] = {"method": "code", "device": "", "network": "", "generation": 0}
    moments: dict[str, Any] = {
        "created_at": at,
        "rotated_at": at,
        "proved_at": at,
        "expires_at": at + 90 * DAY,
    }
    numbers: dict[str, Any] = {"attempts_left": 5, "resends_left": 3}
    return {
        Verification: (
            HOUR,
            Verification(
                id="1", purpose="code", email="x", code_hash=b"", sent_at=at, expires_at=at + HOUR, **numbers
            ),
        ),
        Budget: (DAY + A_MOMENT, Budget(name="x", key="x", started_at=at, spent=1)),
        Ceremony: (
            HOUR,
            Ceremony(digest=b"c" * 32, purpose="second-factor", attempts_left=5, expires_at=at + HOUR),
        ),
        OAuthState: (
            HOUR,
            OAuthState(
                **of_visit, purpose="sign-in", verifier="v", nonce="n", return_to="/", expires_at=at + HOUR
            ),
        ),
        OAuthExchange: (
            HOUR,
            OAuthExchange(**of_visit, purpose="sign-in", subject="1", expires_at=at + HOUR),
        ),
        LoginSession: (
            14 * DAY,
            LoginSession(id="idle", account_id=account_id, last_used_at=at, **session, **moments),
        ),
        SecurityEvent: (
            365 * DAY + A_MOMENT,
            SecurityEvent(account_id=account_id, kind="x", detail="", device="", network="", at=at),
        ),
        EmailUndo: (
            HOUR + sweeping.REMEMBERED + A_MOMENT,
            EmailUndo(digest=b"u" * 32, account_id=account_id, email="x", expires_at=at + HOUR),
        ),
        Invitation: (
            HOUR + sweeping.REMEMBERED + A_MOMENT,
            Invitation(digest=b"i" * 32, created_at=at, expires_at=at + HOUR),
        ),
    }


def count(town: Site, table: type[Base]) -> int:
    with town.database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


TABLES = tuple(rows(0, datetime(2026, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__tablename__)
def test_each_row_goes_when_it_is_over_and_not_before(town: Site, ada: Person, table: type[Base]) -> None:
    began = town.now + 400 * DAY
    with town.database.transaction() as session:
        sweeping.sweep(session, began)
    kept = count(town, table)
    lasts, row = rows(ada.id, began)[table]
    with town.database.transaction() as session:
        session.add(row)
    with town.database.transaction() as session:
        sweeping.sweep(session, began + lasts - A_MOMENT)
    assert count(town, table) == kept + 1
    with town.database.transaction() as session:
        sweeping.sweep(session, began + lasts)
    assert count(town, table) <= kept


def test_a_sweep_takes_so_many_rows_and_the_next_one_the_rest(
    town: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeping, "AT_ONCE", 3)
    with town.database.transaction() as session:
        session.add_all(
            Budget(name="x", key=str(number), started_at=town.now, spent=1) for number in range(5)
        )
    left = []
    for _ in range(3):
        with town.database.transaction() as session:
            sweeping.sweep(session, town.now + 2 * DAY)
        left.append(count(town, Budget))
    assert left == [2, 0, 0]


def test_letters_about_accounts_are_kept_for_a_month(village: Site, ada: Person) -> None:
    for passed, letters in ((30 * DAY, 2), (A_MOMENT, 0)):
        village.pass_by(passed)
        village.work("accounts.sweep")
        assert len(village.written(ada)) == letters
