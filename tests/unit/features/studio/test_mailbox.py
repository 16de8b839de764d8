"""Mails that left into a folder, read back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.support.jobs import NOON
from tests.support.mails import LETTER

from portico.features.studio import mailbox
from portico.platform.mail.message import compose
from portico.platform.mail.tables import Mail
from portico.platform.mail.transport import transport


def leave(folder: Path, number: int = 1, **more: str) -> str:
    """Let a mail leave into the folder; gives its name there."""
    told = LETTER | {"message_id": f"<{number:032x}@example.org>", "created_at": NOON} | more
    with transport(folder.as_uri())() as deliver:
        deliver(compose(Mail(**told)))
    os.utime(folder / f"{number:032x}.eml", (number, number))
    return f"{number:032x}"


def test_a_mail_is_read_as_it_was_written(tmp_path: Path) -> None:
    kept = mailbox.find(tmp_path, leave(tmp_path, html="<p>Schöne Grüße.</p>"))
    assert kept
    assert (kept.subject, kept.recipient, kept.at) == ("Grüße aus Köln", "eve@example.net", NOON)
    assert (kept.text, kept.html) == ("Schöne Grüße.", "<p>Schöne Grüße.</p>")
    assert dict(kept.headers)["From"] == "Ada <ada@example.org>"


def test_a_mail_without_html_has_none(tmp_path: Path) -> None:
    kept = mailbox.find(tmp_path, leave(tmp_path))
    assert kept
    assert kept.html == ""


@pytest.mark.parametrize(
    ("text", "code"), [("K7QM-2FZD is your code", "K7QM-2FZD"), ("no code", ""), ("XK7QM-2FZD", "")]
)
def test_a_code_is_found(tmp_path: Path, text: str, code: str) -> None:
    kept = mailbox.find(tmp_path, leave(tmp_path, text=text))
    assert kept
    assert kept.code == code


def test_the_newest_come_first_and_no_more_than_can_be_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "MOST", 3)
    written = [leave(tmp_path, number) for number in (1, 4, 2, 3)]
    (tmp_path / ".half-written.eml").write_text("")
    (tmp_path / "notes.txt").write_text("")
    assert [kept.name for kept in mailbox.newest(tmp_path)] == [written[1], written[3], written[2]]


def test_a_folder_that_is_not_there_yet_is_empty(tmp_path: Path) -> None:
    assert mailbox.newest(tmp_path / "mail") == []


@pytest.mark.parametrize("name", ["", "..", "../secret", "0" * 32, "A" * 32, "secret.eml", "%2e%2e/secret"])
def test_only_mails_of_the_folder_are_found(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.eml").write_text("Subject: secret\n\n")
    leave(tmp_path / "mail")
    assert mailbox.find(tmp_path / "mail", name) is None
