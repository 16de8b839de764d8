"""Passkeys that answer: to come in without a password, and to show once more who one is."""

from __future__ import annotations

import hmac
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import base64url_to_bytes

from portico.features.accounts import entering, events, sessions
from portico.features.accounts.entering import Admission
from portico.features.accounts.factors import ceremonies, tickets
from portico.features.accounts.factors.ceremonies import refused
from portico.features.accounts.factors.credentials import SignedCredential
from portico.features.accounts.factors.errors import PasskeyRefused
from portico.features.accounts.factors.keeping import passkeys_of
from portico.features.accounts.factors.schemas import PasskeyAnswer
from portico.features.accounts.leaving import anonymising
from portico.features.accounts.models import Account, Ceremony, Passkey
from portico.features.accounts.sessions import Holder
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import PorticoError

Question = tuple[dict[str, Any], str]
"""What a browser is asked, and the ticket that its answer comes with."""


def ask_to_sign_in(accounts: Accounts, session: Session, now: datetime) -> Question:
    """Ask whoever is there for any passkey of this site."""
    ticket, challenge = tickets.begin(session, tickets.SIGN_IN, now=now)
    return ceremonies.to_sign(accounts.party, challenge, verified=True), ticket


def sign_in(
    accounts: Accounts, ticket: str, credential: SignedCredential, *, visitor: Visitor, now: datetime
) -> Admission:
    """Let in whoever holds this passkey: having it and unlocking it are two proofs.

    Raises CodeOver, PasskeyRefused, and what `entering.admit` raises.
    """
    with accounts.database.transaction() as session:
        asked = tickets.spend(session, ticket, tickets.SIGN_IN, now=now)
        answered = answer(accounts, session, asked, credential, verified=True, visitor=visitor, now=now)
    # An answer is spent even where its account is not let in.
    if isinstance(answered, PorticoError):
        raise answered
    # Whoever is too late for their account is told so by `admit`, after it was wiped.
    anonymising.found(accounts, lambda session: session.get(Account, answered.account_id), now=now)
    with accounts.database.transaction() as session:
        account = session.get_one(Account, answered.account_id)
        return entering.admit(
            accounts, session, account, method="passkey", factor=True, visitor=visitor, now=now
        )


def ask_for_proof(accounts: Accounts, session: Session, account_id: int, now: datetime) -> Question:
    """Ask somebody who is signed in for one of their passkeys. Raises PasskeyRefused where there is none."""
    mine = passkeys_of(session, account_id)
    if not mine:
        raise PasskeyRefused("Your account has no passkey.")
    ticket, challenge = tickets.begin(session, tickets.PROOF, account_id=account_id, now=now)
    return ceremonies.to_sign(accounts.party, challenge, verified=True, passkeys=mine), ticket


def prove(
    accounts: Accounts,
    session: Session,
    holder: Holder,
    given: PasskeyAnswer,
    *,
    visitor: Visitor,
    now: datetime,
) -> PorticoError | None:
    """Note that the holder of a session has shown by a passkey who they are.

    What was spent stays spent, so a refusal is given back for the caller to raise once that is committed.
    """
    asked = tickets.spend(session, given.ticket, tickets.PROOF, account_id=holder.account_id, now=now)
    answered = answer(accounts, session, asked, given.credential, verified=True, visitor=visitor, now=now)
    if isinstance(answered, PorticoError):
        return answered
    sessions.prove(accounts, session, holder, now, factor=True)
    return None


def answer(
    accounts: Accounts,
    session: Session,
    asked: Ceremony | PorticoError,
    credential: SignedCredential,
    *,
    verified: bool,
    visitor: Visitor,
    now: datetime,
) -> Passkey | PorticoError:
    """The passkey that answers what was asked, once; gives refusals back as `prove` does.

    `verified` asks that its device found out who holds it.
    """
    if isinstance(asked, PorticoError):
        return asked
    challenge, asked.challenge = asked.challenge, None
    found = _named(session, credential)
    if challenge is None or found is None or not _belongs(asked, found, credential):
        return refused()
    try:
        told = ceremonies.check_signed(
            accounts.party, challenge, credential, public_key=found.public_key, verified=verified
        )
    except PasskeyRefused as refusal:
        return refusal
    if not _count(session, found, told, now):
        events.record(
            accounts,
            session,
            found.account_id,
            "passkey-copied",
            visitor=visitor,
            now=now,
            detail=found.name,
        )
        return refused()
    return found


def _named(session: Session, credential: SignedCredential) -> Passkey | None:
    name = base64url_to_bytes(credential.raw_id)
    return session.scalar(select(Passkey).where(Passkey.credential_id == name))


def _belongs(asked: Ceremony, found: Passkey, credential: SignedCredential) -> bool:
    """Whether a passkey is of the account that was asked, and calls its holder by the right name."""
    given = credential.response.user_handle
    if asked.account_id is None:
        return given is not None and _is_handle(found, given)
    return asked.account_id == found.account_id and (not given or _is_handle(found, given))


def _is_handle(found: Passkey, given: str) -> bool:
    return hmac.compare_digest(base64url_to_bytes(given), found.user_handle)


def _count(session: Session, found: Passkey, told: VerifiedAuthentication, now: datetime) -> bool:
    """Whether the count of signatures went on, as that of a passkey which was not copied does.

    Passkeys that are kept on several devices do not count and say 0 (W3C WebAuthn, 6.1.1).
    """
    new = told.new_sign_count
    went_on = Passkey.sign_count < new if new else Passkey.sign_count == 0
    counted = (
        update(Passkey)
        .where(Passkey.id == found.id, went_on)
        .values(sign_count=new, backed_up=told.credential_backed_up, last_used_at=now)
        .returning(Passkey.id)
    )
    return session.scalar(counted) is not None
