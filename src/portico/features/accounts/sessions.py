"""Sessions: begun by whoever has shown who they are, carried on by refresh tokens, ended by their holder."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from portico.features.accounts import events
from portico.features.accounts.errors import SessionOver
from portico.features.accounts.finding import end_sessions
from portico.features.accounts.models import Account, LoginSession
from portico.features.accounts.tokens import LIFETIME
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import NotFound

IDLE = timedelta(days=14)
LONGEST = timedelta(days=90)
AGAIN = timedelta(seconds=10)
"""How long a token that was just spent still gives the same next pair: to a second tab, to a lost answer."""

log = structlog.get_logger("portico.accounts")


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who is signed in, and the session that they are signed in by."""

    account_id: int
    session_id: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A session that is on, with the pair of tokens that is good for it now."""

    account: Account
    session_id: str
    access_token: str
    refresh_token: str
    expires_in: int = int(LIFETIME.total_seconds())


def begin(
    accounts: Accounts,
    session: Session,
    account: Account,
    *,
    method: str,
    factor: bool,
    visitor: Visitor,
    now: datetime,
) -> Entry:
    """Open a session for somebody who has just shown who they are."""
    made = LoginSession(
        id=secrets.token_hex(16),
        account_id=account.id,
        method=method,
        device=visitor.device,
        network=visitor.network,
        created_at=now,
        last_used_at=now,
        expires_at=now + LONGEST,
        generation=0,
        rotated_at=now,
        proved_at=now,
        factor_at=now if factor else None,
    )
    session.add(made)
    return _entry(accounts, account, made.id, 0, now)


def refresh(
    accounts: Accounts, session: Session, token: str, visitor: Visitor, now: datetime
) -> Entry | SessionOver:
    """The next pair of tokens for one that is good.

    One that was spent before ends its session, as somebody else has it too (RFC 9700, 4.14.2); that has to
    last, so it is given back as an error for the caller to raise once it is committed. Raises SessionOver.
    """
    session_id, generation = accounts.refresh.read(token)
    turned = update(LoginSession).where(*_alive(session_id, now), LoginSession.generation == generation)
    account_id = session.scalar(
        turned.values(
            generation=generation + 1, rotated_at=now, last_used_at=now, network=visitor.network
        ).returning(LoginSession.account_id)
    )
    if account_id is None:
        return _again_or_over(accounts, session, session_id, generation, now)
    return _for_active(accounts, session, account_id, session_id, generation + 1, now)


def renew(accounts: Accounts, session: Session, account: Account, session_id: str, now: datetime) -> Entry:
    """A fresh pair for a session whose other tokens were just made worthless.

    Raises SessionOver for one that was ended while it asked, and what it asked for is not done.
    """
    kept = session.scalar(select(LoginSession).where(LoginSession.id == session_id).with_for_update())
    if kept is None:
        raise _over()
    kept.generation += 1
    kept.rotated_at = kept.last_used_at = now
    return _entry(accounts, account, session_id, kept.generation, now)


def prove(
    accounts: Accounts, session: Session, holder: Holder, now: datetime, *, factor: bool = False
) -> None:
    """Note that the holder of a session has shown once more who they are."""
    _note(accounts, session, holder, {"proved_at": now} | ({"factor_at": now} if factor else {}))


def show_factor(accounts: Accounts, session: Session, holder: Holder, now: datetime) -> None:
    """Note that the holder of a session has shown a second factor, which alone proves not who they are."""
    _note(accounts, session, holder, {"factor_at": now})


def end(accounts: Accounts, session: Session, account_id: int, session_id: str) -> None:
    """End a session of this account. Raises NotFound for any other."""
    own = (LoginSession.id == session_id, LoginSession.account_id == account_id)
    gone = session.execute(delete(LoginSession).where(*own))
    assert isinstance(gone, CursorResult)
    if not gone.rowcount:
        raise NotFound("There is no such session; it may have ended already.")
    accounts.standings.drop(session, account_id)


def end_all(
    accounts: Accounts, session: Session, account: Account, *, visitor: Visitor, now: datetime
) -> None:
    """End every session of an account, which the caller has locked."""
    end_sessions(session, account)
    events.record(accounts, session, account.id, "sessions-ended", visitor=visitor, now=now)
    accounts.standings.drop(session, account.id)


def list_sessions(session: Session, account_id: int, now: datetime) -> list[LoginSession]:
    """The sessions of an account that are on, the last used first."""
    mine = LoginSession.account_id == account_id
    newest = LoginSession.last_used_at.desc()
    return list(session.scalars(select(LoginSession).where(mine, *_lasting(now)).order_by(newest).limit(200)))


def _note(accounts: Accounts, session: Session, holder: Holder, values: dict[str, datetime]) -> None:
    session.execute(update(LoginSession).where(LoginSession.id == holder.session_id).values(values))
    accounts.standings.drop(session, holder.account_id)


def _again_or_over(
    accounts: Accounts, session: Session, session_id: str, generation: int, now: datetime
) -> Entry | SessionOver:
    found = session.scalar(select(LoginSession).where(*_alive(session_id, now)).with_for_update())
    if found is None:
        raise _over()
    if generation == found.generation - 1 and now - found.rotated_at <= AGAIN:
        return _for_active(accounts, session, found.account_id, session_id, found.generation, now)
    session.delete(found)
    accounts.standings.drop(session, found.account_id)
    visitor = Visitor(found.network, found.device)
    events.record(accounts, session, found.account_id, "session-stolen", visitor=visitor, now=now)
    return _over()


def _for_active(
    accounts: Accounts, session: Session, account_id: int, session_id: str, generation: int, now: datetime
) -> Entry:
    account = session.get_one(Account, account_id)
    if account.state != "active":
        raise _over()
    return _entry(accounts, account, session_id, generation, now)


def _entry(accounts: Accounts, account: Account, session_id: str, generation: int, now: datetime) -> Entry:
    access = accounts.access.issue(account.id, account.session_version, session_id, now)
    return Entry(account, session_id, access, accounts.refresh.issue(session_id, generation))


def _alive(session_id: str, now: datetime) -> tuple[Any, ...]:
    return LoginSession.id == session_id, *_lasting(now)


def _lasting(now: datetime) -> tuple[Any, ...]:
    return LoginSession.expires_at > now, LoginSession.last_used_at > now - IDLE


def _over() -> SessionOver:
    return SessionOver("The session is over. Sign in again.")
