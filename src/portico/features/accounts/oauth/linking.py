"""Tying identities of providers to an account, and untying them, but never the last way in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portico.features.accounts import events, finding
from portico.features.accounts.errors import LastWayIn, SessionOver
from portico.features.accounts.models import EMAIL, Account, Identity, LoginSession
from portico.features.accounts.oauth.errors import IdentityTaken
from portico.features.accounts.oauth.joining import identity_of
from portico.features.accounts.oauth.provider import Claims
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import NotFound


def holder(session: Session, claims: Claims, now: datetime) -> Account | None:
    """Whom an identity lets in, after noting that it did, and what the provider says today."""
    known = _identity(session, claims)
    account = finding.locked(session, known.account_id) if known else None
    # It may have been unlinked while this waited for the account.
    found = _identity(session, claims) if account else None
    if account is None or found is None or found.account_id != account.id:
        return None
    found.email, found.email_verified = claims.email, claims.email_verified
    found.last_used_at = now
    return account


def list_identities(session: Session, account_id: int) -> list[Identity]:
    """The identities of providers that let the holder of an account in, the oldest first."""
    return list(session.scalars(select(Identity).where(*_of_providers(account_id)).order_by(Identity.id)))


def link(
    accounts: Accounts, session: Session, account_id: int, claims: Claims, *, visitor: Visitor, now: datetime
) -> None:
    """Have an identity let the holder of an account in; twice changes nothing. Raises IdentityTaken."""
    finding.one_locked(session, account_id)
    if found := _identity(session, claims):
        return _check_own(found, account_id)
    try:
        with session.begin_nested():
            session.add(identity_of(account_id, claims, now))
    except IntegrityError:
        raise _taken() from None
    events.record(
        accounts, session, account_id, "provider-linked", visitor=visitor, now=now, detail=claims.provider
    )
    return None


def check_session(session: Session, account_id: int, session_id: str) -> None:
    """Let pass who was signed in when they set out, and still is. Raises SessionOver."""
    still = and_(
        LoginSession.id == session_id, LoginSession.account_id == account_id, Account.state == "active"
    )
    if not session.scalar(select(LoginSession.id).join(Account).where(still)):
        raise SessionOver("You were signed out in the meantime. Sign in and link it again.")


def unlink(
    accounts: Accounts,
    session: Session,
    account_id: int,
    identity_id: int,
    *,
    providers: Collection[str],
    visitor: Visitor,
    now: datetime,
) -> None:
    """Have an identity let nobody in any more. Raises NotFound, and LastWayIn when nothing else would.

    `providers` are those that the site still lets people in by.
    """
    # Two at once would each take the other for the way that remains.
    account = finding.one_locked(session, account_id)
    found = session.scalar(select(Identity).where(*_of_providers(account_id), Identity.id == identity_id))
    if found is None:
        raise NotFound("Your account is not linked with this.")
    session.delete(found)
    session.flush()
    if not finding.ways_in(session, account, providers=providers):
        raise LastWayIn("You could not sign in any more. Add a password, a passkey or an address first.")
    events.record(
        accounts, session, account_id, "provider-unlinked", visitor=visitor, now=now, detail=found.provider
    )


def _identity(session: Session, claims: Claims) -> Identity | None:
    same = Identity.provider == claims.provider, Identity.subject == claims.subject
    found = select(Identity).where(*same).execution_options(populate_existing=True)
    return session.scalar(found)


def _of_providers(account_id: int) -> tuple[ColumnElement[bool], ...]:
    return Identity.account_id == account_id, Identity.provider != EMAIL


def _check_own(found: Identity, account_id: int) -> None:
    if found.account_id != account_id:
        raise _taken()


def _taken() -> IdentityTaken:
    return IdentityTaken("It lets somebody into another account. Unlink it there first.")
