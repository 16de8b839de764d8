"""Somebody closes their account, and comes back while they can."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.support.accounts import PASSWORD, Person, Reply
from tests.support.leaving import BEFORE, GRACE, Site

from portico.features.accounts.errors import WrongLogin
from portico.features.accounts.leaving.anonymising import anonymise
from portico.features.accounts.leaving.leaving import open_again
from portico.features.accounts.visitors import NOBODY

LOGIN = {"login": "ada", "password": PASSWORD}


def sign_in(person: Person) -> Reply:
    return person.elsewhere().post("/auth/sign-in", {"login": person.email, "password": PASSWORD})


def come_back(person: Person, **more: str) -> Reply:
    return person.post("/auth/reactivations", LOGIN | more)


def test_who_leaves_is_signed_out_everywhere_and_gone_from_view(town: Site, ada: Person) -> None:
    laptop = ada.elsewhere().sign_in()
    token = ada.post("/me/tokens", {"name": "script", "scopes": ["read"]}).json["token"]
    script = ada.elsewhere(program=True, bearer=token)
    assert script.get("/me").status == town.house.person().get("/users/ada").status == 200
    until = town.leave(ada)
    assert until == town.now + GRACE
    assert {one.get("/me").status for one in (ada, laptop, script)} == {401}
    assert laptop.refresh().status == 401
    assert town.house.person().get("/users/ada").status == 404
    assert town.written(ada)[0] == "deactivated"
    left = town.account(ada.id)
    assert (left.state, left.deletion_at, left.keep_comments) == ("deactivated", until, True)


def test_leaving_clears_the_cookies(village: Site, ada: Person) -> None:
    assert ada.cookies.keys() >= {"portico", "portico-refresh"}
    village.leave(ada, keep_comments=False)
    assert not ada.cookies.keys() & {"portico", "portico-refresh"}
    assert not village.account(ada.id).keep_comments


@pytest.mark.parametrize(
    "body",
    [{}, {"keep_comments": "yes"}, {"keep_comments": None}, {"keep_comments": True, "at": 1}, [], None],
    ids=str,
)
def test_nobody_leaves_by_a_malformed_request(village: Site, ada: Person, body: object) -> None:
    assert ada.post("/me/deactivation", body).status in (400, 415, 422)
    assert ada.get("/me").status == 200


def test_leaving_takes_a_recent_proof(village: Site, ada: Person) -> None:
    village.pass_by(timedelta(minutes=11))
    refused = ada.post("/me/deactivation", {"keep_comments": True})
    assert (refused.status, refused.code) == (403, "proof-needed")


def test_no_program_closes_an_account(village: Site, ada: Person) -> None:
    made = ada.post("/me/tokens", {"name": "script", "scopes": ["read", "write"]})
    script = ada.elsewhere(program=True, bearer=made.json["token"])
    assert script.post("/me/deactivation", {"keep_comments": True}).code == "in-person-only"


def test_the_last_owner_stays(town: Site, ada: Person) -> None:
    bob = town.join("bob")
    for person in (ada, bob):
        town.house.change(person.id, role="owner")
    town.leave(bob)
    refused = ada.post("/me/deactivation", {"keep_comments": True})
    assert (refused.status, refused.code) == (409, "last-owner")
    assert ada.get("/me").json["state"] == "active"


def test_signing_in_to_a_closed_account_says_that_it_is_closed(town: Site, ada: Person) -> None:
    town.leave(ada)
    refused = sign_in(ada)
    assert (refused.status, refused.code) == (403, "account-deactivated")
    wrong = ada.post("/auth/sign-in", {"login": "ada", "password": "another lighthouse"})
    assert (wrong.status, wrong.code) == (401, "wrong-login")


def test_who_comes_back_has_everything_but_what_was_signed_in(town: Site, ada: Person) -> None:
    before = ada.elsewhere().sign_in()
    town.leave(ada)
    town.pass_by(GRACE - BEFORE)
    answer = come_back(ada)
    assert (answer.status, answer.json["state"]) == (200, "signed-in")
    assert ada.get("/me").json["username"] == "ada"
    assert before.get("/me").status == before.refresh().status == 401
    assert town.written(ada)[0] == "reactivated"
    assert town.house.person().get("/users/ada").status == 200
    back = town.account(ada.id)
    assert (back.state, back.deactivated_at, back.deletion_at) == ("active", None, None)
    town.pass_by(timedelta(days=40))
    town.work("accounts.anonymise")
    assert town.account(ada.id).state == "active"


def test_the_mails_of_leaving_and_coming_back_are_one_each(village: Site, ada: Person) -> None:
    village.leave(ada)
    come_back(ada)
    assert village.written(ada) == ["reactivated", "deactivated", "welcome", "registration-code"]
    told = [one["kind"] for one in ada.get("/me/events").json["items"]]
    assert told[1:3] == ["reactivated", "deactivated"]


def test_coming_back_takes_the_password(village: Site, ada: Person) -> None:
    village.leave(ada)
    refused = ada.post("/auth/reactivations", {"login": "ada", "password": "another lighthouse"})
    assert (refused.status, refused.code) == (401, "wrong-login")
    assert village.account(ada.id).state == "deactivated"


def test_coming_back_to_an_open_account_is_signing_in(village: Site, ada: Person) -> None:
    assert come_back(ada.elsewhere()).status == 200
    assert ada.get("/me").status == 200
    assert "reactivated" not in village.written(ada)


def test_coming_back_to_a_suspended_account_opens_nothing(village: Site, ada: Person) -> None:
    village.house.change(ada.id, state="suspended")
    assert come_back(ada).code == "account-suspended"
    assert village.account(ada.id).state == "suspended"


def test_one_comes_back_by_a_mailed_code(town: Site, ada: Person) -> None:
    town.leave(ada)
    conversation = ada.post("/auth/codes", {"email": ada.email}).json["id"]
    code = {"code": town.house.code(ada.email)}
    refused = ada.post(f"/auth/verifications/{conversation}/confirm", code)
    assert (refused.status, refused.code) == (403, "account-deactivated")
    answer = ada.post(f"/auth/verifications/{conversation}/reactivation", code)
    assert (answer.status, answer.json["state"]) == (200, "signed-in")
    assert ada.get("/me").status == 200
    assert ada.post(f"/auth/verifications/{conversation}/reactivation", code).code == "code-over"


def test_a_wrong_code_opens_nothing_and_is_spent(village: Site, ada: Person) -> None:
    village.leave(ada)
    conversation = ada.post("/auth/codes", {"email": ada.email}).json["id"]
    tried = [
        ada.post(f"/auth/verifications/{conversation}/reactivation", {"code": "ZZZZ-ZZZZ"}).code
        for _ in range(6)
    ]
    assert tried == ["wrong-code"] * 5 + ["code-over"]
    assert village.account(ada.id).state == "deactivated"


def test_a_code_for_another_purpose_opens_nothing(village: Site, ada: Person) -> None:
    village.leave(ada)
    conversation = ada.post("/auth/resets", {"email": ada.email}).json["id"]
    code = {"code": village.house.code(ada.email)}
    assert ada.post(f"/auth/verifications/{conversation}/reactivation", code).code == "code-over"


def test_a_new_password_leaves_the_account_closed(town: Site, ada: Person) -> None:
    until = town.leave(ada)
    conversation = ada.post("/auth/resets", {"email": ada.email}).json["id"]
    body = {"code": town.house.code(ada.email), "password": "a harbour in winter"}
    assert ada.post(f"/auth/verifications/{conversation}/password", body).status == 204
    account = town.account(ada.id)
    assert (account.state, account.deletion_at) == ("deactivated", until)
    assert come_back(ada, password="a harbour in winter").status == 200


@pytest.mark.parametrize("round_", range(3))
def test_coming_back_at_the_last_moment_and_being_wiped_have_one_outcome(
    town: Site, ada: Person, round_: int
) -> None:
    """See also the race over many rounds in `test_closing_races.py`."""
    until = town.leave(ada)
    with town.database.transaction() as session:
        wiped = round_ % 2 and anonymise(town.farewell, session, ada.id, now=until)
    with town.database.transaction() as session:
        if wiped:
            with pytest.raises(WrongLogin):
                open_again(town.accounts, session, ada.id, visitor=NOBODY, now=until - BEFORE)
        else:
            open_again(town.accounts, session, ada.id, visitor=NOBODY, now=until - BEFORE)
    with town.database.transaction() as session:
        assert not anonymise(town.farewell, session, ada.id, now=until)
    assert town.account(ada.id).state == ("anonymised" if wiped else "active")
