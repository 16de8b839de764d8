"""The last step of every way in: a session for who has shown who they are, or a question for more."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from portico.features.accounts import events, sessions
from portico.features.accounts.errors import AccountDeactivated, AccountSuspended, WrongLogin
from portico.features.accounts.finding import has_factor, one_locked
from portico.features.accounts.models import Account, Ceremony, LoginSession, Passkey, RecoveryCode, Totp
from portico.features.accounts.sessions import Entry
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts

TICKET = timedelta(minutes=10)
TRIES = 5
SECOND = "second-factor"
"""The purpose of a ceremony that asks for a second factor."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is still to be shown before one is let in."""

    ticket: str
    methods: tuple[str, ...]


Admission = Entry | Ask


def admit(
    accounts: Accounts,
    session: Session,
    account: Account,
    *,
    method: str,
    visitor: Visitor,
    now: datetime,
    factor: bool = False,
) -> Admission:
    """Let somebody in who has shown who they are by `method`; `factor` says that a second one was part of it.

    Raises AccountSuspended, AccountDeactivated, and WrongLogin for an account that is no more.
    """
    # Whoever shuts the account in this moment, or gives it another password, is waited for or ends this.
    account = one_locked(session, account.id)
    return admit_locked(accounts, session, account, method=method, visitor=visitor, now=now, factor=factor)


def admit_locked(
    accounts: Accounts,
    session: Session,
    account: Account,
    *,
    method: str,
    visitor: Visitor,
    now: datetime,
    factor: bool = False,
) -> Admission:
    """Let somebody in as `admit` does, whose account the caller has locked."""
    check_state(account)
    if not factor and has_factor(session, account.id):
        return _ask(session, account, method, now)
    is_new = not _is_known(session, account, visitor)
    entry = sessions.begin(accounts, session, account, method=method, factor=factor, visitor=visitor, now=now)
    kind = "new-sign-in" if is_new else "signed-in"
    events.record(accounts, session, account.id, kind, visitor=visitor, now=now, detail=method)
    return entry


def check_state(account: Account) -> None:
    """Let active accounts pass. Raises as `admit` does."""
    if account.state == "suspended":
        raise AccountSuspended("The keeper of the site has suspended this account. Write to them about it.")
    if account.state == "deactivated":
        raise AccountDeactivated("You closed this account. Open it again to sign in.")
    if account.state != "active":
        raise WrongLogin("Name and password do not match. Try again, or ask for a new password.")


def methods_of(session: Session, account_id: int) -> tuple[str, ...]:
    """The second factors that an account can be opened with."""
    passkey = select(Passkey.id).where(Passkey.account_id == account_id).limit(1)
    app = select(Totp.account_id).where(Totp.account_id == account_id, Totp.confirmed_at.is_not(None))
    unused = RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    recovery = select(RecoveryCode.id).where(*unused).limit(1)
    ways = {"passkey": passkey, "totp": app, "recovery": recovery}
    return tuple(name for name, statement in ways.items() if session.scalar(statement) is not None)


def ticket_digest(ticket: str) -> bytes:
    """What is kept of a ticket."""
    return sha256(ticket.encode(errors="replace")).digest()


def _ask(session: Session, account: Account, method: str, now: datetime) -> Ask:
    ticket = secrets.token_urlsafe(32)
    session.add(
        Ceremony(
            digest=ticket_digest(ticket),
            purpose=SECOND,
            account_id=account.id,
            method=method,
            attempts_left=TRIES,
            expires_at=now + TICKET,
        )
    )
    return Ask(ticket, methods_of(session, account.id))


def _is_known(session: Session, account: Account, visitor: Visitor) -> bool:
    """Whether it is no news that somebody signs in from there: the first time of all is none either."""
    if account.id in visitor.known:
        return True
    before = select(LoginSession.id).where(LoginSession.account_id == account.id)
    alike = before.where(LoginSession.device == visitor.device, LoginSession.network == visitor.network)
    return session.scalar(alike.limit(1)) is not None or session.scalar(before.limit(1)) is None
