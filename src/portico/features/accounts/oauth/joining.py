"""Joining by way of a provider: an account without a password, under the same rules as every other one."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portico.features.accounts import registration
from portico.features.accounts.errors import RegistrationClosed, UsernameTaken
from portico.features.accounts.models import Account, Identity, Invitation
from portico.features.accounts.oauth.provider import Claims
from portico.features.accounts.oauth.suggesting import free_username
from portico.features.accounts.working import Accounts

TRIES = 3


def find_invitation(accounts: Accounts, session: Session, token: str | None, now: datetime) -> int | None:
    """The invitation that somebody shows who may have to join. Raises RegistrationClosed."""
    if token is None or accounts.rules.registration != "invitation":
        return None
    found = session.scalar(
        select(Invitation.id).where(
            Invitation.digest == sha256(token.encode(errors="replace")).digest(),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now,
        )
    )
    if found is None:
        raise RegistrationClosed(registration.INVITATION_NEEDED)
    return found


def join(
    accounts: Accounts, session: Session, claims: Claims, invitation_id: int | None, now: datetime
) -> Account:
    """Make an account for somebody whom a provider let in.

    Its address becomes the account's only where the provider says that it was verified: whoever only claims
    one has nothing that its real holder could come to share. Raises RegistrationClosed, and AddressTaken.
    """
    email = claims.email if claims.email_verified else None
    _check_may_join(accounts, session, email, invitation_id, now)
    account = _create(accounts, session, claims, email, now)
    session.add(identity_of(account.id, claims, now))
    session.flush()
    return account


def identity_of(account_id: int, claims: Claims, now: datetime) -> Identity:
    """The row that lets somebody in who comes back from a provider with these claims."""
    return Identity(
        account_id=account_id,
        provider=claims.provider,
        subject=claims.subject,
        email=claims.email,
        email_verified=claims.email_verified,
        created_at=now,
        last_used_at=now,
    )


def _check_may_join(
    accounts: Accounts, session: Session, email: str | None, invitation_id: int | None, now: datetime
) -> None:
    if accounts.rules.registration != "invitation":
        return registration.check_open(accounts)
    once = update(Invitation).where(Invitation.id == invitation_id, Invitation.used_at.is_(None))
    used = session.execute(once.values(used_at=now).returning(Invitation.email)).one_or_none()
    if used is None or (used.email is not None and used.email.lower() != (email or "").lower()):
        raise RegistrationClosed(registration.INVITATION_NEEDED)
    return None


def _create(
    accounts: Accounts, session: Session, claims: Claims, email: str | None, now: datetime
) -> Account:
    """An account under the first name that nobody else takes at the same moment."""
    for _ in range(TRIES):
        username = free_username(session, claims.suggestion, reserved=accounts.rules.reserved())
        try:
            return registration.create(
                accounts, session, username=username, email=email, password_hash=None, now=now
            )
        except UsernameTaken:
            continue
    raise registration.username_taken()
