"""One's own passkeys: made, looked at and removed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import select, update
from tests.support.accounts import House
from tests.support.authenticator import Authenticator, based, unbased
from tests.support.factors import Holder, latest, other

from portico.features.accounts.factors import passkeys
from portico.features.accounts.models import Identity, Passkey
from portico.platform import clock

ELSEWHERE = "https://site.test.evil.example"
LATER = timedelta(minutes=11)
"""After which a proof is asked for again."""


def test_a_passkey_is_added_with_codes_for_the_day_it_is_lost(ada: Holder) -> None:
    made = ada.add_passkey()
    assert made.status == 201
    assert made.json["passkey"]["name"] == "Firefox on Linux"
    assert len(set(made.json["recovery_codes"])) == 10
    assert ada.person.get("/me/passkeys").json["items"] == [made.json["passkey"]]
    assert ada.person.get("/me").json["factors"] | {"required": False} == {
        "totp": False,
        "passkeys": 1,
        "recovery_codes": 10,
        "required": False,
    }
    assert "passkey-added" in ada.events()


def test_a_second_passkey_calls_its_holder_the_same_and_leaves_the_codes(
    house: House, holder: Holder
) -> None:
    asked = holder.person.post("/me/passkeys/options").json["options"]
    assert [unbased(one["id"]) for one in asked["excludeCredentials"]] == [holder.device.keys[0].id]
    assert holder.add_passkey(name="Key ring").json["recovery_codes"] == []
    assert [one["name"] for one in holder.person.get("/me/passkeys").json["items"]] == [
        "Key ring",
        "Firefox on Linux",
    ]
    first, second = (key.user_handle for key in holder.device.keys)
    assert first == second
    assert holder.person.email.encode() not in first
    assert other(house, holder).device.keys[0].user_handle != first


@pytest.mark.parametrize(
    "changed",
    [
        {"origin": ELSEWHERE},
        {"crossOrigin": True},
        {"type": "webauthn.get"},
        {"challenge": based(bytes(32))},
    ],
    ids=str,
)
def test_a_passkey_that_was_not_made_for_this_is_not_added(ada: Holder, changed: dict[str, Any]) -> None:
    asked = ada.person.post("/me/passkeys/options").json
    body = {"ticket": asked["ticket"], "credential": ada.device.make(asked["options"], **changed)}
    assert ada.person.post("/me/passkeys", body).code == "passkey-refused"
    good = {"ticket": asked["ticket"], "credential": ada.device.make(asked["options"])}
    assert ada.person.post("/me/passkeys", good).code == "code-over"
    assert ada.person.get("/me/passkeys").json["items"] == []


def test_a_passkey_for_another_site_or_without_a_lock_is_not_added(ada: Holder) -> None:
    asked = ada.person.post("/me/passkeys/options").json
    foreign = asked["options"] | {"rp": {"id": "evil.example"}}
    body = {"ticket": asked["ticket"], "credential": ada.device.make(foreign)}
    assert ada.person.post("/me/passkeys", body).code == "passkey-refused"
    ada.device.verifies = False
    assert ada.add_passkey().code == "passkey-refused"


def test_a_passkey_lets_in_one_account_alone(house: House, holder: Holder) -> None:
    bob = house.join()
    asked = bob.post("/me/passkeys/options").json
    known = holder.device.keys[0]
    made = Authenticator(holder.device.origin)
    credential = made.make(asked["options"])
    stolen = made.make(asked["options"])
    stolen["id"] = stolen["rawId"] = based(known.id)
    raw = unbased(credential["response"]["attestationObject"]).replace(made.keys[0].id, known.id)
    stolen["response"] = credential["response"] | {"attestationObject": based(raw)}
    answer = bob.post("/me/passkeys", {"ticket": asked["ticket"], "credential": stolen})
    assert answer.code == "passkey-known"
    assert bob.get("/me/passkeys").json["items"] == []


def test_twenty_passkeys_are_enough(holder: Holder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passkeys, "MOST", 3)
    holder.add_passkey()
    asked = holder.person.post("/me/passkeys/options").json
    assert holder.add_passkey().status == 201
    late = {"ticket": asked["ticket"], "credential": holder.device.make(asked["options"])}
    assert holder.person.post("/me/passkeys", late).code == "too-many-passkeys"
    assert holder.add_passkey().code == "too-many-passkeys"


def test_a_passkey_that_was_removed_lets_nobody_in(holder: Holder) -> None:
    (mine,) = holder.person.get("/me/passkeys").json["items"]
    assert holder.person.delete(f"/me/passkeys/{mine['id']}").status == 204
    assert holder.person.get("/me").json["factors"]["recovery_codes"] == 0
    assert holder.sign_in().code == "passkey-refused"
    assert holder.person.delete(f"/me/passkeys/{mine['id']}").status == 404
    assert "passkey-removed" in holder.events()
    assert holder.give_password().json["state"] == "signed-in"


def test_nobody_removes_the_passkey_of_another(house: House, holder: Holder) -> None:
    (mine,) = holder.person.get("/me/passkeys").json["items"]
    assert house.join().delete(f"/me/passkeys/{mine['id']}").status == 404
    assert len(holder.person.get("/me/passkeys").json["items"]) == 1


def test_the_last_way_in_stays(house: House, holder: Holder) -> None:
    holder.add_passkey()
    house.change(holder.person.id, password_hash=None)
    with house.database.transaction() as session:
        mine = Identity.account_id == holder.person.id
        session.execute(update(Identity).where(mine).values(provider="nowhere"))
    second, first = holder.person.get("/me/passkeys").json["items"]
    assert holder.person.delete(f"/me/passkeys/{second['id']}").status == 204
    assert holder.person.delete(f"/me/passkeys/{first['id']}").code == "last-way-in"
    assert len(holder.person.get("/me/passkeys").json["items"]) == 1


@pytest.mark.parametrize("role", ["owner", "moderator", "member"])
@pytest.mark.usefixtures("strict")
def test_who_looks_after_the_site_keeps_a_second_factor(house: House, holder: Holder, role: str) -> None:
    house.change(holder.person.id, role=role)
    (mine,) = holder.person.get("/me/passkeys").json["items"]
    answer = holder.person.delete(f"/me/passkeys/{mine['id']}")
    assert answer.code == ("" if role == "member" else "factor-required")
    assert len(holder.person.get("/me/passkeys").json["items"]) == (0 if role == "member" else 1)


def test_a_new_passkey_is_a_second_factor_at_once(house: House, ada: Holder) -> None:
    ada.add_passkey()
    assert latest(house, ada).factor_at is not None


def test_a_change_of_passkeys_takes_a_proof(holder: Holder) -> None:
    (mine,) = holder.person.get("/me/passkeys").json["items"]
    with time_machine.travel(clock.now() + LATER):
        holder.person.refresh()
        assert holder.person.delete(f"/me/passkeys/{mine['id']}").code == "proof-needed"
        assert holder.person.post("/me/passkeys", {}).code == "proof-needed"


def test_what_is_kept_of_a_passkey_is_public(house: House, holder: Holder) -> None:
    with house.database.reading() as session:
        kept = session.scalars(select(Passkey).where(Passkey.account_id == holder.person.id)).one()
    assert kept.credential_id == holder.device.keys[0].id
    assert kept.transports.split() in (["internal", "hybrid"], ["hybrid", "internal"])
    assert kept.backed_up
