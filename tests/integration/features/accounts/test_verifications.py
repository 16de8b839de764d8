"""Conversations by mail: what a code is good for, how long and how often, on both sides of each limit."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import pytest
from sqlalchemy import select
from tests.support.accounts import CODE, PASSWORD, House, Person, Reply

from portico.features.accounts import codes, registration, verifications
from portico.features.accounts.budgets import (
    GUESSES_AT_ADDRESS,
    GUESSES_FROM_NETWORK,
    MAILS_FROM_NETWORK,
    MAILS_TO_ADDRESS,
)
from portico.features.accounts.errors import CodeOver, TooManyAttempts, TooSoon, WrongCode
from portico.features.accounts.models import Purpose, Verification
from portico.features.accounts.verifications import APART, LIFETIME, RESENDS, TRIES, Opening
from portico.features.accounts.visitors import NOBODY, Visitor
from portico.platform.clock import now as at_once
from portico.platform.errors import PorticoError

NOW = at_once()
LITTLE = timedelta(milliseconds=1)
ALL: tuple[Purpose, ...] = get_args(Purpose)


class Begun:
    """A conversation with somebody, at a time that a test sets."""

    def __init__(self, house: House, purpose: Purpose = "code", *, hopeless: bool = False) -> None:
        self.house = house
        self.person = house.make()
        opening = Opening(
            purpose=purpose, email=self.person.email, account_id=self.person.id, hopeless=hopeless
        )
        with house.database.transaction() as session:
            made = verifications.open_conversation(house.accounts, session, opening, now=NOW)
        self.id = made.id

    @property
    def code(self) -> str:
        """The code that was mailed last."""
        return self.house.code(self.person.email)

    def tell(
        self,
        code: str,
        after: timedelta = timedelta(0),
        *,
        purposes: tuple[Purpose, ...] = ALL,
        network: str = "192.0.2.0/24",
    ) -> Verification | PorticoError:
        """Bring a code back."""
        with self.house.database.transaction() as session:
            return verifications.try_code(
                self.house.accounts,
                session,
                self.id,
                code,
                purposes=purposes,
                visitor=Visitor(network),
                now=NOW + after,
            )

    def resend(self, after: timedelta) -> Verification | PorticoError:
        """Ask for another code."""
        with self.house.database.transaction() as session:
            try:
                return verifications.resend(self.house.accounts, session, self.id, NOBODY, NOW + after)
            except PorticoError as error:
                return error


@pytest.fixture
def begun(house: House) -> Begun:
    return Begun(house)


def test_four_wrong_codes_leave_one_more_try(begun: Begun) -> None:
    for left in range(TRIES - 1, 0, -1):
        wrong = begun.tell("ZZZZ-ZZZZ")
        assert isinstance(wrong, WrongCode)
        assert ("one more try" if left == 1 else f"{left} more tries") in wrong.detail
    assert isinstance(begun.tell(begun.code), Verification)


def test_the_fifth_wrong_code_ends_it(begun: Begun) -> None:
    for _ in range(TRIES):
        last = begun.tell("ZZZZ-ZZZZ")
    assert isinstance(last, WrongCode)
    assert "last try" in last.detail
    assert isinstance(begun.tell(begun.code), CodeOver)
    assert isinstance(begun.resend(APART), CodeOver)


@pytest.mark.parametrize(("after", "kind"), [(LIFETIME - LITTLE, Verification), (LIFETIME, CodeOver)])
def test_a_code_is_good_for_ten_minutes(begun: Begun, after: timedelta, kind: type) -> None:
    assert isinstance(begun.tell(begun.code, after), kind)


def test_a_code_is_used_once(begun: Begun) -> None:
    found = begun.tell(begun.code)
    assert isinstance(found, Verification)
    with begun.house.database.transaction() as session:
        assert verifications.use(session, found, NOW) is None
        assert isinstance(verifications.use(session, found, NOW), CodeOver)
    assert isinstance(begun.tell(begun.code), CodeOver)


@pytest.mark.parametrize(("after", "kind"), [(APART - LITTLE, TooSoon), (APART, Verification)])
def test_another_code_is_sent_after_a_minute(begun: Begun, after: timedelta, kind: type) -> None:
    assert isinstance(begun.resend(after), kind)


def test_with_another_code_the_one_before_is_good_no_more(begun: Begun) -> None:
    first = begun.code
    assert isinstance(begun.resend(APART), Verification)
    assert begun.code != first
    assert isinstance(begun.tell(first, APART), WrongCode)
    assert isinstance(begun.tell(begun.code, APART), Verification)


def test_three_more_codes_are_sent_and_not_a_fourth(begun: Begun) -> None:
    for number in range(1, RESENDS + 1):
        assert isinstance(begun.resend(APART * number), Verification)
    assert isinstance(begun.resend(APART * (RESENDS + 1)), TooSoon)


def test_sending_another_code_gives_no_further_tries_and_no_further_time(begun: Begun) -> None:
    begun.tell("ZZZZ-ZZZZ")
    begun.resend(APART)
    wrong = begun.tell("ZZZZ-ZZZZ", APART)
    assert isinstance(wrong, WrongCode)
    assert f"{TRIES - 2} more tries" in wrong.detail
    assert isinstance(begun.tell(begun.code, LIFETIME), CodeOver)


@pytest.mark.parametrize("purpose", ALL)
def test_a_code_is_good_for_what_it_was_asked_for_alone(small_house: House, purpose: Purpose) -> None:
    begun = Begun(small_house, purpose)
    for other in ALL:
        if other != purpose:
            assert isinstance(begun.tell(begun.code, purposes=(other,)), CodeOver)
    assert isinstance(begun.tell(begun.code, purposes=(purpose,)), Verification)


def test_the_code_of_one_conversation_is_wrong_in_another(small_house: House) -> None:
    one, other = Begun(small_house), Begun(small_house)
    assert isinstance(one.tell(other.code), WrongCode)


def test_where_no_code_can_help_not_even_the_right_one_does(small_house: House) -> None:
    begun = Begun(small_house, hopeless=True)
    assert not [letter for letter in small_house.letters(begun.person.email) if CODE.search(letter.text)]
    with small_house.database.transaction() as session:
        kept = session.get_one(Verification, begun.id)
        kept.code_hash = codes.digest(small_house.accounts.code_key, begun.id, "7KQ2M9XD")
    assert isinstance(begun.tell("7KQ2M9XD"), WrongCode)


def test_codes_for_one_address_can_be_guessed_so_often_a_day_whoever_guesses(house: House) -> None:
    begun, guesses = Begun(house), 0
    while True:
        found = begun.tell("ZZZZ-ZZZZ", network=f"net {guesses}")
        if isinstance(found, CodeOver):
            begun = _anew(begun)
            continue
        if isinstance(found, TooManyAttempts):
            break
        guesses += 1
    assert guesses == GUESSES_AT_ADDRESS.amount
    begun = _anew(begun)
    assert isinstance(begun.tell(begun.code), TooManyAttempts)


def test_one_network_can_guess_so_often_a_day_whomever_it_guesses_at(small_house: House) -> None:
    wrong = 0
    for _ in range(GUESSES_FROM_NETWORK.amount // TRIES + 1):
        begun = Begun(small_house)
        found = [begun.tell("ZZZZ-ZZZZ", network="one") for _ in range(TRIES)]
        wrong += sum(isinstance(one, WrongCode) for one in found)
    assert wrong == GUESSES_FROM_NETWORK.amount
    assert isinstance(begun.tell(begun.code, network="one"), TooManyAttempts | CodeOver)


def test_nobody_is_mailed_more_than_ten_codes_a_day_however_many_ask(house: House) -> None:
    victim = "victim@example.org"
    statuses = [
        house.person(program=True).post(f"/auth/{way}", {"email": spelt}).status
        for _ in range(5)
        for way in ("codes", "resets")
        for spelt in (victim, victim.upper())
    ]
    assert statuses == [202] * MAILS_TO_ADDRESS.amount + [429] * (20 - MAILS_TO_ADDRESS.amount)
    sent = len(house.letters(victim)) + len(house.letters(victim.upper()))
    assert sent == MAILS_TO_ADDRESS.amount


def test_one_network_has_so_many_codes_mailed_a_day(small_house: House) -> None:
    asker = small_house.person(program=True)
    statuses = [
        asker.post("/auth/codes", {"email": f"someone{number}@example.org"}).status
        for number in range(MAILS_FROM_NETWORK.amount + 2)
    ]
    assert statuses == [202] * MAILS_FROM_NETWORK.amount + [429] * 2
    refused = asker.post("/auth/codes", {"email": "someone@example.org"})
    assert refused.all("Retry-After") == ["86400"]
    assert small_house.person(program=True).post("/auth/codes", {"email": "a@example.org"}).status == 202


def test_the_database_holds_no_code(house: House) -> None:
    ada = house.person()
    conversation = ada.register()
    code = house.code(ada.email)
    with house.database.reading() as session:
        row = session.execute(select(*Verification.__table__.c).where(Verification.id == conversation)).one()
    for form in (code, code.replace("-", ""), PASSWORD):
        assert form.encode() not in repr(tuple(row)).encode()


def test_a_name_that_was_taken_meanwhile_costs_a_name_and_no_try(house: House) -> None:
    ada, eve = house.person("ada"), house.person("eve")
    conversation = ada.register()
    house.make("a-da")  # which looks like it
    code = house.code(ada.email)
    assert _confirm(ada, conversation, code).code == "username-taken"
    assert _confirm(ada, conversation, code, username="admin").code == "invalid"
    assert _confirm(eve, conversation, "ZZZZ-ZZZZ", username="lovelace").code == "wrong-code"
    joined = _confirm(ada, conversation, code, username="lovelace")
    assert joined.json["account"]["username"] == "lovelace"
    with house.database.reading() as session:
        assert session.get_one(Verification, conversation).attempts_left == TRIES - 2


def test_an_address_that_was_taken_meanwhile_makes_no_second_account(house: House) -> None:
    one, other = house.person("ada"), house.person("lovelace")
    other.email = one.email
    conversations = [one.register(), other.register()]
    found = [CODE.search(letter.text) for letter in reversed(house.letters(one.email))]
    first, second = (match[1] for match in found if match)
    assert _confirm(one, conversations[0], first).status == 200
    assert _confirm(other, conversations[1], second).code == "address-taken"


def test_who_has_an_account_is_told_by_mail_and_nobody_by_the_answer(house: House) -> None:
    ada = house.join("ada")
    asked = house.person(program=True).post(
        "/auth/registrations", {"email": ada.email, "username": "lovelace", "password": PASSWORD}
    )
    assert asked.status == 202
    assert house.letters(ada.email)[0].kind == "already-registered"
    asked = house.person(program=True).post("/auth/codes", {"email": "nobody@example.org"})
    assert asked.status == 202
    assert house.letters("nobody@example.org")[0].kind == "no-account"


@pytest.mark.parametrize(("policy", "status"), [("open", 202), ("invitation", 403), ("closed", 403)])
def test_the_keeper_decides_who_may_join(small_house: House, policy: str, status: int) -> None:
    object.__setattr__(small_house.accounts.rules, "registration", policy)
    asked = small_house.person("ada", program=True).post(
        "/auth/registrations", {"email": "a@example.org", "username": "ada", "password": PASSWORD}
    )
    assert asked.status == status
    if status == 403:
        assert asked.code == "registration-closed"
        with pytest.raises(PorticoError):
            registration.check_open(small_house.accounts)


def _anew(begun: Begun) -> Begun:
    """Another conversation with the same person."""
    opening = Opening(purpose="code", email=begun.person.email, account_id=begun.person.id)
    with begun.house.database.transaction() as session:
        begun.id = verifications.open_conversation(begun.house.accounts, session, opening, now=NOW).id
    return begun


def _confirm(person: Person, conversation: str, code: str, **more: str) -> Reply:
    return person.post(f"/auth/verifications/{conversation}/confirm", {"code": code} | more)
