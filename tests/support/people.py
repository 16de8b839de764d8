"""Members, put into a database without the ceremonies of joining, each with a token for programs."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from portico.features.accounts import Account
from portico.features.accounts.apikeys import PREFIX
from portico.features.accounts.models import ApiToken
from portico.platform import clock
from portico.platform.database import Database


@dataclass(frozen=True, slots=True)
class Person:
    """A member, and what their programs show at the door."""

    id: int
    username: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        """What a request of theirs carries."""
        return {"Authorization": f"Bearer {self.token}"}


def join(database: Database, username: str = "ada", *, role: str = "member", state: str = "active") -> Person:
    """A new member."""
    token, now = PREFIX + secrets.token_urlsafe(32), clock.now()
    with database.transaction() as session:
        account = Account(username=username, username_key=username, role=role, state=state, created_at=now)
        session.add(account)
        session.flush()
        session.add(
            ApiToken(
                account_id=account.id,
                name="test",
                digest=sha256(token.encode()).digest(),
                ending=token[-4:],
                scopes="read write",
                created_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
    return Person(account.id, username, token)
