"""Letters arrive by either door: stored and brought to the owner, or refused with a reason at each field."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from tests.integration.features.contact.conftest import LETTER, OWNER, SITE, Porch, PorchMaker
from tests.support.html import parse
from tests.support.jobs import heard

from portico.features.contact.models import ContactMessage
from portico.features.contact.proofs import LATEST, SOONEST
from portico.features.contact.receiving import PACES, UNPROVED
from portico.features.contact.sweeping import sweep
from portico.platform.clock import now
from portico.platform.mail.message import compose
from portico.web.instrumentation import METRICS

INJECTIONS = [
    text.format(end)
    for text in (
        "Ada{0}Bcc: eve@evil.test",
        "Ada{0}To: eve@evil.test",
        "Ada{0}{0}<script>alert(1)</script>",
        "Ada{0}Content-Type: text/html",
        "ada@example.org{0}Bcc: eve@evil.test",
        "ada@example.org,eve@evil.test{0}",
    )
    for end in ("\r\n", "\n", "\r", "%0d%0a", "\x0b", "\u2028")
] + [
    "=?utf-8?q?=0D=0ABcc=3A_eve=40evil.test?=@example.org",
    "ada@example.org, eve@evil.test",
    "=?utf-8?q?Ada=0D=0ABcc=3A_eve=40evil.test?=",
    "Ada\x00Bcc: eve@evil.test",
]
"""Forty strings that would become headers, were they taken for some."""
WRONG = {
    "topic": ["", "Nothing of the kind", "a" * 61],
    "name": ["", "  ", "a" * 121, "Ada\nLovelace"],
    "email": ["", "ada", "ada@", "@example.org", "ada@example.org, eve@evil.test", "a" * 250 + "@b.org"],
    "text": ["", "short", " " * 30, "a" * 5001, "A letter with \x01 in it"],
}


def test_a_letter_is_stored_and_leaves_to_the_owner_with_the_writer_to_answer(porch: Porch) -> None:
    form = porch.visitor().get("/contact/form")
    assert form.json["topics"][0] == "A question"
    assert form.json["site_key"] is None
    assert ("Cache-Control", "no-store") in form.headers
    reply = porch.write(text="Two lines,\r\n\r\nand one.  ")
    assert reply.status == 202, reply.body
    (message,) = porch.kept()
    assert (message.state, message.checked, message.text) == ("new", "stamp", "Two lines,\n\nand one.")
    (mail,) = porch.mails()
    assert (mail.recipient, mail.headers) == (OWNER, {"Reply-To": "ada@example.org"})
    assert mail.subject == "A question: a letter from Ada Lovelace"
    assert "> Two lines,\n> \n> and one." in mail.text
    assert f"https://site.test/studio/inbox#letter-{message.id}" in mail.text
    assert "From: Stone <porch@site.test>" in str(compose(mail))


def test_the_form_needs_no_script(porch: Porch) -> None:
    answer = porch.send()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/contact/sent")
    assert "A person will read it" in porch.app.test_client().get("/contact/sent").text
    assert [(m.state, m.checked) for m in porch.kept()] == [("new", "trap")]
    assert [mail.recipient for mail in porch.mails()] == [OWNER]


def test_every_slip_is_named_at_its_field_by_both_doors(small_porch: Porch) -> None:
    for field, values in WRONG.items():
        for value in values:
            told = small_porch.write(**{field: value})
            assert (told.status, told.code) == (422, "invalid"), (field, value)
            assert [error["pointer"] for error in told.json["errors"]] == [f"/body/{field}"]
            page = small_porch.send(**{field: value})
            assert (page.status_code, page.headers["Cache-Control"]) == (422, "no-store")
            place = parse(page.text).get_element_by_id(f"letter-{field}-error")
            assert place.text == told.json["errors"][0]["detail"]
            assert "hidden" not in place.attrib
    page = parse(small_porch.send(email="ada", text="What I wrote is\nstill there.").text)
    assert page.get_element_by_id("letter-text").text.strip() == "What I wrote is\nstill there."
    assert page.get_element_by_id("letter-email").get("aria-invalid") == "true"
    assert small_porch.kept() == [] == small_porch.mails()


def test_other_bodies_are_refused_as_such(small_porch: Porch) -> None:
    visitor = small_porch.visitor()
    for body, status in ((b"x" * 1_000_000, 413), (b"{", 400), (b"[]", 422), (b'{"text": 5}', 422)):
        assert visitor.send("POST", "/contact", body).status == status
    assert small_porch.write(owner_id=1).json["errors"][0]["code"] == "unknown"
    elsewhere = {"Origin": "https://evil.test", "Sec-Fetch-Site": "cross-site"}
    page = small_porch.app.test_client().post("/contact", data=LETTER, headers=elsewhere)
    assert page.status_code == 403
    assert small_porch.kept() == []


def test_nothing_that_is_written_becomes_a_header(small_porch: Porch) -> None:
    assert len(INJECTIONS) == 40
    for field in ("name", "email", "topic", "text"):
        for text in INJECTIONS:
            reply = small_porch.write(**{field: text})
            assert reply.status in (202, 400, 422), (field, text)
    for mail in small_porch.mails():
        message = compose(mail)
        assert message.get_all("To") == [OWNER]
        assert message["Bcc"] is message["Cc"] is None
        head = message.as_bytes().partition(b"\r\n\r\n")[0]
        assert not re.search(rb"^(bcc|cc|content-disposition):", head, re.I | re.M)
        assert "\n" not in message["Subject"]
        assert len(message.get_all("From", [])) == len(message.get_all("Reply-To", [])) == 1
        assert "<script>" not in (mail.html or "")
    assert small_porch.mails()


def test_what_fills_in_every_field_is_kept_as_spam_and_brought_to_nobody(small_porch: Porch) -> None:
    assert small_porch.write(website="https://pills.test", stamp=None).status == 202
    assert small_porch.send(website="https://pills.test").status_code == 303
    assert [message.state for message in small_porch.kept()] == ["spam", "spam"]
    assert small_porch.mails() == []


def test_a_stamp_is_good_once_and_neither_too_early_nor_too_late(porch: Porch) -> None:
    second = timedelta(seconds=1)
    assert porch.write(stamp=porch.stamp(SOONEST - second)).code == "contact-too-quick"
    assert porch.write(stamp=porch.stamp(LATEST + second)).code == "contact-check-expired"
    assert porch.write(stamp="not.one.of-ours").code == "contact-check-invalid"
    assert porch.write(stamp=porch.stamp(SOONEST + second)).status == 202
    stamp = porch.stamp(LATEST - 5 * second)
    assert porch.write(stamp=stamp).status == 202
    again = porch.write(stamp=stamp, text="Another letter altogether.")
    assert (again.status, again.code) == (409, "contact-check-used")
    assert len(porch.kept()) == 2


def test_a_letter_that_is_sent_again_with_its_key_is_one_letter(porch: Porch) -> None:
    visitor, body = porch.visitor(), LETTER | {"stamp": porch.stamp()}
    first = visitor.post("/contact", body, Idempotency_Key="a-letter")
    again = visitor.post("/contact", body, Idempotency_Key="a-letter")
    assert (first.status, again.status) == (202, 202)
    assert first.body == again.body
    assert len(porch.kept()) == len(porch.mails()) == 1


@pytest.mark.parametrize("proved", [True, False])
def test_one_network_writes_so_often_and_no_more(small_porch: Porch, proved: bool) -> None:
    visitor = small_porch.visitor()

    def write() -> tuple[int, str]:
        stamp = small_porch.stamp() if proved else None
        reply = small_porch.write(visitor, stamp=stamp)
        return reply.status, reply.code

    hour, day = PACES if proved else UNPROVED
    for _ in range(hour[1]):
        assert write() == (202, "")
    assert write() == (429, "contact-too-many")
    assert small_porch.write().status == 202
    page = small_porch.send(visitor)
    assert (page.status_code, int(page.headers.get("Retry-After", 0))) >= (429, 0)
    assert "can be sent in 60 minutes" in page.text
    for _ in range(day[1] // hour[1] - 1):
        _move_back(small_porch, timedelta(hours=1))
        for _ in range(hour[1]):
            assert write() == (202, "")
    _move_back(small_porch, timedelta(hours=1))
    assert write() == (429, "contact-too-many")
    _move_back(small_porch, timedelta(days=1))
    assert write() == (202, "")


def test_where_a_letter_came_from_is_a_digest_and_forgotten_after_thirty_days(porch: Porch) -> None:
    visitor = porch.visitor()
    porch.write(visitor)
    (message,) = porch.kept()
    assert message.network
    assert len(message.network) == 32
    assert visitor.source.encode() not in message.network
    for days, remembered in ((29, True), (31, False)):
        with porch.database.transaction() as session:
            sweep(session, now() + timedelta(days=days))
        assert bool(porch.kept()[0].network) is remembered
    assert porch.kept()[0].text == LETTER["text"]


def test_the_writer_hears_that_it_arrived_once_a_day_and_nothing_of_their_own_words(
    make_porch: PorchMaker, sqlite_url: str
) -> None:
    porch = make_porch(sqlite_url, toml=SITE + "[contact]\nauto_reply = true\ntopics = ['Buy pills']\n")
    wanted = {"topic": "Buy pills", "name": "Cheap Pills", "text": "Buy cheap pills at pills.test"}
    for _ in range(3):
        assert porch.write(**wanted).status == 202
    assert porch.write(**wanted, stamp=None).status == 202
    told = [mail for mail in porch.mails() if mail.recipient == "ada@example.org"]
    assert [mail.kind for mail in told] == ["contact-received"]
    assert "pills" not in (told[0].subject + told[0].text).lower()


def test_letters_go_to_the_owners_who_joined_where_the_site_names_no_address_and_wait_where_there_are_none(
    make_porch: PorchMaker, sqlite_url: str
) -> None:
    porch = make_porch(sqlite_url, toml='title = "Stone"\n')
    with heard() as lines:
        assert porch.write().status == 202
    assert [line["event"] for line in lines] == ["letter_not_mailed"]
    owner = porch.house.make(role="owner")
    assert porch.write().status == 202
    assert len(porch.kept()) == 2
    assert [mail.recipient for mail in porch.mails()] == [owner.email]


def test_what_became_of_letters_is_counted(small_porch: Porch) -> None:
    with heard():
        small_porch.write()
        small_porch.write(website="x")
        small_porch.write(stamp="x")
    counted = small_porch.app.extensions[METRICS].state()["portico_contact_messages_total"]
    assert counted == {("taken",): [1.0], ("spam",): [1.0], ("contact-check-invalid",): [1.0]}


def _move_back(porch: Porch, span: timedelta) -> None:
    """Let so much time go by."""
    with porch.database.transaction() as session:
        for message in session.scalars(select(ContactMessage)):
            message.created_at -= span
