"""What a visit to a provider earned, handed over to the browser that made it: once, and within a minute.

Nothing that lets anybody in stands in an address. The address holds a code, which is worth something only
together with the browser's secret.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portico.features.accounts import addresses, entering, finding, sessions
from portico.features.accounts.entering import Admission
from portico.features.accounts.errors import AddressTaken
from portico.features.accounts.leaving import leaving
from portico.features.accounts.leaving.anonymising import present
from portico.features.accounts.models import Account, Ceremony, LoginSession, OAuthExchange, Passkey
from portico.features.accounts.oauth import linking
from portico.features.accounts.oauth.errors import AnotherPerson, ExchangeOver
from portico.features.accounts.oauth.joining import join
from portico.features.accounts.oauth.provider import Claims
from portico.features.accounts.oauth.visits import Wish, digest
from portico.features.accounts.sessions import Entry
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import NotFound

LASTING = timedelta(seconds=60)
PROVING = timedelta(minutes=10)
PROOF = "proof"
TRIES = 3


@dataclass(frozen=True, slots=True)
class ProofNeeded:
    """Somebody has the address already: who that is has to be shown before the identity lets them in."""

    ticket: str
    email: str
    email_hint: str
    ways: tuple[str, ...]


Outcome = Admission | ProofNeeded | ExchangeOver


def offer(session: Session, claims: Claims, wish: Wish, *, browser: str, now: datetime) -> str:
    """Keep what a visit earned; gives the code that it is handed over for."""
    return _keep(
        session, claims, wish.purpose, now + LASTING, digest(browser), invitation_id=wish.invitation_id
    )


def exchange(
    accounts: Accounts,
    session: Session,
    code: str,
    *,
    browser: str,
    visitor: Visitor,
    now: datetime,
    reactivate: bool = False,
) -> Outcome:
    """Let the person in whom a code is about, or make them an account, or ask who they are.

    A code that is used once more has been copied: the session that it made ends, which has to last, so the
    refusal is given back for the caller to raise once that is committed. A closed account is opened only
    when that is asked for. Raises AccountSuspended, AccountDeactivated and RegistrationClosed, after which
    the code can be tried again.
    """
    found = _taken(session, code, browser, now)
    if found is None:
        return _refusal(accounts, session, code, browser)
    resolved = _resolved(accounts, session, found, now)
    if isinstance(resolved, ProofNeeded):
        return resolved
    if reactivate:
        resolved = leaving.open_again(accounts, session, resolved.id, visitor=visitor, now=now)
    entry = entering.admit(accounts, session, resolved, method=found.provider, visitor=visitor, now=now)
    if isinstance(entry, Entry):
        found.session_id = entry.session_id
    else:
        found.ticket = entering.ticket_digest(entry.ticket)
    return entry


def take_proof(session: Session, ticket: str, account_id: int, *, browser: str, now: datetime) -> Claims:
    """The identity that waited for a proof to be of this account. Raises ExchangeOver and AnotherPerson."""
    finding.one_locked(session, account_id)
    found = session.scalar(
        select(OAuthExchange)
        .where(
            OAuthExchange.digest == digest(ticket),
            OAuthExchange.browser == digest(browser),
            OAuthExchange.purpose == PROOF,
            OAuthExchange.expires_at > now,
        )
        .with_for_update()
    )
    if found is None:
        raise _over()
    if found.account_id != account_id:
        raise AnotherPerson("This belongs to another of your accounts. Sign in to that one.")
    session.delete(found)
    return _claims(found)


def _taken(session: Session, code: str, browser: str, now: datetime) -> OAuthExchange | None:
    """The row of a code that was not used before; one of many at once gets it."""
    return session.scalar(
        update(OAuthExchange)
        .where(*_own(code, browser), OAuthExchange.used_at.is_(None), OAuthExchange.expires_at > now)
        .values(used_at=now)
        .returning(OAuthExchange)
    )


def _refusal(accounts: Accounts, session: Session, code: str, browser: str) -> ExchangeOver:
    """What to answer to a code that is good no more, after ending what it was good for (RFC 6749, 4.1.2)."""
    made = select(LoginSession).join(OAuthExchange, OAuthExchange.session_id == LoginSession.id)
    entered = session.scalar(made.where(*_own(code, browser)))
    asked = select(OAuthExchange.ticket).where(*_own(code, browser)).scalar_subquery()
    session.execute(delete(Ceremony).where(Ceremony.digest == asked))
    if entered is not None:
        # A third use at the same moment ends it as well.
        with suppress(NotFound):
            sessions.end(accounts, session, entered.account_id, entered.id)
    return _over()


def _resolved(
    accounts: Accounts, session: Session, found: OAuthExchange, now: datetime
) -> Account | ProofNeeded:
    """Whom the identity lets in. Somebody who is faster at the same moment is found on the next round."""
    claims = _claims(found)
    address = (claims.email or "").lower() if claims.email_verified else ""
    for left in reversed(range(TRIES)):
        if known := present(accounts.farewell, session, linking.holder(session, claims, now), now):
            return known
        if owner := present(accounts.farewell, session, finding.by_address(session, address), now):
            return _proof(session, found, owner, now)
        try:
            with session.begin_nested():
                return join(accounts, session, claims, found.invitation_id, now)
        except (IntegrityError, AddressTaken):
            if not left:
                raise
    raise AssertionError("the last try returns or raises")


def _proof(session: Session, found: OAuthExchange, owner: Account, now: datetime) -> ProofNeeded:
    ticket = _keep(session, _claims(found), PROOF, now + PROVING, found.browser, account_id=owner.id)
    has_passkey = session.scalar(select(exists().where(Passkey.account_id == owner.id)))
    ways = {"password": owner.password_hash, "code": True, "passkey": has_passkey}
    email = found.email or ""
    return ProofNeeded(ticket, email, addresses.hint(email), tuple(way for way in ways if ways[way]))


def _keep(
    session: Session, claims: Claims, purpose: str, until: datetime, browser: bytes, **more: int | None
) -> str:
    code = secrets.token_urlsafe(32)
    row = asdict(claims) | more
    session.add(OAuthExchange(digest=digest(code), purpose=purpose, browser=browser, expires_at=until, **row))
    return code


def _own(code: str, browser: str) -> tuple[ColumnElement[bool], ...]:
    return (
        OAuthExchange.digest == digest(code),
        OAuthExchange.browser == digest(browser),
        OAuthExchange.purpose != PROOF,
    )


def _claims(found: OAuthExchange) -> Claims:
    return Claims(
        provider=found.provider,
        subject=found.subject,
        email=found.email,
        email_verified=found.email_verified,
        suggestion=found.suggestion,
    )


def _over() -> ExchangeOver:
    return ExchangeOver("This sign-in was finished before, or took longer than a minute. Begin it once more.")
