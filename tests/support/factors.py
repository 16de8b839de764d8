"""Somebody with second factors: the passkeys of a device, and an authenticator app."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pyotp
from sqlalchemy import select

from portico.features.accounts.models import LoginSession
from portico.platform import clock
from tests.support.accounts import House, Person, Reply
from tests.support.authenticator import Authenticator

STEP = timedelta(seconds=30)


@dataclass
class Holder:
    """A person with a device; its passkeys answer what the site asks."""

    person: Person
    device: Authenticator
    secret: str = ""
    """The secret of their app, where they have one."""
    recovery_codes: list[str] = field(default_factory=list)

    def add_passkey(self, **more: Any) -> Reply:
        """Have the device make a passkey for the site."""
        asked = self.person.post("/me/passkeys/options")
        if asked.status != 200:
            return asked
        credential = self.device.make(asked.json["options"])
        body = {"ticket": asked.json["ticket"], "credential": credential} | more
        reply = self.person.post("/me/passkeys", body)
        self._keep(reply)
        return reply

    def set_up_app(self) -> Reply:
        """Set up an authenticator app, and confirm it with its first code."""
        begun = self.person.post("/me/totp")
        if begun.status != 200:
            return begun
        self.secret = begun.json["secret"]
        reply = self.person.post("/me/totp/confirm", {"code": self.code()})
        self._keep(reply)
        return reply

    def code(self, at: datetime | None = None) -> str:
        """What the app shows."""
        return pyotp.TOTP(self.secret).at(at or clock.now())

    def half_way(self) -> str:
        """Sign in by password anew, as far as the second factor; gives the ticket."""
        reply = self.give_password()
        assert reply.status == 200, reply.body[:300]
        assert reply.json["state"] == "second-factor", reply.json
        return str(reply.json["ticket"])

    def give_password(self) -> Reply:
        """Sign in by password, from a browser that was never here."""
        person = self.person = self.person.elsewhere()
        return person.post("/auth/sign-in", {"login": person.email, "password": person.password})

    def sign_in(self, **changed: Any) -> Reply:
        """Come in by passkey alone; `changed` are members of what the device signs."""
        asked = self.person.post("/auth/passkeys/options").json
        credential = self.device.sign(asked["options"], **changed)
        return self.person.post("/auth/passkeys", {"ticket": asked["ticket"], "credential": credential})

    def finish_by_passkey(self, ticket: str) -> Reply:
        """The second half of a sign-in, by passkey."""
        asked = self.person.post("/auth/second-factor/passkey/options", {"ticket": ticket})
        if asked.status != 200:
            return asked
        credential = self.device.sign(asked.json["options"])
        return self.person.post("/auth/second-factor/passkey", {"ticket": ticket, "credential": credential})

    def finish(self, ticket: str, code: str) -> Reply:
        """The second half of a sign-in, by a code."""
        return self.person.post("/auth/second-factor", {"ticket": ticket, "code": code})

    def events(self) -> list[str]:
        """What happened to the account, the latest first."""
        return [one["kind"] for one in self.person.get("/me/events").json["items"]]

    def _keep(self, reply: Reply) -> None:
        if reply.status < 300:
            self.recovery_codes = reply.json["recovery_codes"] or self.recovery_codes


def other(house: House, holder: Holder) -> Holder:
    """Somebody else, with a passkey of their own."""
    bob = Holder(house.join(), Authenticator(holder.device.origin))
    assert bob.add_passkey().status == 201
    return bob


def latest(house: House, holder: Holder) -> LoginSession:
    """The session that somebody began last."""
    mine = select(LoginSession).where(LoginSession.account_id == holder.person.id)
    with house.database.reading() as session:
        return session.scalars(mine.order_by(LoginSession.created_at.desc()).limit(1)).one()
