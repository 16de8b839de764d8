"""What the operator hands to people: an account, a way back into it, leave to register."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.support.accounts import PASSWORD, House, Straight
from tests.support.operator import Operator

from portico.main import create_app
from portico.settings import Testing
from portico.web.database import EXTENSION as DATABASE


def test_the_operator_makes_an_account_whose_holder_chooses_the_password(
    house: House, operator: Operator
) -> None:
    made = operator.post("/people", {"username": "Ada", "email": "Ada@example.org", "role": "owner"})
    assert made.status_code == 201
    assert made.headers["Location"].endswith("/api/v1/ops/people/ada")
    assert made.json["person"]["role"] == "owner"
    ada = house.person("ada")
    given = follow(made.json["link"])
    chosen = ada.post(
        f"/auth/verifications/{given['id']}/password", {"code": given["code"], "password": PASSWORD}
    )
    assert chosen.status == 204
    assert ada.sign_in().get("/people").status == 200
    assert [letter.kind for letter in house.letters("ada@example.org")][-1:] != ["reset-code"]


def test_a_link_to_come_back_in_is_good_once_and_ends_what_was_before(
    house: House, operator: Operator
) -> None:
    bob = house.join("bob")
    given = follow(operator.post("/people/bob/resets").json["link"])
    path, body = f"/auth/verifications/{given['id']}/password", {"code": given["code"]}
    assert bob.post(path, body | {"password": "another lighthouse"}).status == 204
    assert bob.get("/me").status == 401
    assert bob.post(path, body | {"password": "a third lighthouse"}).status == 409


def test_who_is_deleted_is_out_at_once_and_their_name_is_free(house: House, operator: Operator) -> None:
    bob = house.join("bob")
    assert operator.delete("/people/bob?keep_comments=false").status_code == 204
    assert bob.get("/me").status == 401
    assert [letter.kind for letter in house.letters(bob.email)] == ["anonymised"]
    assert operator.delete("/people/bob").status_code == 404
    assert house.join("bob").get("/me").status == 200


def test_the_last_owner_is_not_deleted(house: House, operator: Operator) -> None:
    ada = house.join("ada")
    house.change(ada.id, role="owner")
    refused = operator.delete("/people/ada")
    assert (refused.status_code, refused.json["code"]) == (409, "last-owner")
    assert ada.get("/me").status == 200


def test_the_operator_signs_somebody_out_everywhere(house: House, operator: Operator) -> None:
    bob = house.join("bob")
    assert operator.delete("/people/bob/sessions").status_code == 204
    assert bob.get("/me").status == 401
    assert bob.refresh().status == 401


def test_an_invitation_goes_to_its_address_and_lets_one_person_register(
    tmp_path: Path, sqlite_url: str
) -> None:
    settings = Testing(
        home=tmp_path, var=tmp_path / "var", database_url=sqlite_url, registration="invitation"
    )
    app = create_app(settings)
    house, operator = House(Straight(app), app.extensions[DATABASE]), Operator(app, settings.var)
    link = operator.post("/invitations", {"email": "eve@example.org"}).json["link"]
    assert link in house.letters("eve@example.org")[0].text
    token = link.partition("#invitation=")[2]
    eve = house.person("eve")
    given = {"email": eve.email, "username": "eve", "password": PASSWORD}
    assert eve.post("/auth/registrations", given).status == 403
    asked = eve.post("/auth/registrations", given | {"invitation": token})
    assert asked.status == 202
    code = {"code": house.code(eve.email)}
    assert eve.post(f"/auth/verifications/{asked.json['id']}/confirm", code).status == 200
    other = {"email": "f@example.org", "username": "fay", "password": PASSWORD, "invitation": token}
    assert house.person("fay").post("/auth/registrations", other).status == 403
    house.database.dispose()


@pytest.mark.parametrize("path", ["/people/nobody", "/people/a%20b"])
def test_nobody_of_that_name_is_not_found(operator: Operator, path: str) -> None:
    assert operator.get(path).status_code == 404


def follow(link: str) -> dict[str, str]:
    """What a link carries behind its number sign."""
    assert urlsplit(link).path == "/forgot"
    return {name: value for name, (value,) in parse_qs(urlsplit(link).fragment).items()}
