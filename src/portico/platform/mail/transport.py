"""The ways that mail leaves: a mail server, or a folder of files."""

from __future__ import annotations

import ipaddress
import smtplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

import structlog

from portico.platform.files import write_atomically

Deliver = Callable[[EmailMessage], None]
Transport = Callable[[], AbstractContextManager[Deliver]]
"""Opens a connection; what it gives hands one message over, and returns when the other side has taken it.

Raises Refused or NotTaken.
"""
SECONDS = 30.0
"""How long one connection may last, from the first packet to the last."""
PORTS = {"smtp": 587, "smtps": 465}
log = structlog.get_logger("portico.mail")


class Refused(Exception):
    """The server will never take this message; its own words say why."""


class NotTaken(Exception):
    """The message could not be handed over, or it is not known whether it was; a later attempt may do it."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and how to talk to it."""

    host: str
    port: int
    user: str
    password: str
    tls: bool
    """Whether the connection is encrypted from its start."""

    @property
    def is_local(self) -> bool:
        """Whether it runs on this machine, so that nobody can listen in between."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"


def transport(url: str, *, seconds: float = SECONDS, mailbox: str = "") -> Transport:
    """The transport that an address names: `smtp://USER:PASSWORD@HOST:PORT`, `smtps://…` or `file:///FOLDER`.

    Where it is empty mails wait for someone to name a server. `mailbox` is where people can look into the
    folder, of which the log tells with each mail. Raises ValueError, without repeating the address, when it
    names none.
    """
    if not url:
        return _nowhere
    if folder := folder_of(url):
        return _folder(folder, mailbox)
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise ValueError("mail leaves by smtp://HOST, smtps://HOST or file:///FOLDER")
    server = Server(
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=parts.scheme == "smtps",
    )
    return lambda: _session(server, seconds)


def folder_of(url: str) -> Path | None:
    """The folder where mails are left by this address, none when they leave by a server."""
    parts = urlsplit(url)
    return Path(unquote(parts.path)) if parts.scheme == "file" and parts.path and not parts.netloc else None


def _nowhere() -> AbstractContextManager[Deliver]:
    raise NotTaken("No mail server is configured. Set PORTICO_MAIL_URL.")


def _folder(folder: Path, mailbox: str) -> Transport:
    def deliver(message: EmailMessage) -> None:
        name = message["Message-ID"].strip("<>").partition("@")[0]
        try:
            write_atomically(folder / f"{name}.eml", lambda file: file.write(message.as_bytes()))
        except OSError as error:
            raise NotTaken(f"The mail cannot be written to its folder: {error.strerror}.") from error
        if mailbox:
            log.info("mail_kept", open=mailbox)

    @contextmanager
    def opened() -> Iterator[Deliver]:
        yield deliver

    return opened


@contextmanager
def _session(server: Server, seconds: float) -> Iterator[Deliver]:
    connection = _client(server, seconds)
    # A socket's time-out begins anew with every byte; this deadline does not.
    deadline = threading.Timer(seconds, _cut, [connection])
    deadline.daemon = True
    deadline.start()
    try:
        _greet(connection, server)
        yield lambda message: _hand_over(connection, message)
        with suppress(OSError, smtplib.SMTPException):
            connection.quit()
    finally:
        deadline.cancel()
        connection.close()


def _client(server: Server, seconds: float) -> smtplib.SMTP:
    # With a name of its own the client asks no name server for it.
    name = socket.gethostname()
    if server.tls:
        return smtplib.SMTP_SSL(timeout=seconds, local_hostname=name, context=_trust(server))
    return smtplib.SMTP(timeout=seconds, local_hostname=name)


def _trust(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.is_local:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _greet(connection: smtplib.SMTP, server: Server) -> None:
    try:
        # The name that certificates are compared with; `connect` alone leaves it out.
        setattr(connection, "_host", server.host)  # noqa: B010
        code, answer = connection.connect(server.host, server.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, answer)
        connection.ehlo_or_helo_if_needed()
        if not server.tls and connection.has_extn("starttls"):
            connection.starttls(context=_trust(server))
            connection.ehlo()
        elif server.user and not server.tls and not server.is_local:
            raise NotTaken("The mail server offers no encryption, so the password was not sent to it.")
        if server.user:
            connection.login(server.user, server.password)
    except (OSError, smtplib.SMTPException) as error:
        # Whatever the code: it is about the server or its password, and not about this message.
        raise NotTaken(_sentence(error)) from error


def _hand_over(connection: smtplib.SMTP, message: EmailMessage) -> None:
    try:
        connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _answered(code, words) from error
    except smtplib.SMTPResponseException as error:
        raise _answered(error.smtp_code, error.smtp_error) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotTaken(_sentence(error)) from error


def _answered(code: int, words: bytes | str) -> Refused | NotTaken:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    kind = Refused if 500 <= code < 600 else NotTaken
    return kind(f"The mail server answered: {code} {text}")


def _sentence(error: OSError | smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return str(_answered(error.smtp_code, error.smtp_error))
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"The certificate of the mail server is not good: {error.verify_message}."
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "The mail server ended the connection in the middle of it."
    if isinstance(error, TimeoutError):
        return "The mail server does not answer."
    return f"The mail server cannot be reached: {error.strerror or error}."


def _cut(connection: smtplib.SMTP) -> None:
    if connection.sock is not None:
        with suppress(OSError):
            # The plain method: the one of an encrypted socket is not for a second thread.
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)
