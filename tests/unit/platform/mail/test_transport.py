"""How mail leaves: over real connections to a server that fails as it is told to."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.support.jobs import NOON, heard
from tests.support.mails import LETTER
from tests.support.server import free_port
from tests.support.smtp import mail_server

from portico.platform.mail.message import compose
from portico.platform.mail.tables import Mail
from portico.platform.mail.transport import NotTaken, Refused, Server, folder_of, transport


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """What a mail server with a certificate of its own making offers."""
    folder = tmp_path_factory.mktemp("tls")
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    words = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=mail.test"
    subprocess.run(
        ["openssl", *words.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context


def message() -> EmailMessage:
    return compose(Mail(**LETTER, message_id="<1@example.org>", created_at=NOON))


def hand_over(url: str, seconds: float = 30) -> None:
    """Deliver one message by this address."""
    with transport(url, seconds=seconds)() as deliver:
        deliver(message())


def test_a_message_arrives() -> None:
    with mail_server() as server:
        hand_over(server.url)
    assert server.ledger.accepted == ["<1@example.org>"]
    assert server.ledger.messages[0]["To"] == LETTER["recipient"]
    assert server.ledger.cut == [], "the connection was ended in good order"


@pytest.mark.parametrize("failure", ["550 rcpt", "550 data"])
def test_what_the_server_will_never_take_is_refused_in_its_words(failure: str) -> None:
    with mail_server([failure]) as server, pytest.raises(Refused, match=r"answered: 550 5\.[17]\.1 T"):
        hand_over(server.url)
    assert server.ledger.accepted == []


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        ("refuse", "ended the connection"),
        ("421 helo", "421|ended the connection"),
        ("421 mail", "answered: 421"),
        ("421 rcpt", "answered: 421"),
        ("421 data", "answered: 421"),
        ("451 rcpt", "answered: 451 4.7.1 Greylisted"),
        ("451 data", "answered: 451 4.3.0 Disk full"),
        ("drop before data", "ended the connection"),
        ("drop after dot", "ended the connection"),
    ],
)
def test_what_may_pass_is_for_a_later_attempt(failure: str, sentence: str) -> None:
    with mail_server([failure]) as server:
        with pytest.raises(NotTaken, match=sentence):
            hand_over(server.url)
        assert server.ledger.failures[failure] == 1
        hand_over(server.url)
    assert len(server.ledger.accepted) == (2 if failure == "drop after dot" else 1)
    assert len(server.ledger.cut) == (1 if failure == "drop after dot" else 0)


def test_a_server_that_is_not_there_is_for_a_later_attempt() -> None:
    with pytest.raises(NotTaken, match="cannot be reached: Connection refused"):
        hand_over(f"smtp://127.0.0.1:{free_port()}")


def test_a_server_that_hangs_is_left_at_the_deadline() -> None:
    began = time.monotonic()
    with mail_server(["hang"]) as server, pytest.raises(NotTaken):
        hand_over(server.url, seconds=0.5)
    assert time.monotonic() - began < 20


def test_a_server_that_trickles_is_left_at_the_deadline_too() -> None:
    with trickling() as url, pytest.raises(NotTaken):
        hand_over(url, seconds=1)


def test_what_can_be_encrypted_is(tls: ssl.SSLContext) -> None:
    with mail_server(tls=tls) as server:
        hand_over(server.url)
    assert server.ledger.encrypted == 1


def test_a_certificate_is_checked_unless_the_server_is_on_this_machine(
    tls: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Server, "is_local", False)
    with mail_server(tls=tls) as server, pytest.raises(NotTaken, match="certificate of the mail server"):
        hand_over(server.url)
    assert server.ledger.accepted == []


def test_a_login_with_odd_characters_is_read_from_the_address(tls: ssl.SSLContext) -> None:
    with mail_server(user="ada", password="p@ss/w:rd", tls=tls) as server:
        hand_over(f"smtp://ada:p%40ss%2Fw%3Ard@127.0.0.1:{server.port}")
    assert server.ledger.logins == [("ada", "p@ss/w:rd")]
    assert len(server.ledger.accepted) == 1


def test_a_wrong_password_can_be_put_right_and_is_not_repeated_in_the_error(tls: ssl.SSLContext) -> None:
    with (
        mail_server(user="ada", password="right", tls=tls) as server,
        pytest.raises(NotTaken, match="answered: 535") as raised,
    ):
        hand_over(f"smtp://ada:wrong@127.0.0.1:{server.port}")
    assert "wrong" not in str(raised.value)


def test_a_password_is_not_sent_in_the_clear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Server, "is_local", False)
    with mail_server(user="ada", password="secret") as server, pytest.raises(NotTaken, match="no encryption"):
        hand_over(server.url)
    assert server.ledger.logins == []


def test_a_folder_takes_each_message_once(tmp_path: Path) -> None:
    for _ in range(2):
        hand_over((tmp_path / "mail box").as_uri())
    (file,) = (tmp_path / "mail box").iterdir()
    assert file.suffix == ".eml"
    assert b"Message-ID: <1@example.org>" in file.read_bytes()


def test_a_folder_that_can_be_looked_into_is_told_of_in_the_log(tmp_path: Path) -> None:
    with heard() as logs, transport(tmp_path.as_uri(), mailbox="http://localhost/studio/mail")() as deliver:
        deliver(message())
    assert [(line["event"], line["open"]) for line in logs] == [("mail_kept", "http://localhost/studio/mail")]


def test_mails_are_in_a_folder_only_where_they_leave_into_one(tmp_path: Path) -> None:
    assert folder_of((tmp_path / "a b").as_uri()) == tmp_path / "a b"
    assert [folder_of(url) for url in ("", "smtp://mail.test", "file://folder", "file:")] == [None] * 4


def test_a_folder_that_cannot_be_written_is_for_a_later_attempt(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(NotTaken, match="cannot be written to its folder"):
        hand_over((tmp_path / "file").as_uri())


def test_without_a_server_mails_wait() -> None:
    with pytest.raises(NotTaken, match="PORTICO_MAIL_URL"):
        hand_over("")


@pytest.mark.parametrize(
    "url", ["mail.test", "http://mail.test", "smtp://", "smtp://:25", "file://folder", "file:"]
)
def test_other_addresses_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(ValueError, match=r"^mail leaves by"):
        transport(url)


@pytest.mark.parametrize(
    ("host", "local"),
    [("localhost", True), ("127.9.9.9", True), ("::1", True), ("10.0.0.1", False), ("m.test", False)],
)
def test_only_this_machine_is_local(host: str, local: bool) -> None:
    assert Server(host, 25, "", "", tls=False).is_local is local


@contextmanager
def trickling() -> Iterator[str]:
    """The address of a server that greets by one byte at a time, and never comes to an end."""
    over = threading.Event()

    def trickle() -> None:
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            while not over.wait(0.1):
                connection.sendall(b"2")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=trickle)
        thread.start()
        yield f"smtp://127.0.0.1:{listener.getsockname()[1]}"
        over.set()
        thread.join()
