"""People for tests: each with a browser or a program of their own, over a real socket or straight into Flask.

house = House(wire, database)      # Socket(port) or Straight(app)
ada = house.join("ada")            # registered, with the code that the outbox holds
ada.get("/me").json["username"]
"""

from __future__ import annotations

import http.client
import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any, Protocol

from flask import Flask
from sqlalchemy import event, select, update

from portico.features.accounts import registration, sessions
from portico.features.accounts.models import EMAIL, Account, Identity, LoginSession
from portico.features.accounts.replies import EXTENSION
from portico.features.accounts.visitors import NOBODY
from portico.features.accounts.working import Accounts
from portico.platform import clock
from portico.platform.database import Database
from portico.platform.mail.tables import Mail
from portico.web.operator import EXTENSION as OPERATOR

PASSWORD = "a lighthouse in autumn"
AGENT = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"
CODE = re.compile(r"^\s*([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})\s*$", re.MULTILINE)
BELOW = "/api/v1"
_networks = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The code of a problem document, else nothing."""
        return str(self.json.get("code", "")) if self.status >= 400 and self.body else ""

    def all(self, name: str) -> list[str]:
        """Every value of a header."""
        return [value for said, value in self.headers if said.lower() == name.lower()]


class Wire(Protocol):
    """What carries a request to Portico; `source` is the address that it comes from."""

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, source: str
    ) -> Reply:
        """Send it, and give the answer."""
        ...


@dataclass(frozen=True, slots=True)
class Socket:
    """A server on this machine. Every loopback address counts as one of a network of 256."""

    port: int
    seconds: float = 60

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, source: str
    ) -> Reply:
        """See Wire."""
        door = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=self.seconds, source_address=(source, 0)
        )
        try:
            door.request(method, path, body, dict(headers))
            found = door.getresponse()
            return Reply(found.status, tuple(found.getheaders()), found.read())
        finally:
            door.close()


class Straight:
    """The application itself, in this process."""

    def __init__(self, app: Flask, address: str = "http://localhost") -> None:
        self.app = app
        self._address = address
        self._client = app.test_client(use_cookies=False)

    def send(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, source: str
    ) -> Reply:
        """See Wire."""
        found = self._client.open(
            path,
            method=method,
            data=body,
            headers=list(headers.items()),
            base_url=self._address,
            environ_base={"REMOTE_ADDR": source},
        )
        return Reply(found.status_code, tuple(found.headers.items()), found.data)


@dataclass
class Person:
    """Somebody, with one browser, or one program, which is signed in by bearer token and keeps no cookies."""

    house: House
    name: str
    email: str
    password: str = PASSWORD
    source: str = field(default_factory=lambda: _source(next(_networks)))
    agent: str = AGENT
    cookies: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By name the value and the path below which it is sent."""
    program: bool = False
    bearer: str = ""
    refresh_token: str = ""
    id: int = 0

    def get(self, path: str, **headers: str) -> Reply:
        """Read from the API; paths are below `/api/v1`, or say so themselves."""
        return self.send("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Reply:
        """Ask for something."""
        return self.send("POST", path, body, **headers)

    def page(self, path: str, **headers: str) -> Reply:
        """Open a page in the browser."""
        return self._sent("GET", path, None, headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Reply:
        """Replace something."""
        return self.send("PUT", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Reply:
        """Change something."""
        return self.send("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Reply:
        """Take something away."""
        return self.send("DELETE", path, **headers)

    def send(self, method: str, path: str, body: Any = None, /, **headers: str) -> Reply:
        """Send a request as one's browser or program does, and keep the cookies that come back.

        Headers are written with underscores; one that is empty is left out.
        """
        whole = path if path.startswith("/api/") else BELOW + path
        return self._sent(method, whole, body, headers)

    def _sent(self, method: str, whole: str, body: Any, headers: Mapping[str, str]) -> Reply:
        given = self.headers(whole) | {name.replace("_", "-"): text for name, text in headers.items()}
        raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        if raw is not None:
            given = {"Content-Type": "application/json"} | given
        sent = {name: text for name, text in given.items() if text}
        reply = self.house.wire.send(method, whole, sent, raw, self.source)
        self._keep(reply)
        return reply

    def headers(self, path: str = BELOW) -> dict[str, str]:
        """What the browser or program adds to each of its requests."""
        headers = {"User-Agent": self.agent}
        if self.program:
            return headers | ({"Authorization": f"Bearer {self.bearer}"} if self.bearer else {})
        fitting = {name: value for name, (value, below) in self.cookies.items() if path.startswith(below)}
        if fitting:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in fitting.items())
        return headers | {"Sec-Fetch-Site": "same-origin"}

    def register(self) -> str:
        """Ask to join; gives the conversation that waits for the code."""
        asked = self.post(
            "/auth/registrations", {"email": self.email, "username": self.name, "password": self.password}
        )
        assert asked.status == 202, asked.body[:300]
        return str(asked.json["id"])

    def join(self) -> Person:
        """Register and bring the code back; signed in afterwards."""
        conversation = self.register()
        return self._came_in(
            self.post(
                f"/auth/verifications/{conversation}/confirm",
                {"code": self.house.code(self.email), "deliver": self.deliver},
            )
        )

    def sign_in(self) -> Person:
        """Sign in by password."""
        given = {"login": self.email, "password": self.password, "deliver": self.deliver}
        return self._came_in(self.post("/auth/sign-in", given))

    @property
    def deliver(self) -> str:
        """How tokens travel to here."""
        return "body" if self.program else "cookie"

    def refresh(self) -> Reply:
        """Ask for the next pair of tokens, and keep it."""
        reply = self.post("/auth/refresh", {"refresh_token": self.refresh_token} if self.program else {})
        if reply.status == 200 and self.program:
            self.bearer, self.refresh_token = reply.json["access_token"], reply.json["refresh_token"]
        return reply

    def elsewhere(self, **changes: Any) -> Person:
        """The same person with another browser, signed in to nothing."""
        return Person(self.house, self.name, self.email, self.password, id=self.id, **changes)

    def access(self) -> str:
        """The access token that the browser or program holds."""
        return self.bearer or self._cookie("portico")

    def refreshing(self) -> str:
        """The refresh token that it holds."""
        return self.refresh_token or self._cookie("portico-refresh")

    def _cookie(self, name: str) -> str:
        named = (self.cookies.get(prefix + name) for prefix in ("", "__Host-", "__Secure-"))
        return next((found[0] for found in named if found), "")

    def _came_in(self, reply: Reply) -> Person:
        assert reply.status == 200, reply.body[:300]
        said = reply.json
        assert said["state"] == "signed-in", said
        self.id = said["account"]["id"]
        self.bearer, self.refresh_token = said["access_token"] or "", said["refresh_token"] or ""
        return self

    def _keep(self, reply: Reply) -> None:
        for line in () if self.program else reply.all("Set-Cookie"):
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = (morsel.value, morsel["path"] or "/")


@dataclass
class House:
    """A running Portico, and its database, in which one can look."""

    wire: Wire
    database: Database

    def person(self, name: str = "", **more: Any) -> Person:
        """Somebody who has not joined; each comes from a network of their own."""
        name = name or f"guest{next(_networks)}"
        return Person(self, name, **({"email": f"{name}@example.org"} | more))

    def join(self, name: str = "", **more: Any) -> Person:
        """Somebody who has just joined and is signed in."""
        return self.person(name, **more).join()

    @property
    def accounts(self) -> Accounts:
        """What the deeds of this process work with."""
        assert isinstance(self.wire, Straight)
        found: Accounts = self.wire.app.extensions[EXTENSION]
        return found

    def operator(self) -> Person:
        """A program that has the token of the operator."""
        assert isinstance(self.wire, Straight)
        told: Callable[[], str] = self.wire.app.extensions[OPERATOR]
        return self.person(program=True, bearer=told())

    def make(self, name: str = "", **columns: Any) -> Person:
        """Somebody whose account was made by no request; signed in nowhere, and without a password."""
        person = self.person(name, program=True)
        with self.database.transaction() as session:
            made = registration.create(
                self.accounts,
                session,
                username=person.name,
                email=person.email,
                password_hash=None,
                now=clock.now(),
            )
            person.id = made.id
        if columns:
            self.change(person.id, **columns)
        return person

    def let_in(self, person: Person, *, proved_ago: timedelta = timedelta(0)) -> Person:
        """Begin a session for somebody, whatever state their account is in, that they proved so long ago."""
        now = clock.now()
        with self.database.transaction() as session:
            account = session.get_one(Account, person.id)
            entry = sessions.begin(
                self.accounts, session, account, method="code", factor=False, visitor=NOBODY, now=now
            )
            session.flush()
            session.get_one(LoginSession, entry.session_id).proved_at = now - proved_ago
        person.bearer, person.refresh_token = entry.access_token, entry.refresh_token
        return person

    def letters(self, email: str) -> list[Mail]:
        """What was written to an address, the latest first."""
        with self.database.reading() as session:
            mine = select(Mail).where(Mail.recipient == email).order_by(Mail.id.desc())
            return list(session.scalars(mine))

    def code(self, email: str) -> str:
        """The code of the latest letter to an address that holds one."""
        found = (CODE.search(letter.text) for letter in self.letters(email))
        return next(match[1] for match in found if match)

    def account(self, email: str) -> Account | None:
        """Whose address this is."""
        with self.database.reading() as session:
            mine = Identity.provider == EMAIL, Identity.subject == email
            return session.scalar(select(Account).join(Identity).where(*mine))

    def change(self, account_id: int, **columns: Any) -> None:
        """Write columns of an account as no deed would, for a state that a test begins with.

        A process that knows the account may believe what it knew for five seconds; this one is told.
        """
        with self.database.transaction() as session:
            session.execute(update(Account).where(Account.id == account_id).values(columns))
        if isinstance(self.wire, Straight):
            self.accounts.standings.forget(account_id)


@contextmanager
def beside(url: str) -> Iterator[Database]:
    """A way into the database of a server that runs; on SQLite the server alone empties the log."""
    made = Database(url)
    if made.dialect == "sqlite":
        event.listen(made.writer, "connect", lambda door, _: door.execute("PRAGMA wal_autocheckpoint=0"))
    yield made
    made.dispose()


def _source(number: int) -> str:
    """A loopback address in a network that nobody else of the run has."""
    return f"127.{number // 250 % 250 + 1}.{number % 250 + 1}.7"
