"""The people of a site, looked after by its owner and by its operator."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select
from tests.support.accounts import PASSWORD, House, Person, Straight
from tests.support.operator import Operator

from portico.features.accounts.models import Account
from portico.features.accounts.people.people import LastOwner, change_person
from portico.features.accounts.people.schemas import PersonChange
from portico.features.accounts.replies import EXTENSION
from portico.platform import clock


@pytest.fixture
def owner(house: House) -> Person:
    """The owner of the site, signed in."""
    ada = house.join("ada")
    house.change(ada.id, role="owner")
    return ada


def kinds(house: House, person: Person) -> list[str]:
    """The subjects of what was written to somebody about what happened to them, the latest first."""
    return [letter.subject for letter in house.letters(person.email) if letter.kind == "security-event"]


def test_people_are_found_by_their_names_and_addresses(house: House, owner: Person) -> None:
    bob = house.join("bob")
    house.join("carol")
    found = owner.get("/people?q=BOB").json["items"]
    assert [(one["id"], one["username"], one["email"]) for one in found] == [(bob.id, "bob", bob.email)]
    everyone = owner.get("/people?q=example.org").json["items"]
    assert [one["username"] for one in everyone] == ["carol", "bob", "ada"]
    assert [one["username"] for one in owner.get("/people?role=owner").json["items"]] == ["ada"]
    assert owner.get("/people?q=%25").json["items"] == owner.get("/people?q=_").json["items"] == []
    assert owner.get("/people?state=suspended").json["items"] == []


def test_a_list_of_people_goes_on(house: House, owner: Person) -> None:
    for name in ("bob", "carol"):
        house.join(name)
    first = owner.get("/people?limit=2").json
    rest = owner.get(f"/people?limit=2&cursor={first['next_cursor']}").json
    assert [one["username"] for one in first["items"] + rest["items"]] == ["carol", "bob", "ada"]
    assert rest["next_cursor"] is None


def test_a_list_of_people_is_one_question(house: House, operator: Operator) -> None:
    house.join("bob")
    with operator.statements() as said:
        assert len(operator.get("/people").json["items"]) == 1
    assert len([statement for statement in said if "account" in statement]) == 1


@pytest.mark.parametrize("role", ["member", "moderator"])
def test_nobody_else_looks_after_people(house: House, owner: Person, role: str) -> None:
    bob = house.join("bob")
    house.change(bob.id, role=role)
    for answer in (bob.get("/people"), bob.patch(f"/people/{bob.id}", {"role": "owner"})):
        assert (answer.status, answer.code) == (403, "not-for-role")
    assert house.person().get("/people").status == 401


def test_who_is_suspended_is_out_at_once_and_told(house: House, owner: Person) -> None:
    bob = house.join("bob")
    answer = owner.patch(f"/people/{bob.id}", {"state": "suspended"})
    assert (answer.status, answer.json["state"]) == (200, "suspended")
    assert bob.get("/me").status == 401
    assert bob.refresh().status == 401
    refused = bob.elsewhere().post("/auth/sign-in", {"login": "bob", "password": PASSWORD})
    assert (refused.status, refused.code) == (403, "account-suspended")
    assert kinds(house, bob)[0].startswith("Your account is suspended")


def test_who_is_no_longer_suspended_can_sign_in_but_is_not_signed_in(house: House, owner: Person) -> None:
    bob = house.join("bob")
    owner.patch(f"/people/{bob.id}", {"state": "suspended"})
    assert owner.patch(f"/people/{bob.id}", {"state": "active"}).json["state"] == "active"
    assert bob.get("/me").status == 401
    assert bob.elsewhere().sign_in().get("/me").status == 200
    assert any(subject.startswith("Your account is open again") for subject in kinds(house, bob))


def test_a_role_counts_from_the_next_request(house: House, owner: Person) -> None:
    bob = house.join("bob")
    assert bob.get("/people").status == 403
    assert owner.patch(f"/people/{bob.id}", {"role": "owner"}).json["role"] == "owner"
    assert bob.get("/people").status == 200
    assert bob.patch(f"/people/{owner.id}", {"role": "member"}).status == 200
    assert owner.get("/people").status == 403


def test_what_stays_as_it_is_is_told_nobody(house: House, owner: Person) -> None:
    bob = house.join("bob")
    owner.patch(f"/people/{bob.id}", {"role": "member", "state": "active"})
    assert owner.patch(f"/people/{bob.id}", {}).status == 422
    assert kinds(house, bob) == []


@pytest.mark.parametrize("change", [{"role": "member"}, {"state": "suspended"}], ids=str)
def test_a_site_keeps_an_owner(
    house: House, owner: Person, operator: Operator, change: dict[str, str]
) -> None:
    house.join("bob")
    refused = owner.patch(f"/people/{owner.id}", change)
    assert (refused.status, refused.code) == (403, "not-oneself")
    by_operator = operator.patch(f"/people/{owner.name}", change)
    assert (by_operator.status_code, by_operator.json["code"]) == (409, "last-owner")
    assert owner.get("/people").status == 200


def test_two_owners_cannot_dismiss_each_other_at_the_same_moment(house: House, owner: Person) -> None:
    assert isinstance(house.wire, Straight)
    accounts = house.wire.app.extensions[EXTENSION]
    bob = house.join("bob")

    def dismiss(account_id: int) -> bool:
        try:
            with house.database.transaction() as session:
                change_person(accounts, session, account_id, PersonChange(role="member"), now=clock.now())
        except LastOwner:
            return False
        return True

    for _ in range(10):
        for person in (owner, bob):
            house.change(person.id, role="owner")
        with ThreadPoolExecutor(2) as both:
            assert sorted(both.map(dismiss, (owner.id, bob.id))) == [False, True]
        with house.database.reading() as session:
            assert session.scalar(select(func.count()).where(Account.role == "owner")) == 1


@pytest.mark.parametrize("state", ["deactivated", "anonymised"])
def test_what_its_holder_closed_is_not_opened_by_others(house: House, owner: Person, state: str) -> None:
    bob = house.join("bob")
    house.change(bob.id, state=state)
    for wanted in ("active", "suspended"):
        answer = owner.patch(f"/people/{bob.id}", {"state": wanted})
        assert (answer.status, answer.code) in ((409, "account-closed"), (404, "not-found"))
    assert owner.patch("/people/4711", {"role": "member"}).status == 404
