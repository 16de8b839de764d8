"""Sessions: how long they last, what ends them, and that what is ended is over at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from tests.support.accounts import PASSWORD, House, Person

from portico.features.accounts import credentials, sessions, signing_in
from portico.features.accounts.errors import SessionOver, WrongLogin
from portico.features.accounts.leaving import leaving
from portico.features.accounts.models import Account, LoginSession, SecurityEvent
from portico.features.accounts.people import people
from portico.features.accounts.people.schemas import PersonChange
from portico.features.accounts.sessions import AGAIN, IDLE, LONGEST, Entry, Holder
from portico.features.accounts.visitors import NOBODY
from portico.platform.clock import now as at_once
from portico.platform.errors import NotFound

LITTLE = timedelta(milliseconds=1)


class Signed:
    """Somebody with one session, at a time that a test sets."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.began = at_once()
        self.person = house.make()
        with house.database.transaction() as session:
            account = session.get_one(Account, self.person.id)
            self.entry = sessions.begin(
                house.accounts, session, account, method="code", factor=False, visitor=NOBODY, now=self.began
            )

    def refresh(self, token: str, after: timedelta = timedelta(0)) -> Entry | None:
        """The next pair of tokens so long after the beginning; none where the session is over."""
        with self.house.database.transaction() as session:
            try:
                found = sessions.refresh(self.house.accounts, session, token, NOBODY, self.began + after)
            except SessionOver:
                return None
        return found if isinstance(found, Entry) else None

    def after(self, *steps: timedelta) -> Entry | None:
        """What comes of refreshing again and again."""
        entry: Entry | None = self.entry
        for step in steps:
            entry = self.refresh(entry.refresh_token, step) if entry else None
        return entry

    @property
    def alive(self) -> bool:
        """Whether its row is there."""
        with self.house.database.reading() as session:
            return session.get(LoginSession, self.entry.session_id) is not None


@pytest.fixture
def signed(house: House) -> Signed:
    return Signed(house)


def test_each_refresh_gives_another_token(signed: Signed) -> None:
    first = signed.refresh(signed.entry.refresh_token)
    assert first
    second = signed.refresh(first.refresh_token)
    assert second
    assert len({signed.entry.refresh_token, first.refresh_token, second.refresh_token}) == 3


def test_for_ten_seconds_a_spent_token_gives_what_it_gave(signed: Signed) -> None:
    given = signed.refresh(signed.entry.refresh_token)
    again = signed.refresh(signed.entry.refresh_token, AGAIN)
    assert given
    assert again
    assert given.refresh_token == again.refresh_token
    # The answer may be lost as often as it will.
    assert signed.refresh(signed.entry.refresh_token, AGAIN)
    assert signed.refresh(given.refresh_token, AGAIN)


def test_after_ten_seconds_it_ends_the_session_and_its_holder_is_told(signed: Signed) -> None:
    given = signed.refresh(signed.entry.refresh_token)
    assert given
    assert signed.refresh(signed.entry.refresh_token, AGAIN + LITTLE) is None
    assert not signed.alive
    assert signed.refresh(given.refresh_token, AGAIN + LITTLE) is None
    letters = signed.house.letters(signed.person.email)
    assert [letter.kind for letter in letters] == ["security-event"]
    assert "was ended" in letters[0].subject


def test_the_parent_of_a_parent_ends_it_at_once(signed: Signed) -> None:
    assert signed.after(timedelta(0), timedelta(0))
    assert signed.refresh(signed.entry.refresh_token) is None
    assert not signed.alive


def test_a_token_from_the_future_ends_it_too(signed: Signed) -> None:
    ahead = signed.house.accounts.refresh.issue(signed.entry.session_id, 1)
    assert signed.refresh(ahead) is None
    assert not signed.alive


@pytest.mark.parametrize(("idle", "lives"), [(IDLE - LITTLE, True), (IDLE, False)])
def test_a_session_that_nobody_uses_lasts_a_fortnight(signed: Signed, idle: timedelta, lives: bool) -> None:
    assert bool(signed.after(idle)) == lives


@pytest.mark.parametrize(("end", "lives"), [(LONGEST - LITTLE, True), (LONGEST, False)])
def test_a_session_that_is_used_lasts_ninety_days(signed: Signed, end: timedelta, lives: bool) -> None:
    fortnights = [timedelta(days=13 * number) for number in range(1, 7)]
    assert bool(signed.after(*fortnights, end)) == lives


@pytest.mark.parametrize("state", ["suspended", "deactivated", "anonymised"])
def test_nobody_goes_on_whose_account_is_shut(signed: Signed, state: str) -> None:
    signed.house.change(signed.person.id, state=state)
    assert signed.refresh(signed.entry.refresh_token) is None


def test_only_sessions_that_last_are_listed_the_last_used_first(signed: Signed) -> None:
    house, who = signed.house, signed.person
    other = house.let_in(who).get("/me/sessions").json["items"]
    assert [one["current"] for one in other] == [True, False]
    signed.refresh(signed.entry.refresh_token, timedelta(minutes=1))
    with house.database.reading() as session:
        listed = sessions.list_sessions(session, who.id, signed.began + timedelta(minutes=2))
        assert next(one.id for one in listed) == signed.entry.session_id
        assert not sessions.list_sessions(session, who.id, signed.began + LONGEST)


def test_one_ends_ones_own_sessions_and_nobody_elses(signed: Signed) -> None:
    house, eve = signed.house, signed.house.make()
    with house.database.transaction() as session, pytest.raises(NotFound):
        sessions.end(house.accounts, session, eve.id, signed.entry.session_id)
    assert signed.alive
    with house.database.transaction() as session:
        sessions.end(house.accounts, session, signed.person.id, signed.entry.session_id)
    assert not signed.alive


def test_changing_the_password_keeps_this_session_alone(house: House) -> None:
    ada = house.join("ada", program=True)
    other, before = ada.elsewhere(program=True).sign_in(), ada.bearer
    reply = ada.put("/me/password", {"password": "another sentence of mine", "deliver": "body"})
    assert reply.status == 200
    assert ada.get("/me").status == 401  # the token from before
    ada.bearer, ada.refresh_token = reply.json["access_token"], reply.json["refresh_token"]
    assert ada.get("/me").status == 200
    assert ada.refresh().status == 200
    assert other.get("/me").status == other.refresh().status == 401
    assert before != ada.bearer
    assert [one["current"] for one in ada.get("/me/sessions").json["items"]] == [True]


def test_a_session_that_was_ended_meanwhile_changes_no_password(house: House) -> None:
    ada = house.join("ada", program=True)
    session_id = ada.get("/me").json["session"]
    ada.post("/auth/sign-out-everywhere")
    with pytest.raises(SessionOver):
        credentials.change_password(
            house.accounts,
            Holder(ada.id, session_id),
            password="another sentence of mine",
            visitor=NOBODY,
            now=at_once(),
        )
    assert ada.elsewhere().sign_in()


def test_a_password_that_was_changed_while_it_was_looked_at_lets_nobody_in(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = house.join("ada", program=True)
    verify = house.accounts.passwords.verify

    def verify_and_change(kept: str | None, password: str) -> bool:
        right = verify(kept, password)
        house.change(ada.id, password_hash="another")
        return right

    monkeypatch.setattr(house.accounts.passwords, "verify", verify_and_change)
    with pytest.raises(WrongLogin):
        signing_in.by_password(house.accounts, login="ada", password=PASSWORD, visitor=NOBODY, now=at_once())


def _sign_out(house: House, ada: Person) -> None:
    assert ada.elsewhere(program=True, bearer=ada.bearer).post("/auth/sign-out").status == 204


def _sign_out_everywhere(house: House, ada: Person) -> None:
    assert house.let_in(ada.elsewhere(program=True)).post("/auth/sign-out-everywhere").status == 204


def _suspend(house: House, ada: Person) -> None:
    with house.database.transaction() as session:
        change = PersonChange(state="suspended")
        people.change_person(house.accounts, session, ada.id, change, now=at_once())


def _leave(house: House, ada: Person) -> None:
    with house.database.transaction() as session:
        leaving.close(house.accounts, session, ada.id, keep_comments=True, visitor=NOBODY, now=at_once())


def _reset(house: House, ada: Person) -> None:
    begun = ada.elsewhere(program=True).post("/auth/resets", {"email": ada.email}).json["id"]
    body = {"code": house.code(ada.email), "password": "another sentence of mine"}
    assert ada.elsewhere(program=True).post(f"/auth/verifications/{begun}/password", body).status == 204


@pytest.mark.parametrize("end", [_sign_out, _sign_out_everywhere, _suspend, _leave, _reset])
def test_what_was_given_out_before_is_over_at_once(
    house: House, end: Callable[[House, Person], None]
) -> None:
    ada = house.let_in(house.make())
    assert ada.get("/me").status == 200  # and its standing is known from now on
    end(house, ada)
    assert ada.get("/me").status == ada.refresh().status == 401


def test_a_role_that_was_taken_away_is_gone_at_once(house: House) -> None:
    boss, ada = house.make(role="owner"), house.make(role="owner")
    house.let_in(ada)
    assert ada.get("/people").status == 200
    with house.database.transaction() as session:
        people.change_person(
            house.accounts, session, ada.id, PersonChange(role="member"), by=boss.id, now=at_once()
        )
    assert ada.get("/people").status == 403


def test_a_new_sign_in_is_written_about_and_the_next_one_from_there_is_not(house: House) -> None:
    ada = house.join("ada")
    told = [letter.kind for letter in house.letters(ada.email)]
    assert "security-event" not in told
    for expected in (1, 1):
        ada.elsewhere(source="127.9.9.9", agent="curl/8").sign_in()
        told = [letter.kind for letter in house.letters(ada.email)]
        assert told.count("security-event") == expected
    ada.elsewhere(cookies={name: ada.cookies[name] for name in ("portico-known",)}).sign_in()
    assert [letter.kind for letter in house.letters(ada.email)].count("security-event") == 1


def test_signing_in_is_written_down_for_whoever_looks_later(house: House) -> None:
    ada = house.join("ada")
    with house.database.reading() as session:
        kinds = session.execute(
            select(SecurityEvent.kind, SecurityEvent.network, func.count()).group_by(
                SecurityEvent.kind, SecurityEvent.network
            )
        ).all()
    assert [tuple(row) for row in kinds] == [("signed-in", ada.source.rpartition(".")[0] + ".0/24", 1)]
    assert ada.get("/me/events").json["items"][0]["title"] == "Signed in"


def test_the_moment_of_a_session_is_kept_as_it_was(signed: Signed) -> None:
    with signed.house.database.reading() as session:
        kept = session.get_one(LoginSession, signed.entry.session_id)
    expected: datetime = signed.began + LONGEST
    assert abs(kept.expires_at - expected) < timedelta(seconds=1)
