"""Tickets: what somebody holds who has been asked something, good for a few minutes and a few answers."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from portico.features.accounts.entering import SECOND, ticket_digest
from portico.features.accounts.errors import CodeOver
from portico.features.accounts.models import Ceremony

LIFETIME = timedelta(minutes=5)
"""How long a passkey may take to answer."""
ADD, SIGN_IN, PROOF = "passkey-add", "passkey-sign-in", "passkey-proof"
"""The purposes of tickets that a passkey answers; `entering.SECOND` is that of a sign-in half done."""
CHALLENGE = 32
"""Bytes; the specification asks for 16 (W3C WebAuthn, 13.4.3)."""


def begin(
    session: Session,
    purpose: str,
    *,
    now: datetime,
    account_id: int | None = None,
    user_handle: bytes | None = None,
) -> tuple[str, bytes]:
    """A ticket for one answer, and the challenge that a passkey has to sign."""
    ticket, challenge = secrets.token_urlsafe(32), secrets.token_bytes(CHALLENGE)
    session.add(
        Ceremony(
            digest=ticket_digest(ticket),
            purpose=purpose,
            account_id=account_id,
            challenge=challenge,
            user_handle=user_handle,
            attempts_left=1,
            expires_at=now + LIFETIME,
        )
    )
    return ticket, challenge


def account_of(session: Session, ticket: str, now: datetime) -> int:
    """Whose sign-in waits for a second factor under this ticket. Raises CodeOver."""
    found = session.scalar(select(Ceremony.account_id).where(*_open(ticket, SECOND, now)))
    if found is None:
        raise over()
    return found


def ask(session: Session, ticket: str, now: datetime) -> bytes:
    """A new challenge for a sign-in half done; the one before is void. Raises CodeOver."""
    challenge = secrets.token_bytes(CHALLENGE)
    waiting = update(Ceremony).where(*_open(ticket, SECOND, now)).values(challenge=challenge)
    if session.scalar(waiting.returning(Ceremony.digest)) is None:
        raise over()
    return challenge


def spend(
    session: Session, ticket: str, purpose: str, *, now: datetime, account_id: int | None = None
) -> Ceremony | CodeOver:
    """Take one of the answers that a ticket is good for, before anything is compared."""
    whose = Ceremony.account_id.is_(None) if account_id is None else Ceremony.account_id == account_id
    spent = (
        update(Ceremony)
        .where(*_open(ticket, purpose, now), whose)
        .values(attempts_left=Ceremony.attempts_left - 1)
        .returning(Ceremony)
    )
    return session.scalar(spent.execution_options(populate_existing=True)) or over()


def over() -> CodeOver:
    """What to answer to a ticket that is good no more."""
    return CodeOver("This took too long, was tried too often, or is done already. Begin again.")


def _open(ticket: str, purpose: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Ceremony.digest == ticket_digest(ticket),
        Ceremony.purpose == purpose,
        Ceremony.used_at.is_(None),
        Ceremony.expires_at > now,
        Ceremony.attempts_left > 0,
    )
