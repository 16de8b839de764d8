"""What may stand in the header of a mail."""

from __future__ import annotations

import pytest

from portico.platform.errors import Invalid
from portico.platform.mail.addresses import one_line, recipient_address, sender_address


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ada@example.org", "ada@example.org"),
        ("Ada.L+news@Example.ORG", "Ada.L+news@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("root@localhost", "root@localhost"),
        ("a" * 64 + "@example.org", "a" * 64 + "@example.org"),
    ],
)
def test_an_address_is_read(written: str, read: str) -> None:
    assert recipient_address(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@@example.org",
        "ada@-example.org",
        "ada@example..org",
        "a..b@example.org",
        "ada lovelace@example.org",
        "Ada <ada@example.org>",
        "ada@example.org, eve@example.org",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org\n",
        "ada\0@example.org",
        "ädä@example.org",
        "ada@exa\ud800mple.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 64 + ".org",
        "a@" + ".".join(["b" * 60] * 5),
        '"a b"@example.org',
        "ada@[127.0.0.1]",
        "=?utf-8?q?=0D=0ABcc=3A_eve?=@example.org",
    ],
)
def test_what_is_no_address_is_refused(written: str) -> None:
    with pytest.raises(Invalid):
        recipient_address(written)


def test_a_sender_may_have_a_name() -> None:
    assert sender_address("Ada Lovelace <ada@Example.org>") == "Ada Lovelace <ada@example.org>"
    assert sender_address('"Müller, Jörg" <j@example.org>') == '"Müller, Jörg" <j@example.org>'
    assert sender_address("ada@example.org") == "ada@example.org"


@pytest.mark.parametrize("sender", ["", "Ada", "Ada <>", "a@x.org, b@x.org", "Müller, J <j@x.org>"])
def test_a_mail_has_one_sender(sender: str) -> None:
    with pytest.raises(Invalid):
        sender_address(sender)


@pytest.mark.parametrize("control", ["\r", "\n", "\0", "\x1b", "\x85", "\u2028", "\ud800", "\u202e"])
def test_a_header_is_one_plain_line(control: str) -> None:
    with pytest.raises(Invalid):
        one_line("subject", f"a{control}Bcc: eve@example.org", 100)


def test_a_header_has_its_length() -> None:
    assert one_line("subject", "x" * 100, 100)
    with pytest.raises(Invalid):
        one_line("subject", "x" * 101, 100)
