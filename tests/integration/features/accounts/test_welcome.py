"""The first owner of a site."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from tests.support.accounts import PASSWORD, House, Reply, Straight
from tests.support.jobs import NOON

from portico.features.accounts import Accounts, first_owner_token, welcome
from portico.features.accounts.errors import CodeOver
from portico.features.accounts.models import Account
from portico.features.accounts.replies import EXTENSION
from portico.features.accounts.sessions import Entry
from portico.features.accounts.visitors import NOBODY
from portico.main import create_app
from portico.settings import Testing
from portico.web.database import EXTENSION as DATABASE

HOW_MANY = 20


@pytest.fixture
def house(tmp_path: Path, database_url: str) -> Iterator[House]:
    """A new site, over each kind of database."""
    url = database_url.replace("+psycopg", "")
    app = create_app(Testing(home=tmp_path, var=tmp_path / "var", database_url=url, threads=HOW_MANY * 2 + 4))
    yield House(Straight(app), app.extensions[DATABASE])
    app.extensions[DATABASE].dispose()


def accounts(house: House) -> Accounts:
    assert isinstance(house.wire, Straight)
    found: Accounts = house.wire.app.extensions[EXTENSION]
    return found


def token(house: House) -> str:
    return accounts(house).welcome_token


def open_site(house: House, **more: Any) -> Reply:
    """Follow the link."""
    given = {"token": token(house), "email": "ada@example.org", "username": "ada", "password": PASSWORD}
    return house.person("ada").post("/auth/welcome", given | more)


def owners(house: House) -> list[str | None]:
    with house.database.reading() as session:
        return list(session.scalars(select(Account.username).where(Account.role == "owner")))


def test_who_follows_the_link_is_the_owner_and_signed_in(house: House) -> None:
    ada = house.person("ada")
    given = {"token": token(house), "email": ada.email, "username": "ada", "password": PASSWORD}
    answer = ada.post("/auth/welcome", given)
    assert answer.status == 200
    assert answer.json["account"]["role"] == "owner"
    assert ada.get("/me").json["email"] == "ada@example.org"
    assert [letter.kind for letter in house.letters(ada.email)] == ["welcome"]
    assert ada.elsewhere().sign_in().get("/people").status == 200


def test_the_link_is_good_once(house: House) -> None:
    assert open_site(house).status == 200
    again = open_site(house, email="eve@example.org", username="eve")
    assert (again.status, again.code) == (409, "code-over")
    assert owners(house) == ["ada"]


@pytest.mark.parametrize("given", ["x", "", "ü" * 43, "A" * 43])
def test_another_link_lets_nobody_in_and_costs_no_hash(house: House, given: str) -> None:
    worked = accounts(house).passwords.worked
    assert open_site(house, token=given).status in (409, 422)
    assert accounts(house).passwords.worked == worked
    assert owners(house) == []


@pytest.mark.parametrize(
    "wrong",
    [{"username": "admin"}, {"password": "password1234"}, {"email": "nobody"}, {"username": "a b"}],
    ids=str,
)
def test_what_is_unfit_is_told_and_leaves_the_link_good(house: House, wrong: dict[str, str]) -> None:
    assert open_site(house, **wrong).status == 422
    assert open_site(house).status == 200


def test_a_name_that_is_taken_leaves_the_link_good(house: House) -> None:
    house.join("ada")
    taken = open_site(house, email="other@example.org")
    assert (taken.status, taken.code) == (409, "username-taken")
    assert open_site(house, email="other@example.org", username="charles").status == 200


def test_of_many_at_the_same_moment_one_becomes_the_owner(house: House) -> None:
    def come(number: int) -> str:
        try:
            admission = welcome.make_owner(
                accounts(house),
                token=token(house),
                email=f"ada{number}@example.org",
                username=f"{chr(97 + number) * 3}x{number}",
                password=PASSWORD,
                visitor=NOBODY,
                now=NOON,
            )
        except CodeOver:
            return "over"
        assert isinstance(admission, Entry)
        return "in"

    with ThreadPoolExecutor(HOW_MANY) as crowd:
        outcomes = list(crowd.map(come, range(HOW_MANY)))
    assert sorted(outcomes) == ["in"] + ["over"] * (HOW_MANY - 1)
    assert len(owners(house)) == 1


def test_a_link_is_offered_while_there_is_no_owner(house: House) -> None:
    assert first_owner_token(house.database, "x" * 32) != first_owner_token(house.database, "y" * 32)
    offered = first_owner_token(house.database, "x" * 32)
    assert offered is not None
    assert len(offered) == 43
    owner = house.join("ada")
    house.change(owner.id, role="owner")
    assert first_owner_token(house.database, "x" * 32) is None
    assert open_site(house, username="eve", email="eve@example.org").status == 409


def test_a_link_that_was_used_is_not_offered_to_a_site_that_lost_its_owner(house: House) -> None:
    assert open_site(house).status == 200
    with house.database.transaction() as session:
        session.execute(update(Account).values(role="member"))
    secret = Testing().secret.get_secret_value()
    assert first_owner_token(house.database, secret) is None
    assert open_site(house, username="eve", email="eve@example.org").status == 409
