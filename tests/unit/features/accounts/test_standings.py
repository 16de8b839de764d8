"""What a process knows of sessions and tokens: for five seconds, and no longer than it is true."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256

import pytest
from tests.support.jobs import NOON

from portico.features.accounts import standings
from portico.features.accounts.models import Account, ApiToken, LoginSession
from portico.features.accounts.standings import TRUST, Standings
from portico.platform.database import Database

TOKEN = sha256(b"a token").digest()


class Known:
    """Standings, the clock that they look at and the words that they tell."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.now = 100.0
        self.words: list[str] = []
        self.standings = Standings(self.database, self.words.append, lambda: self.now)

    def change(self, **columns: object) -> None:
        """Change an account behind everybody's back."""
        with self.database.transaction() as session:
            account = session.get_one(Account, 1)
            for name, value in columns.items():
                setattr(account, name, value)

    def role(self) -> str | None:
        """What the process takes the role of the session's holder for."""
        found = self.standings.of_session("a" * 32)
        return found.role if found else None


@pytest.fixture
def known(sqlite_url: str) -> Iterator[Known]:
    made = Known(sqlite_url)
    with made.database.transaction() as session:
        session.add(
            Account(
                id=1,
                username="ada",
                username_key="ada",
                role="member",
                state="active",
                session_version=3,
                created_at=NOON,
            )
        )
        session.flush()
        moments = dict.fromkeys(("created_at", "last_used_at", "rotated_at", "proved_at"), NOON)
        for name in ("a" * 32, "b" * 32):
            session.add(
                LoginSession(
                    id=name,
                    account_id=1,
                    method="code",
                    device="",
                    network="",
                    generation=0,
                    expires_at=NOON + timedelta(days=1),
                    **moments,
                )
            )
        session.add(
            ApiToken(
                account_id=1,
                name="x",
                digest=TOKEN,
                ending="oken",
                scopes="read",
                created_at=NOON,
                expires_at=NOON + timedelta(days=1),
            )
        )
    yield made
    made.database.dispose()


def test_a_session_and_a_token_stand_as_the_database_has_them(known: Known) -> None:
    session, token = known.standings.of_session("a" * 32), known.standings.of_token(TOKEN)
    assert session
    assert token
    assert (session.username, session.role, session.state, session.version) == ("ada", "member", "active", 3)
    assert (token.account_id, token.scopes, token.last_used_at) == (1, "read", None)


def test_what_is_not_there_is_not_remembered_as_missing(known: Known) -> None:
    assert known.standings.of_session("c" * 32) is None
    assert known.standings.of_token(b"") is None
    assert not known.standings._kept


def test_a_session_is_no_token_and_a_token_no_session(known: Known) -> None:
    known.standings.of_token(TOKEN)
    assert known.standings.of_session(TOKEN) is None  # type: ignore[arg-type]


def test_the_second_look_asks_nobody(known: Known) -> None:
    known.role()
    known.change(role="owner")
    assert known.role() == "member"


def test_what_is_known_is_believed_for_five_seconds(known: Known) -> None:
    known.role()
    known.change(role="owner")
    known.now += TRUST - 0.001
    assert known.role() == "member"
    known.now += 0.001
    assert known.role() == "owner"


def test_a_change_is_known_at_once_and_told_to_the_others_when_it_is_committed(known: Known) -> None:
    known.role()
    heard: list[int] = []
    known.standings.told.append(heard.append)
    with known.database.transaction() as session:
        session.get_one(Account, 1).role = "owner"
        known.standings.drop(session, 1)
        assert (known.words, heard) == ([], [])
    assert known.role() == "owner"
    assert (known.words, heard) == (["accounts:1"], [1])


def test_a_change_that_is_rolled_back_is_told_to_nobody(known: Known) -> None:
    def fail() -> None:
        with known.database.transaction() as session:
            known.standings.drop(session, 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert known.words == []


def test_what_another_process_tells_is_heard(known: Known) -> None:
    known.role()
    known.change(role="owner")
    known.standings.hear("pages:1")
    known.standings.hear("accounts:2")
    assert known.role() == "member"
    known.standings.hear("accounts:1")
    assert known.role() == "owner"


def test_everything_is_forgotten_when_words_may_have_been_missed(known: Known) -> None:
    known.role()
    known.change(role="owner")
    known.standings.forget_all()
    assert known.role() == "owner"


@pytest.mark.parametrize("forget", ["forget", "forget_all"])
def test_what_changed_while_it_was_read_is_not_kept(
    known: Known, forget: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = known.database.row

    def read_and_change(*asked: object) -> object:
        row = read(*asked)  # type: ignore[arg-type]
        known.change(role="owner")
        known.standings.forget(1) if forget == "forget" else known.standings.forget_all()
        return row

    monkeypatch.setattr(known.database, "row", read_and_change)
    assert known.role() == "member"
    monkeypatch.undo()
    assert known.role() == "owner"


def test_no_more_are_kept_than_was_said_and_the_oldest_go_first(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standings, "MOST", 2)
    for look in (
        lambda: known.standings.of_session("a" * 32),
        lambda: known.standings.of_session("b" * 32),
        lambda: known.standings.of_token(TOKEN),
    ):
        look()
    assert list(known.standings._kept) == ["b" * 32, TOKEN]


def test_a_session_that_is_known_costs_no_query(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    known.role()
    monkeypatch.delattr(known.database, "_lean")
    assert known.role() == "member"
