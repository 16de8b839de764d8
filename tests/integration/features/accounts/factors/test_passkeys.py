"""Passkeys: used to come in, as the other half and as proof; and all that is none."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from tests.support.accounts import House, Reply
from tests.support.authenticator import Key, based
from tests.support.factors import Holder, latest, other

from portico.platform import clock

ELSEWHERE = "https://site.test.evil.example"
LATER = timedelta(minutes=11)
"""After which a proof is asked for again."""


def test_one_comes_in_by_passkey_alone(house: House, holder: Holder) -> None:
    holder.person = holder.person.elsewhere()
    answer = holder.sign_in()
    assert answer.status == 200
    assert answer.json["state"] == "signed-in"
    began = latest(house, holder)
    assert began.method == "passkey"
    assert began.factor_at is not None
    assert holder.person.get("/me/passkeys").json["items"][0]["last_used_at"] is not None


def test_a_passkey_is_the_other_half_of_a_sign_in(holder: Holder) -> None:
    answer = holder.give_password()
    assert answer.json["methods"] == ["passkey", "recovery"]
    assert holder.person.get("/me").status == 401
    assert holder.finish_by_passkey(answer.json["ticket"]).json["state"] == "signed-in"
    assert holder.person.get("/me").status == 200


def test_a_ticket_that_is_used_up_or_over_asks_no_passkey(holder: Holder) -> None:
    ticket = holder.half_way()
    asked = holder.person.post("/auth/second-factor/passkey/options", {"ticket": ticket}).json
    body = {"ticket": ticket, "credential": holder.device.sign(asked["options"])}
    wrong = body | {"credential": holder.device.sign(asked["options"], origin=ELSEWHERE)}
    answers = [holder.person.post("/auth/second-factor/passkey", wrong).code for _ in range(6)]
    assert answers == ["passkey-refused"] * 5 + ["code-over"]
    assert holder.person.post("/auth/second-factor/passkey", body).code == "code-over"
    assert holder.finish_by_passkey(ticket).code == "code-over"


def test_as_the_other_half_a_challenge_is_answered_once_and_the_newest_counts(holder: Holder) -> None:
    ticket = holder.half_way()
    path = "/auth/second-factor/passkey"
    first, second = (holder.person.post(f"{path}/options", {"ticket": ticket}).json for _ in range(2))
    old = {"ticket": ticket, "credential": holder.device.sign(first["options"])}
    new = {"ticket": ticket, "credential": holder.device.sign(second["options"])}
    assert holder.person.post(path, old).code == "passkey-refused"
    assert holder.person.post(path, new).code == "passkey-refused", (
        "the question was spent on the wrong answer"
    )
    assert holder.finish_by_passkey(ticket).status == 200


def test_as_the_other_half_it_need_not_know_its_holder(holder: Holder) -> None:
    holder.device.verifies = False
    assert holder.finish_by_passkey(holder.half_way()).status == 200


def test_a_passkey_proves_who_one_is(holder: Holder) -> None:
    with time_machine.travel(clock.now() + LATER):
        holder.person.refresh()
        assert holder.person.post("/me/passkeys/options").code == "proof-needed"
        asked = holder.person.post("/me/proof/passkey/options").json
        credential = holder.device.sign(asked["options"])
        proof = {"ticket": asked["ticket"], "credential": credential}
        assert holder.person.post("/me/proof/passkey", proof).status == 204
        assert holder.person.post("/me/passkeys/options").status == 200
        assert holder.person.post("/me/proof/passkey", proof).code == "code-over"


def test_who_has_no_passkey_cannot_be_asked_for_one(ada: Holder) -> None:
    assert ada.person.post("/me/proof/passkey/options").code == "passkey-refused"
    ada.set_up_app()
    ticket = ada.half_way()
    assert (
        ada.person.post("/auth/second-factor/passkey/options", {"ticket": ticket}).code == "passkey-refused"
    )


Wrong = Callable[[House, Holder], Reply]


def from_elsewhere(_: House, holder: Holder) -> Reply:
    return holder.sign_in(origin=ELSEWHERE)


def over_http(_: House, holder: Holder) -> Reply:
    return holder.sign_in(origin="http://site.test")


def at_another_port(_: House, holder: Holder) -> Reply:
    return holder.sign_in(origin="https://site.test:8443")


def in_a_frame(_: House, holder: Holder) -> Reply:
    return holder.sign_in(crossOrigin=True)


def of_the_other_kind(_: House, holder: Holder) -> Reply:
    return holder.sign_in(type="webauthn.create")


def of_another_challenge(_: House, holder: Holder) -> Reply:
    return holder.sign_in(challenge=based(bytes(32)))


def for_another_site(_: House, holder: Holder) -> Reply:
    holder.device.keys[0].rp_id = "evil.example"
    return holder.sign_in()


def by_another_key(_: House, holder: Holder) -> Reply:
    real = holder.device.keys[0]
    holder.device.keys = [Key(real.rp_id, real.user_handle, id=real.id)]
    return holder.sign_in()


def by_an_unknown_passkey(_: House, holder: Holder) -> Reply:
    holder.device.keys = [Key("site.test", holder.device.keys[0].user_handle)]
    return holder.sign_in()


def by_nobody(_: House, holder: Holder) -> Reply:
    holder.device.verifies = False
    return holder.sign_in()


def in_the_name_of_another(house: House, holder: Holder) -> Reply:
    holder.device.keys[0].user_handle = other(house, holder).device.keys[0].user_handle
    return holder.sign_in()


def without_a_name(_: House, holder: Holder) -> Reply:
    holder.device.keys[0].user_handle = b""
    return holder.sign_in()


WRONG = [
    from_elsewhere,
    over_http,
    at_another_port,
    in_a_frame,
    of_the_other_kind,
    of_another_challenge,
    for_another_site,
    by_another_key,
    by_an_unknown_passkey,
    by_nobody,
    in_the_name_of_another,
    without_a_name,
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_an_answer_that_does_not_hold_lets_nobody_in(house: House, holder: Holder, wrong: Wrong) -> None:
    holder.person = holder.person.elsewhere()
    answer = wrong(house, holder)
    assert (answer.status, answer.code) == (422, "passkey-refused")
    assert answer.all("Set-Cookie") == []


def test_an_answer_is_good_once_and_a_refused_one_never(holder: Holder) -> None:
    asked = holder.person.post("/auth/passkeys/options").json
    wrong = {
        "ticket": asked["ticket"],
        "credential": holder.device.sign(asked["options"], origin=ELSEWHERE),
    }
    right = wrong | {"credential": holder.device.sign(asked["options"])}
    assert holder.person.post("/auth/passkeys", wrong).code == "passkey-refused"
    assert holder.person.post("/auth/passkeys", right).code == "code-over"

    asked = holder.person.post("/auth/passkeys/options").json
    right = {"ticket": asked["ticket"], "credential": holder.device.sign(asked["options"])}
    assert [holder.person.post("/auth/passkeys", right).status for _ in range(2)] == [200, 409]


def test_a_signed_challenge_of_one_ticket_is_none_of_another(holder: Holder) -> None:
    first, second = (holder.person.post("/auth/passkeys/options").json for _ in range(2))
    credential = holder.device.sign(first["options"])
    swapped = {"ticket": second["ticket"], "credential": credential}
    assert holder.person.post("/auth/passkeys", swapped).code == "passkey-refused"


def test_a_question_is_open_for_five_minutes(holder: Holder) -> None:
    asked = holder.person.post("/auth/passkeys/options").json
    body = {"ticket": asked["ticket"], "credential": holder.device.sign(asked["options"])}
    with time_machine.travel(clock.now() + timedelta(minutes=5, seconds=1)):
        assert holder.person.post("/auth/passkeys", body).code == "code-over"


def test_a_ticket_is_good_for_nothing_but_its_purpose(holder: Holder) -> None:
    person = holder.person
    asked = {
        path: person.post(f"{path}/options").json for path in ("/auth/passkeys", "/me/proof/passkey")
    } | {"/me/passkeys": person.post("/me/passkeys/options").json}
    for there, question in asked.items():
        for here in ("/auth/passkeys", "/me/proof/passkey", "/auth/second-factor/passkey"):
            if here == there:
                continue
            options = {"challenge": question["options"]["challenge"]}
            body = {"ticket": question["ticket"], "credential": holder.device.sign(options)}
            assert (here, person.post(here, body).code) == (here, "code-over")


def test_the_passkey_of_another_is_no_proof_and_no_other_half(house: House, holder: Holder) -> None:
    bob = other(house, holder)
    ticket = holder.half_way()
    asked = holder.person.post("/auth/second-factor/passkey/options", {"ticket": ticket}).json
    theirs = bob.device.sign({"challenge": asked["options"]["challenge"]})
    answer = holder.person.post("/auth/second-factor/passkey", {"ticket": ticket, "credential": theirs})
    assert answer.code == "passkey-refused"
    assert holder.person.get("/me").status == 401

    asked = bob.person.post("/me/proof/passkey/options").json
    mine = holder.device.sign({"challenge": asked["options"]["challenge"]})
    proof = {"ticket": asked["ticket"], "credential": mine}
    assert bob.person.post("/me/proof/passkey", proof).code == "passkey-refused"


def test_the_ticket_of_another_is_over_for_everyone_else(house: House, holder: Holder) -> None:
    bob = other(house, holder)
    for path in ("/me/proof/passkey", "/me/passkeys"):
        asked = bob.person.post(f"{path}/options").json
        options = asked["options"]
        credential = (
            holder.device.make(options)
            if path == "/me/passkeys"
            else holder.device.sign(options, bob.device.keys[0])
        )
        assert (
            holder.person.post(path, {"ticket": asked["ticket"], "credential": credential}).code
            == "code-over"
        )


def test_a_count_that_goes_back_tells_of_a_copy(holder: Holder) -> None:
    holder.device.counts = True
    assert holder.sign_in().status == 200
    assert holder.sign_in().status == 200
    holder.device.keys[0].count = 0
    assert holder.sign_in().code == "passkey-refused"
    assert "passkey-copied" in holder.events()
    copied = [one for one in holder.person.house.letters(holder.person.email) if "refused" in one.subject]
    assert len(copied) == 1
    holder.device.counts = False
    holder.device.keys[0].count = 0
    assert holder.sign_in().code == "passkey-refused"


def test_a_passkey_that_never_counts_comes_in_again_and_again(holder: Holder) -> None:
    assert [holder.sign_in().status for _ in range(3)] == [200, 200, 200]


@pytest.mark.parametrize(
    ("state", "code"), [("suspended", "account-suspended"), ("deactivated", "account-deactivated")]
)
def test_who_is_shut_out_stays_out(house: House, holder: Holder, state: str, code: str) -> None:
    ticket = holder.half_way()
    house.change(holder.person.id, state=state)
    asked = holder.person.post("/auth/passkeys/options").json
    body = {"ticket": asked["ticket"], "credential": holder.device.sign(asked["options"])}
    assert holder.person.post("/auth/passkeys", body).code == code
    assert holder.finish_by_passkey(ticket).code == code
    assert holder.finish(ticket, holder.recovery_codes[0]).code == code
    assert holder.finish(ticket, "000000").code == code, "nothing is told of a code at a door that is shut"
    house.change(holder.person.id, state="active")
    assert holder.person.post("/auth/passkeys", body).code == "code-over"
    assert holder.finish(ticket, holder.recovery_codes[0]).status == 200
