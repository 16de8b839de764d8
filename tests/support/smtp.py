"""A real SMTP server that fails as it is told to, and writes down every message that it took.

The plan is a sequence of failures, one per connection; when it is used up everything goes well. The
ledger is a list of what happened to each message after its final dot.
"""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.server import free_port

FAILURES = (
    "refuse",
    "421 helo",
    "421 mail",
    "421 rcpt",
    "421 data",
    "451 rcpt",
    "451 data",
    "drop before data",
    "drop after dot",
    "hang",
)
"""What can go wrong and pass. `550 rcpt` and `550 data` are for good."""


@dataclass
class Ledger:
    """What the server saw."""

    accepted: list[str] = field(default_factory=list)
    """The Message-IDs of the messages that were taken, in order."""
    cut: list[str] = field(default_factory=list)
    """Those of them whose connection ended without a QUIT after them."""
    messages: list[EmailMessage] = field(default_factory=list)
    failures: Counter[str] = field(default_factory=Counter)
    """How often each planned failure happened."""
    logins: list[tuple[str, str]] = field(default_factory=list)
    encrypted: int = 0
    """How many messages came over an encrypted connection."""


class MailServer:
    """The server, once it runs."""

    def __init__(self, port: int, user: str, password: str) -> None:
        self.port = port
        self.user = user
        self.password = password
        self.plan: deque[str] = deque()
        self.ledger = Ledger()
        self.open: set[object] = set()
        """The connections there are."""

    @property
    def url(self) -> str:
        """How Portico is told of it."""
        login = f"{self.user}:{self.password}@" if self.user else ""
        return f"smtp://{login}127.0.0.1:{self.port}"


class _Connection(SMTP):
    """One connection, which may have a failure before it."""

    def __init__(self, server: MailServer, **options: Any) -> None:
        super().__init__(_Handler(server), **options)
        self.told = server
        self.failure = server.plan.popleft() if server.plan else ""
        self.unquit: list[str] = []
        """Message-IDs of messages taken since the connection began."""

    def fails(self, failure: str) -> bool:
        """Whether this is what is to go wrong now; it is written down then."""
        if self.failure != failure:
            return False
        self.told.ledger.failures[failure] += 1
        return True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if self.fails("refuse"):
            cast("asyncio.Transport", transport).abort()
            return
        self.told.open.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self.told.ledger.cut += self.unquit
        self.unquit = []
        self.told.open.discard(self)
        if self.failure != "refuse":
            super().connection_lost(error)

    def abort(self) -> None:
        """End the connection at once, as a cable does that is pulled."""
        cast("asyncio.Transport", self.transport).abort()

    async def smtp_EHLO(self, hostname: str) -> None:  # noqa: N802 - as aiosmtpd has it
        if self.fails("hang"):
            await asyncio.sleep(3600)
        if self.fails("421 helo"):
            await self.push("421 4.3.2 Not now")
            self.abort()
        else:
            await super().smtp_EHLO(hostname)

    async def smtp_QUIT(self, arg: str) -> None:  # noqa: N802 - as aiosmtpd has it
        self.unquit = []
        await super().smtp_QUIT(arg)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802 - as aiosmtpd has it
        if self.fails("drop before data"):
            self.abort()
        elif self.fails("421 data"):
            await self.push("421 4.3.2 Closing")
        else:
            await super().smtp_DATA(arg)


class _Handler:
    def __init__(self, server: MailServer) -> None:
        self._ledger = server.ledger

    async def handle_MAIL(  # noqa: N802 - as aiosmtpd has it
        self, server: _Connection, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if server.fails("421 mail"):
            return "421 4.3.2 Closing"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd has it
        self, server: _Connection, _: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        for failure, answer in {
            "421 rcpt": "421 4.3.2 Closing",
            "451 rcpt": "451 4.7.1 Greylisted, come back later",
            "550 rcpt": "550 5.1.1 There is nobody of that name",
        }.items():
            if server.fails(failure):
                return answer
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 OK"

    async def handle_DATA(self, server: _Connection, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if server.fails("451 data"):
            return "451 4.3.0 Disk full, come back later"
        if server.fails("550 data"):
            return "550 5.7.1 That looks like spam"
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        name = str(message["Message-ID"])
        self._ledger.accepted.append(name)
        self._ledger.messages.append(message)
        self._ledger.encrypted += session.ssl is not None
        server.unquit.append(name)
        if server.fails("drop after dot"):
            server.abort()
        return "250 OK"


@contextmanager
def mail_server(
    plan: Iterable[str] = (), *, user: str = "", password: str = "", tls: ssl.SSLContext | None = None
) -> Iterator[MailServer]:
    """Run the server until the block ends; with `tls` it offers STARTTLS."""
    server = MailServer(free_port(), user, password)
    server.plan.extend(plan)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def log_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        server.ledger.logins.append((given.login.decode(), given.password.decode()))
        return AuthResult(success=server.ledger.logins[-1] == (user, password), handled=False)

    def connection() -> _Connection:
        return _Connection(
            server,
            loop=loop,
            hostname="mail.test",
            tls_context=tls,
            authenticator=log_in if user else None,
            auth_require_tls=tls is not None,
            auth_required=bool(user and tls),
        )

    listening = asyncio.run_coroutine_threadsafe(
        loop.create_server(connection, "127.0.0.1", server.port), loop
    ).result(30)
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_end(listening), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
        loop.close()


async def _end(listening: asyncio.Server) -> None:
    listening.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
