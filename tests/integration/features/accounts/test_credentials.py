"""What an account is proved with, changed: the address and back, the password, tokens for programs."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from tests.support.accounts import PASSWORD, House, Person, Reply

from portico.features.accounts import apikeys
from portico.features.accounts.apikeys import MOST, NOTED
from portico.features.accounts.credentials import UNDO
from portico.features.accounts.models import Account, ApiToken, EmailUndo, Identity, LoginSession
from portico.platform.clock import now

NEW = "new@example.org"
ANOTHER = "another sentence of mine"
LITTLE = timedelta(seconds=1)


def _ask(person: Person, email: str = NEW) -> str:
    asked = person.post("/me/email", {"email": email})
    assert asked.status == 202
    return str(asked.json["id"])


def _confirm(person: Person, conversation: str, code: str) -> Reply:
    return person.post("/me/email/confirm", {"id": conversation, "code": code})


def _change(house: House, person: Person, email: str = NEW) -> None:
    conversation = _ask(person, email)
    assert _confirm(person, conversation, house.code(email)).status == 204


def _undo_token(house: House, email: str) -> str:
    letter = next(letter for letter in house.letters(email) if letter.kind == "email-changed")
    found = re.search(r"email-undo#(?:token=)?([\w-]{43})", letter.text)
    assert found
    return found[1]


def _undo(house: House, token: str) -> Reply:
    return house.person(program=True).post("/auth/email-undo", {"token": token})


def test_an_address_changes_when_its_reader_has_shown_the_code(house: House) -> None:
    ada = house.join("ada")
    conversation = _ask(ada)
    assert ada.get("/me").json["email"] == ada.email
    assert _confirm(ada, conversation, "ZZZZ-ZZZZ").code == "wrong-code"
    assert _confirm(ada, conversation, house.code(NEW)).status == 204
    assert ada.get("/me").json["email"] == NEW
    assert house.letters(ada.email)[0].kind == "email-changed"
    assert (
        ada.elsewhere(program=True).post("/auth/sign-in", {"login": ada.email, "password": PASSWORD}).status
        == 401
    )


def test_a_code_for_a_new_address_is_good_for_its_own_account_alone(house: House) -> None:
    ada, eve = house.join("ada"), house.join("eve")
    conversation = _ask(ada)
    assert _confirm(eve, conversation, house.code(NEW)).code == "code-over"
    assert eve.get("/me").json["email"] == eve.email


def test_an_address_of_somebody_else_is_never_taken_over(house: House) -> None:
    ada, eve = house.join("ada"), house.join("eve")
    conversation = _ask(eve, ada.email)
    assert house.letters(ada.email)[0].kind == "already-registered"
    assert _confirm(eve, conversation, "ZZZZ-ZZZZ").code == "wrong-code"


def test_an_address_that_somebody_takes_meanwhile_is_theirs(house: House) -> None:
    ada = house.join("ada")
    conversation = _ask(ada)
    code = house.code(NEW)
    other = house.make(
        "other",
    )
    _rename(house, other, NEW)
    assert _confirm(ada, conversation, code).code == "address-taken"
    assert ada.get("/me").json["email"] == ada.email


def test_undoing_gives_the_old_address_back_and_takes_every_way_in(house: House) -> None:
    ada = house.join("ada")
    thief = ada.elsewhere(program=True).sign_in()
    key = thief.post("/me/tokens", {"name": "x", "scopes": ["read"]}).json["token"]
    assert thief.put("/me/password", {"password": ANOTHER, "deliver": "body"}).status == 200
    thief.password = ANOTHER
    thief.sign_in()
    _change(house, thief)
    assert _undo(house, _undo_token(house, ada.email)).status == 204
    assert thief.get("/me").status == thief.refresh().status == 401
    assert house.person(program=True, bearer=key).get("/me").status == 401
    for login in (NEW, ada.email, "ada"):
        for password in (PASSWORD, ANOTHER):
            assert (
                house.person(program=True)
                .post("/auth/sign-in", {"login": login, "password": password})
                .status
                == 401
            )
    account = house.account(ada.email)
    assert account
    assert (account.id, account.password_hash) == (ada.id, None)


def test_an_undo_is_good_once_and_for_a_day(house: House) -> None:
    ada = house.join("ada")
    _change(house, ada)
    token = _undo_token(house, ada.email)
    for left, status in ((-LITTLE, 409), (LITTLE, 204), (LITTLE, 409)):
        with house.database.transaction() as session:
            session.scalars(select(EmailUndo)).one().expires_at = now() + left
        assert _undo(house, token).status == status
    assert timedelta(days=1) == UNDO


def test_an_address_that_belongs_to_somebody_else_by_now_cannot_be_had_back(house: House) -> None:
    ada = house.join("ada")
    _change(house, ada)
    _rename(house, house.make("other"), ada.email)
    assert _undo(house, _undo_token(house, ada.email)).code == "address-taken"


def test_a_reset_ends_every_session_and_token_and_wrong_codes_are_counted(house: House) -> None:
    ada = house.join("ada", program=True)
    key = ada.post("/me/tokens", {"name": "x", "scopes": ["read"]}).json["token"]
    stranger = house.person(program=True)
    path = f"/auth/verifications/{stranger.post('/auth/resets', {'email': ada.email}).json['id']}/password"
    code = house.code(ada.email)
    assert stranger.post(path, {"code": "ZZZZ-ZZZZ", "password": ANOTHER}).code == "wrong-code"
    assert stranger.post(path, {"code": code, "password": "short"}).code == "invalid"
    assert stranger.post(path, {"code": code, "password": "ada123456789"}).status == 422
    assert stranger.post(path, {"code": code, "password": ANOTHER}).status == 204
    assert stranger.post(path, {"code": code, "password": ANOTHER}).code == "code-over"
    assert ada.get("/me").status == house.person(program=True, bearer=key).get("/me").status == 401
    ada.password = ANOTHER
    assert ada.sign_in()


@pytest.mark.parametrize("state", ["suspended", "deactivated"])
def test_a_reset_opens_no_account_that_is_shut(house: House, state: str) -> None:
    ada = house.join("ada")
    house.change(ada.id, state=state)
    stranger = house.person(program=True)
    path = f"/auth/verifications/{stranger.post('/auth/resets', {'email': ada.email}).json['id']}/password"
    assert stranger.post(path, {"code": house.code(ada.email), "password": ANOTHER}).status == 204
    given = {"login": ada.email, "password": ANOTHER}
    assert house.person(program=True).post("/auth/sign-in", given).code == f"account-{state}"
    with house.database.reading() as session:
        assert session.get_one(Account, ada.id).state == state
        assert not session.scalars(select(LoginSession)).all()


def test_fifty_tokens_are_enough(small_house: House) -> None:
    ada = small_house.let_in(small_house.make())
    given = {"name": "x", "scopes": ["read"], "expires_in_days": 1}
    statuses = [ada.post("/me/tokens", given).status for _ in range(MOST + 1)]
    assert statuses == [201] * MOST + [409]
    items = ada.get("/me/tokens").json["items"]
    assert len(items) == MOST
    assert not any(item["token"] for item in items)
    assert ada.delete(f"/me/tokens/{items[0]['id']}").status == 204
    assert ada.delete(f"/me/tokens/{items[0]['id']}").status == 404
    assert ada.post("/me/tokens", given).status == 201


def test_a_token_of_a_program_ends_with_its_time_and_with_its_maker(house: House) -> None:
    ada = house.let_in(house.make())
    made = ada.post("/me/tokens", {"name": "x", "scopes": ["read"]}).json
    program = house.person(program=True, bearer=made["token"])
    assert program.get("/me").json["session"] is None
    house.change(ada.id, state="suspended")
    assert program.get("/me").status == 401
    house.change(ada.id, state="active")
    assert program.get("/me").status == 200
    with house.database.transaction() as session:
        session.scalars(select(ApiToken)).one().expires_at = now()
    house.accounts.standings.forget(ada.id)
    assert program.get("/me").status == 401


def test_it_is_noted_to_the_hour_when_a_token_was_used(house: House) -> None:
    ada = house.let_in(house.make())
    program = house.person(
        program=True, bearer=ada.post("/me/tokens", {"name": "x", "scopes": ["read"]}).json["token"]
    )

    def used() -> object:
        return ada.get("/me/tokens").json["items"][0]["last_used_at"]

    assert used() is None
    program.get("/me")
    first = used()
    assert first
    program.get("/me")
    assert used() == first
    with house.database.transaction() as session:
        session.scalars(select(ApiToken)).one().last_used_at = now() - NOTED
    house.accounts.standings.forget(ada.id)
    program.get("/me")
    assert used() != first


def test_of_a_token_only_its_digest_is_kept(house: House) -> None:
    ada = house.let_in(house.make())
    token = ada.post("/me/tokens", {"name": "x", "scopes": ["read"]}).json["token"]
    assert token.startswith(apikeys.PREFIX)
    with house.database.reading() as session:
        row = session.execute(select(*ApiToken.__table__.c)).one()
    assert token.encode() not in repr(tuple(row)).encode()
    assert token.removeprefix(apikeys.PREFIX) not in repr(tuple(row))
    assert row.ending == token[-4:]


def _rename(house: House, person: Person, email: str) -> None:
    with house.database.transaction() as session:
        mine = session.scalars(select(Identity).where(Identity.account_id == person.id)).one()
        mine.subject = mine.email = email


def test_whoever_finds_no_place_to_be_looked_at_has_spent_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = house.join("ada")
    passwords = house.accounts.passwords
    monkeypatch.setattr(passwords, "_places", threading.BoundedSemaphore(1))
    with passwords.place(), ThreadPoolExecutor(1) as elsewhere:
        # A place counts for the whole thread that has it, and the test has one.
        tried = [lambda: ada.post("/me/proof", {"password": PASSWORD})] * 30
        assert {elsewhere.submit(one).result().status for one in tried} == {503}
    assert ada.post("/me/proof", {"password": PASSWORD}).status == 204
