"""Codes of an app and recovery codes: switched on, taken once, tried a few times, switched off."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest
import time_machine
from sqlalchemy import func, select, update
from tests.support.accounts import House, Reply
from tests.support.authenticator import Authenticator
from tests.support.factors import STEP, Holder
from tests.support.operator import Operator

from portico.features.accounts.models import LoginSession, RecoveryCode, Totp
from portico.platform import clock

AT_ONCE = 8


@pytest.fixture
def holder(ada: Holder) -> Holder:
    """Somebody with an app, whose first code is used up by now."""
    assert ada.set_up_app().status == 200
    return ada


def forget_steps(holder: Holder) -> None:
    """As if the last code had been taken long ago."""
    with holder.person.house.database.transaction() as session:
        mine = Totp.account_id == holder.person.id
        session.execute(update(Totp).where(mine).values(last_step=0))


def all_at_once(holder: Holder, tickets: Sequence[str], code: str) -> list[Reply]:
    """Bring one code for every ticket, at the same moment."""

    def bring(ticket: str) -> Reply:
        return holder.person.elsewhere().post("/auth/second-factor", {"ticket": ticket, "code": code})

    with ThreadPoolExecutor(len(tickets)) as pool:
        return list(pool.map(bring, tickets))


def wrong_code(holder: Holder) -> str:
    """A code that the app shows neither now nor soon."""
    good = {holder.code(clock.now() + STEP * step) for step in range(-3, 4)}
    return next(code for code in map("{:06}".format, range(100)) if code not in good)


def test_an_app_is_set_up_by_its_picture_and_one_code(ada: Holder) -> None:
    begun = ada.person.post("/me/totp").json
    uri = urlsplit(begun["uri"])
    assert (uri.scheme, uri.netloc, uri.path) == ("otpauth", "totp", f"/site.test:{ada.person.name}")
    assert parse_qs(uri.query) == {"secret": [begun["secret"]], "issuer": ["site.test"]}
    assert ElementTree.fromstring(begun["qr_svg"]).tag.endswith("svg")
    assert "style" not in begun["qr_svg"]
    assert ada.give_password().json["state"] == "signed-in", "it does not count before it is confirmed"

    assert len(set(ada.set_up_app().json["recovery_codes"])) == 10
    assert ada.events()[0] == "totp-on"
    factors = ada.person.get("/me").json["factors"]
    assert (factors["totp"], factors["recovery_codes"]) == (True, 10)
    assert ada.person.post("/me/totp").code == "app-in-use"
    assert ada.person.post("/me/totp/confirm", {"code": ada.code()}).code == "app-in-use"


def test_the_secret_is_sealed(house: House, holder: Holder) -> None:
    with house.database.reading() as session:
        kept = session.scalars(select(Totp.secret).where(Totp.account_id == holder.person.id)).one()
    assert holder.secret.encode() not in kept


def test_an_app_is_not_on_before_its_code_is_right(ada: Holder) -> None:
    assert ada.person.post("/me/totp/confirm", {"code": "000000"}).status == 404
    ada.secret = ada.person.post("/me/totp").json["secret"]
    assert ada.person.post("/me/totp/confirm", {"code": wrong_code(ada)}).code == "wrong-code"
    old, ada.secret = ada.code(), ada.person.post("/me/totp").json["secret"]
    assert ada.person.post("/me/totp/confirm", {"code": old}).code == "wrong-code"
    assert ada.person.post("/me/totp/confirm", {"code": ada.code()}).status == 200


def test_an_app_that_was_never_confirmed_lets_nobody_in(ada: Holder) -> None:
    ada.add_passkey()
    ada.secret = ada.person.post("/me/totp").json["secret"]
    answer = ada.give_password()
    assert answer.json["methods"] == ["passkey", "recovery"]
    assert ada.finish(answer.json["ticket"], ada.code()).code == "wrong-code"


def test_a_new_app_is_a_second_factor_at_once(house: House, holder: Holder) -> None:
    with house.database.reading() as session:
        mine = LoginSession.account_id == holder.person.id
        assert session.scalars(select(LoginSession.factor_at).where(mine)).one() is not None


def test_one_comes_in_by_a_code_of_the_app(house: House, holder: Holder) -> None:
    forget_steps(holder)
    answer = holder.give_password()
    assert answer.json["methods"] == ["totp", "recovery"]
    finished = holder.finish(answer.json["ticket"], holder.code())
    assert finished.json["state"] == "signed-in"
    assert holder.person.get("/me").status == 200
    with house.database.reading() as session:
        mine = select(LoginSession).where(LoginSession.account_id == holder.person.id)
        began = session.scalars(mine.order_by(LoginSession.created_at.desc()).limit(1)).one()
    assert (began.method, began.factor_at is not None) == ("password", True)


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 200), (0, 200), (1, 200), (2, 422)])
def test_a_clock_may_be_half_a_minute_off(house: House, holder: Holder, steps: int, status: int) -> None:
    forget_steps(holder)
    ticket = holder.half_way()
    with time_machine.travel(clock.now(), tick=False):
        assert holder.finish(ticket, holder.code(clock.now() + STEP * steps)).status == status


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}{1} ", "{0}\t{1}"])
def test_spaces_in_a_code_do_not_matter(house: House, holder: Holder, typed: str) -> None:
    forget_steps(holder)
    code = holder.code()
    assert holder.finish(holder.half_way(), typed.format(code[:3], code[3:])).status == 200


def test_a_code_is_taken_once_and_none_before_it(house: House, holder: Holder) -> None:
    with time_machine.travel(clock.now() + 10 * STEP, tick=False):
        code, before = holder.code(), holder.code(clock.now() - STEP)
        assert holder.finish(holder.half_way(), code).status == 200
        ticket = holder.half_way()
        assert holder.finish(ticket, code).code == "wrong-code"
        assert holder.finish(ticket, before).code == "wrong-code"
        assert holder.finish(ticket, holder.code(clock.now() + STEP)).status == 200


def test_the_code_that_confirmed_an_app_lets_nobody_in(holder: Holder) -> None:
    with time_machine.travel(clock.now(), tick=False):
        assert holder.finish(holder.half_way(), holder.code()).code == "wrong-code"


def test_of_many_who_bring_one_code_at_once_one_comes_in(house: House, holder: Holder) -> None:
    forget_steps(holder)
    tickets = [holder.half_way() for _ in range(AT_ONCE)]
    code = holder.code()
    answers = all_at_once(holder, tickets, code)
    assert sorted(answer.status for answer in answers) == [200] + [422] * (AT_ONCE - 1)


def test_of_many_who_bring_one_recovery_code_at_once_one_comes_in(holder: Holder) -> None:
    tickets = [holder.half_way() for _ in range(AT_ONCE)]
    code = holder.recovery_codes[3]
    answers = all_at_once(holder, tickets, code)
    assert sorted(answer.status for answer in answers) == [200] + [422] * (AT_ONCE - 1)


def test_of_many_codes_on_one_ticket_five_are_compared(house: House, holder: Holder) -> None:
    forget_steps(holder)
    ticket, code = holder.half_way(), wrong_code(holder)
    answers = all_at_once(holder, [ticket] * AT_ONCE, code)
    assert sorted(answer.code for answer in answers) == ["code-over"] * (AT_ONCE - 5) + ["wrong-code"] * 5


def test_a_ticket_is_good_for_five_tries(house: House, holder: Holder) -> None:
    forget_steps(holder)
    ticket = holder.half_way()
    answers = [holder.finish(ticket, wrong_code(holder)) for _ in range(5)]
    assert [answer.code for answer in answers] == ["wrong-code"] * 5
    assert "are 4 more tries" in answers[0].json["detail"]
    assert "is one more try" in answers[3].json["detail"]
    assert "last try" in answers[4].json["detail"]
    assert holder.finish(ticket, holder.code()).code == "code-over"
    assert holder.finish(holder.half_way(), holder.code()).status == 200


def test_a_ticket_is_good_once_and_for_ten_minutes(house: House, holder: Holder) -> None:
    ticket, late = holder.half_way(), holder.half_way()
    assert holder.finish(ticket, holder.recovery_codes[0]).status == 200
    assert holder.finish(ticket, holder.recovery_codes[1]).code == "code-over"
    with time_machine.travel(clock.now() + timedelta(minutes=10, seconds=1)):
        assert holder.finish(late, holder.recovery_codes[1]).code == "code-over"


def test_no_number_of_tickets_gives_more_than_twenty_wrong_codes_a_day(house: House, holder: Holder) -> None:
    forget_steps(holder)
    known = holder.person
    for _ in range(4):
        ticket = holder.half_way()
        assert {holder.finish(ticket, wrong_code(holder)).code for _ in range(5)} == {"wrong-code"}
    ticket = holder.half_way()
    answer = holder.finish(ticket, holder.code())
    assert (answer.code, "Retry-After" in dict(answer.headers)) == ("too-many-attempts", True)

    holder.person = known
    ticket = known.post("/auth/sign-in", {"login": known.name, "password": known.password}).json["ticket"]
    assert holder.finish(ticket, holder.code()).status == 200, "the browser of its holder is not shut out"
    with time_machine.travel(clock.now() + timedelta(days=1, seconds=1)):
        assert holder.finish(holder.half_way(), holder.code()).status == 200


def test_no_more_than_twenty_codes_are_tried_to_set_up_an_app(ada: Holder) -> None:
    ada.secret = ada.person.post("/me/totp").json["secret"]
    answers = [ada.person.post("/me/totp/confirm", {"code": wrong_code(ada)}).code for _ in range(21)]
    assert answers == ["wrong-code"] * 20 + ["too-many-attempts"]
    assert ada.person.post("/me/totp/confirm", {"code": ada.code()}).code == "too-many-attempts"


def test_right_codes_use_no_tries_up(holder: Holder) -> None:
    for code in holder.recovery_codes:
        assert holder.finish(holder.half_way(), code).status == 200
    holder.person.post("/me/recovery-codes")
    start = clock.now()
    for number in range(1, 12):
        with time_machine.travel(start + 10 * number * STEP, tick=False):
            assert holder.finish(holder.half_way(), holder.code()).status == 200


def test_a_change_of_the_password_ends_what_waits_for_a_second_factor(holder: Holder) -> None:
    known = holder.person
    ticket = holder.half_way()
    assert known.put("/me/password", {"password": "another lighthouse"}).status == 200
    assert holder.finish(ticket, holder.recovery_codes[0]).code == "code-over"


@pytest.mark.parametrize(
    "code",
    ["", "1" * 65, None, 123456, ["123456"], {"code": "1"}, "\0", True],
    ids=repr,
)
def test_what_is_no_code_is_refused(holder: Holder, code: object) -> None:
    ticket = holder.half_way()
    for path, body in (
        ("/auth/second-factor", {"ticket": ticket, "code": code}),
        ("/me/totp/confirm", {"code": code}),
    ):
        known = holder.person.elsewhere()
        assert known.post(path, body).status in (400, 401, 422)


@pytest.mark.parametrize(
    "typed", ["١٢٣٤٥٦", "12345", "1234567", "½", "aaaaaa", "-12345", "😀" * 6, "ÅÅÅÅ-ÅÅÅÅ"]
)
def test_what_only_looks_like_a_code_is_wrong(holder: Holder, typed: str) -> None:
    assert holder.finish(holder.half_way(), typed).code == "wrong-code"


def test_a_recovery_code_is_good_once_however_it_is_typed(holder: Holder) -> None:
    first, second, *_ = holder.recovery_codes
    assert holder.finish(holder.half_way(), first.lower().replace("-", " ")).status == 200
    assert "recovery-code-used" in holder.events()
    assert holder.person.get("/me").json["factors"]["recovery_codes"] == 9
    ticket = holder.half_way()
    assert holder.finish(ticket, first).code == "wrong-code"
    assert holder.finish(ticket, second.replace("-", "")).status == 200
    used = [one for one in holder.person.house.letters(holder.person.email) if "recovery code" in one.subject]
    assert len(used) == 2


def test_the_recovery_code_of_another_is_none(house: House, holder: Holder) -> None:
    bob = Holder(house.join(), Authenticator("https://site.test"))
    assert bob.set_up_app().status == 200
    assert holder.finish(holder.half_way(), bob.recovery_codes[0]).code == "wrong-code"
    assert bob.finish(bob.half_way(), bob.recovery_codes[0]).status == 200


def test_new_recovery_codes_end_the_old_ones(holder: Holder) -> None:
    old = holder.recovery_codes
    made = holder.person.post("/me/recovery-codes")
    assert made.status == 201
    assert not set(old) & set(made.json["recovery_codes"])
    assert holder.events()[0] == "recovery-codes-made"
    ticket = holder.half_way()
    assert holder.finish(ticket, old[0]).code == "wrong-code"
    assert holder.finish(ticket, made.json["recovery_codes"][0]).status == 200


def test_recovery_codes_are_for_those_with_a_second_factor(ada: Holder) -> None:
    assert ada.person.post("/me/recovery-codes").code == "no-factor"


def test_nothing_is_kept_of_recovery_codes_but_digests(house: House, holder: Holder) -> None:
    with house.database.reading() as session:
        kept = session.scalars(
            select(RecoveryCode.digest).where(RecoveryCode.account_id == holder.person.id)
        ).all()
    assert len(kept) == 10
    assert not any(
        code.replace("-", "").encode() in digest for code in holder.recovery_codes for digest in kept
    )


def test_an_app_is_switched_off_and_its_codes_go_with_it(house: House, holder: Holder) -> None:
    assert holder.person.delete("/me/totp").status == 204
    assert holder.events()[0] == "totp-off"
    with house.database.reading() as session:
        mine = select(func.count()).where(RecoveryCode.account_id == holder.person.id)
        assert session.scalar(mine) == 0
    assert holder.person.delete("/me/totp").status == 404
    assert holder.give_password().json["state"] == "signed-in"


def test_recovery_codes_stay_while_a_passkey_does(holder: Holder) -> None:
    holder.add_passkey()
    assert holder.person.delete("/me/totp").status == 204
    assert holder.person.get("/me").json["factors"]["recovery_codes"] == 10
    assert holder.finish(holder.half_way(), holder.recovery_codes[0]).status == 200


def test_what_was_never_confirmed_goes_without_a_word(ada: Holder) -> None:
    ada.add_passkey()
    ada.person.post("/me/totp")
    assert ada.person.delete("/me/totp").status == 204
    assert "totp-off" not in ada.events()
    assert ada.person.get("/me").json["factors"]["recovery_codes"] == 10


@pytest.mark.usefixtures("strict")
@pytest.mark.parametrize("role", ["owner", "moderator", "member"])
def test_who_looks_after_the_site_keeps_the_last_factor(house: House, holder: Holder, role: str) -> None:
    house.change(holder.person.id, role=role)
    assert holder.person.delete("/me/totp").code == ("" if role == "member" else "factor-required")
    assert holder.person.get("/me").json["factors"]["totp"] == (role != "member")
    if role != "member":
        holder.add_passkey()
        assert holder.person.delete("/me/totp").status == 204


def test_who_has_lost_everything_is_helped_by_who_runs_the_site(holder: Holder, operator: Operator) -> None:
    holder.add_passkey()
    ticket = holder.half_way()
    assert operator.delete(f"/people/{holder.person.name}/factors").status_code == 204
    assert holder.finish(ticket, holder.recovery_codes[0]).code == "code-over"
    assert holder.person.refresh().status == 401
    assert holder.give_password().json["state"] == "signed-in"
    assert holder.person.get("/me").json["factors"]["recovery_codes"] == 0
    assert "factors-removed" in holder.events()
    assert holder.sign_in().code == "passkey-refused"
    assert operator.delete("/people/nobody-of-all/factors").status_code == 404


def test_a_code_opens_the_studio_again_and_no_door_of_the_account(house: House, holder: Holder) -> None:
    forget_steps(holder)
    days_ago = clock.now() - timedelta(days=2)
    with house.database.transaction() as session:
        mine = LoginSession.account_id == holder.person.id
        session.execute(update(LoginSession).where(mine).values(factor_at=days_ago, proved_at=days_ago))
    code = holder.code()
    assert holder.person.post("/me/proof/code", {"code": code}).status == 204
    assert holder.person.post("/me/proof/code", {"code": code}).code == "wrong-code"
    assert holder.person.post("/me/proof/code", {"code": holder.recovery_codes[0]}).status == 204
    assert "recovery-code-used" in holder.events()
    with house.database.reading() as session:
        factor_at, proved_at = session.execute(
            select(LoginSession.factor_at, LoginSession.proved_at).where(mine)
        ).one()
    assert (factor_at > days_ago, proved_at) == (True, days_ago)


def test_codes_that_are_shown_are_tried_no_more_often_than_at_the_door(holder: Holder) -> None:
    wrong = wrong_code(holder)
    replies = [holder.person.post("/me/proof/code", {"code": wrong}) for _ in range(21)]
    assert [reply.code for reply in replies] == ["wrong-code"] * 20 + ["too-many-attempts"]


def test_changes_take_a_proof(holder: Holder) -> None:
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        holder.person.refresh()
        for method, path in (
            ("POST", "/me/totp"),
            ("DELETE", "/me/totp"),
            ("POST", "/me/recovery-codes"),
            ("POST", "/me/totp/confirm"),
        ):
            assert (path, holder.person.send(method, path, {}).code) == (path, "proof-needed")


def test_a_reset_of_the_password_leaves_the_app_on(house: House, holder: Holder) -> None:
    person = holder.person = holder.person.elsewhere()
    asked = person.post("/auth/resets", {"email": person.email}).json
    person.password = "nine new lighthouses"
    given = {"code": house.code(person.email), "password": person.password}
    assert person.post(f"/auth/verifications/{asked['id']}/password", given).status == 204
    assert holder.finish(holder.half_way(), holder.recovery_codes[0]).status == 200


def test_where_a_second_factor_is_on_a_password_may_be_short(holder: Holder, house: House) -> None:
    short = {"password": "kelp-29x"}
    assert house.join().put("/me/password", short).status == 422
    assert holder.person.put("/me/password", short).status == 200


def test_a_secret_that_cannot_be_read_lets_nobody_in_and_the_others_do(house: House, holder: Holder) -> None:
    with house.database.transaction() as session:
        mine = Totp.account_id == holder.person.id
        session.execute(update(Totp).where(mine).values(secret=b"of another key", last_step=0))
    ticket = holder.half_way()
    assert holder.finish(ticket, holder.code()).code == "wrong-code"
    assert holder.finish(ticket, holder.recovery_codes[0]).status == 200
