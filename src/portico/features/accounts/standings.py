"""Whether sessions are still good: kept in memory, so that most requests ask the database nothing.

What changes how a session stands drops it here once it is committed, and tells the other processes. Should
that word be lost, an old standing lives for five seconds.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portico.features.accounts.models import Account, ApiToken, LoginSession
from portico.platform.database import Database, after_commit

TRUST = 5.0
"""Seconds."""
MOST = 10_000
NEWS = "accounts:"
"""What words about accounts begin with."""

SESSION = (
    select(
        LoginSession.account_id,
        Account.username,
        Account.role,
        Account.state,
        Account.session_version,
        LoginSession.expires_at,
        LoginSession.proved_at,
        LoginSession.factor_at,
    )
    .join(Account, Account.id == LoginSession.account_id)
    .where(LoginSession.id == bindparam("id"))
)
TOKEN = (
    select(
        ApiToken.id,
        ApiToken.account_id,
        Account.username,
        Account.role,
        Account.state,
        ApiToken.scopes,
        ApiToken.expires_at,
        ApiToken.last_used_at,
    )
    .join(Account, Account.id == ApiToken.account_id)
    .where(ApiToken.digest == bindparam("digest"))
)


@dataclass(frozen=True, slots=True)
class SessionStanding:
    """A session and whose it is."""

    account_id: int
    username: str | None
    role: str
    state: str
    version: int
    expires_at: datetime
    proved_at: datetime
    factor_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenStanding:
    """A token for programs and whose it is."""

    id: int
    account_id: int
    username: str | None
    role: str
    state: str
    scopes: str
    expires_at: datetime
    last_used_at: datetime | None


Standing = SessionStanding | TokenStanding


class Standings:
    """The standings that one process knows."""

    def __init__(
        self, database: Database, tell: Callable[[str], None], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`tell` lets the other processes hear a word, which they give to `hear`."""
        self.told: list[Callable[[int], object]] = []
        """Who else is told, in every process, that something of an account has changed."""
        self._database = database
        self._tell = tell
        self._clock = clock
        self._kept: OrderedDict[str | bytes, tuple[float, Standing]] = OrderedDict()
        self._dropped = 0
        self._lock = threading.Lock()

    def of_session(self, session_id: str) -> SessionStanding | None:
        """How a session stands; none when there is no such session."""
        found = self._kept_one(session_id)
        if found is None:
            found = self._look(session_id, lambda: self._session(session_id))
        return found if isinstance(found, SessionStanding) else None

    def of_token(self, digest: bytes) -> TokenStanding | None:
        """How a token for programs stands; none when there is no such token."""
        found = self._kept_one(digest)
        if found is None:
            found = self._look(digest, lambda: self._token(digest))
        return found if isinstance(found, TokenStanding) else None

    def drop(self, session: Session, account_id: int) -> None:
        """Have all that is known of an account forgotten everywhere, once this transaction is committed."""
        after_commit(session, lambda: self.forget(account_id))
        after_commit(session, lambda: self._tell(f"{NEWS}{account_id}"))

    def forget(self, account_id: int) -> None:
        """Forget what this process knows of an account."""
        with self._lock:
            self._dropped += 1
            gone = [key for key, (_, one) in self._kept.items() if one.account_id == account_id]
            for key in gone:
                del self._kept[key]
        for tell in self.told:
            tell(account_id)

    def forget_all(self) -> None:
        """Forget everything, as when words may have been lost."""
        with self._lock:
            self._dropped += 1
            self._kept.clear()

    def hear(self, word: str) -> None:
        """Take in what another process told."""
        if word.startswith(NEWS):
            self.forget(int(word.removeprefix(NEWS)))

    def _kept_one(self, key: str | bytes) -> Standing | None:
        kept = self._kept.get(key)
        return kept[1] if kept is not None and self._clock() - kept[0] < TRUST else None

    def _look(self, key: str | bytes, read: Callable[[], Standing | None]) -> Standing | None:
        asked, dropped = self._clock(), self._dropped
        found = read()
        with self._lock:
            # What was dropped while it was read may have been read before it changed.
            if found is not None and dropped == self._dropped:
                self._kept[key] = (asked, found)
                self._kept.move_to_end(key)
                if len(self._kept) > MOST:
                    self._kept.popitem(last=False)
        return found

    def _session(self, session_id: str) -> SessionStanding | None:
        row = self._database.row(SESSION, {"id": session_id})
        return SessionStanding(*row) if row else None

    def _token(self, digest: bytes) -> TokenStanding | None:
        row = self._database.row(TOKEN, {"digest": digest})
        return TokenStanding(*row) if row else None
