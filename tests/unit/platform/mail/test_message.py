"""A mail as it goes over the wire."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage, Message

import pytest
from tests.support.jobs import NOON
from tests.support.mails import LETTER

from portico.platform.mail.message import compose
from portico.platform.mail.tables import Mail


def over_the_wire(**more: str) -> EmailMessage:
    mail = Mail(**(LETTER | {"message_id": "<1@example.org>", "created_at": NOON} | more))
    wire = compose(mail).as_bytes()
    assert wire.isascii()
    assert max(map(len, wire.split(b"\r\n"))) <= 998
    return message_from_bytes(wire, policy=policy.default)


def words(message: Message) -> str:
    assert isinstance(message, EmailMessage)
    return str(message.get_content()).replace("\r\n", "\n")


def test_a_mail_says_who_what_and_when() -> None:
    message = over_the_wire()
    assert message["From"] == "Ada <ada@example.org>"
    assert message["To"] == "eve@example.net"
    assert message["Subject"] == "Grüße aus Köln"
    assert message["Date"].datetime == NOON
    assert message["Message-ID"] == "<1@example.org>"


def test_an_encoded_word_that_somebody_wrote_begins_no_header() -> None:
    mail = Mail(**(LETTER | {"message_id": "<1@example.org>", "created_at": NOON}))
    mail.subject = "A letter from =?utf-8?q?Ada=0D=0ABcc=3A_eve=40example.net?="
    head = compose(mail).as_bytes().partition(b"\r\n\r\n")[0]
    assert b"\r\nBcc" not in head
    assert b"Subject: A letter from = ?utf-8?q?Ada=0D=0ABcc" in head


def test_no_machine_answers_it() -> None:
    assert over_the_wire()["Auto-Submitted"] == "auto-generated"


def test_plain_text_alone_is_one_part() -> None:
    message = over_the_wire()
    assert message.get_content_type() == "text/plain"
    assert words(message) == "Schöne Grüße.\n"


def test_html_stands_beside_the_plain_text() -> None:
    message = over_the_wire(html="<p>Schöne Grüße.</p>")
    assert message.get_content_type() == "multipart/alternative"
    plain, html = message.iter_parts()
    assert (plain.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert words(html) == "<p>Schöne Grüße.</p>\n"


@pytest.mark.parametrize(
    "text",
    ["x" * 3000, ".\n..\n.leading dots\n", "From here\n>From there\n", "tabs\tand  spaces \n", "中文🙂\n"],
)
def test_every_text_arrives_as_it_was_written(text: str) -> None:
    assert words(over_the_wire(text=text)).rstrip() == text.rstrip()


@pytest.mark.parametrize("subject", ["ü" * 400, "long words " * 40])
def test_long_subjects_arrive(subject: str) -> None:
    message = over_the_wire(subject=subject)
    assert [name.lower() for name in message.keys()].count("subject") == 1  # noqa: SIM118 - names may repeat
    assert message["Subject"].replace(" ", "") == subject.replace(" ", "")
