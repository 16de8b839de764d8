"""Guessing passwords: how often, from where, and that it shuts nobody out who is at home."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from sqlalchemy import delete
from tests.support.accounts import House, Person, Reply

from portico.features.accounts.budgets import (
    PASSWORDS_FOR_LOGIN,
    PASSWORDS_FROM_KNOWN,
    PASSWORDS_FROM_NETWORK,
)
from portico.features.accounts.models import Account, Budget

MOST = PASSWORDS_FOR_LOGIN.amount


@pytest.fixture(autouse=True)
def fast(request: pytest.FixtureRequest) -> None:
    """Hash so that a test can guess often."""
    name = "house" if "house" in request.fixturenames else "small_house"
    request.getfixturevalue(name).accounts.passwords._hasher = PasswordHasher(1, 8, parallelism=1)


def _guess(house: House, login: str, password: str = "not the password", **more: str) -> Reply:
    """A try from a network of its own."""
    return house.person(program=True, **more).post("/auth/sign-in", {"login": login, "password": password})


def _spend(house: House, login: str) -> None:
    assert [_guess(house, login).status for _ in range(MOST + 1)] == [401] * MOST + [429]


def test_after_twenty_guesses_not_even_the_right_password_is_heard(house: House) -> None:
    ada = house.join("ada")
    _spend(house, ada.email)
    refused = _guess(house, ada.email, ada.password)
    assert (refused.status, refused.code) == (429, "too-many-attempts")
    assert refused.all("Retry-After") == ["900"]
    worked = house.accounts.passwords.worked
    _guess(house, ada.email)
    assert house.accounts.passwords.worked == worked


def test_whoever_guesses_shuts_nobody_out_of_a_browser_that_is_known(house: House) -> None:
    ada, eve = house.join("ada"), house.join("eve")
    _spend(house, ada.email)
    at_home = {"portico-known": ada.cookies["portico-known"]}
    assert ada.elsewhere(cookies=at_home).sign_in()
    # The cookie of somebody else's browser is none of hers.
    other = ada.elsewhere(cookies={"portico-known": eve.cookies["portico-known"]})
    assert other.post("/auth/sign-in", {"login": ada.email, "password": ada.password}).status == 429


def test_a_stolen_browser_guesses_no_more_often_than_a_stranger(house: House) -> None:
    ada = house.join("ada")
    thief = {"portico-known": ada.cookies["portico-known"]}
    given = {"login": ada.email, "password": "not the password"}
    statuses = [
        ada.elsewhere(cookies=dict(thief)).post("/auth/sign-in", given).status
        for _ in range(PASSWORDS_FROM_KNOWN.amount + 1)
    ]
    assert statuses == [401] * PASSWORDS_FROM_KNOWN.amount + [429]


def test_a_name_has_one_budget_however_it_is_written(house: House) -> None:
    house.join("ada", email="ada@xn--bcher-kva.example")
    spellings = [
        "ada@bücher.example",
        "ADA@BÜCHER.EXAMPLE",
        " ada@bücher.example ",
        "ada@xn--bcher-kva.example",
        "Ada@Bücher.Example\t",
    ]
    statuses = [_guess(house, spellings[number % 5]).status for number in range(MOST + 5)]
    assert statuses == [401] * MOST + [429] * 5
    names = ["ada", "ADA", " ada", "Ada "]
    statuses = [_guess(house, names[number % 4]).status for number in range(MOST + 4)]
    assert statuses == [401] * MOST + [429] * 4


def test_one_network_guesses_sixty_times_whomever_it_guesses_at(small_house: House) -> None:
    most = PASSWORDS_FROM_NETWORK.amount
    statuses = [_guess(small_house, f"somebody{n}", source="127.250.1.7").status for n in range(most + 1)]
    assert statuses == [401] * most + [429]
    assert _guess(small_house, "somebody", source="127.250.1.99").status == 429
    assert _guess(small_house, "somebody", source="127.250.2.7").status == 401


def test_addresses_of_one_ipv6_network_are_one(small_house: House) -> None:
    most = PASSWORDS_FROM_NETWORK.amount
    for number in range(most):
        assert _guess(small_house, f"somebody{number}", source=f"2001:db8::{number:x}").status == 401
    assert _guess(small_house, "somebody", source="2001:db8::ffff:1").status == 429
    assert _guess(small_house, "somebody", source="2001:db8:0:1::1").status == 401


def test_who_comes_in_has_guessed_nothing(house: House) -> None:
    ada = house.join("ada")
    for _ in range(2):
        for _ in range(MOST - 1):
            assert _guess(house, ada.email).status == 401
        assert _guess(house, ada.email, ada.password).status == 200


def test_proving_once_more_who_one_is_has_its_budget_too(house: House) -> None:
    ada = house.join("ada", program=True)
    statuses = [ada.post("/me/proof", {"password": "no"}).status for _ in range(MOST + 1)]
    assert statuses == [401] * MOST + [429]
    with house.database.transaction() as session:
        session.execute(delete(Budget))
    assert ada.post("/me/proof", {"password": ada.password}).status == 204


def test_a_password_of_weaker_parameters_is_hashed_anew_at_the_next_sign_in(house: House) -> None:
    ada = house.join("ada")
    kept = _kept(house, ada)
    house.accounts.passwords._hasher = PasswordHasher(2, 16, parallelism=1)
    assert ada.elsewhere().sign_in()
    assert _kept(house, ada) != kept
    assert "m=16,t=2" in _kept(house, ada)
    assert ada.elsewhere().sign_in()


def _kept(house: House, person: Person) -> str:
    with house.database.reading() as session:
        return session.get_one(Account, person.id).password_hash or ""
