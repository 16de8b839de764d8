"""The passkeys of an account: added and removed by their holder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from webauthn.helpers import generate_user_handle
from webauthn.registration.verify_registration_response import VerifiedRegistration

from portico.features.accounts import events, sessions
from portico.features.accounts.errors import LastWayIn
from portico.features.accounts.factors import ceremonies, recovery, tickets
from portico.features.accounts.factors.answering import Question
from portico.features.accounts.factors.credentials import MadeCredential
from portico.features.accounts.factors.errors import PasskeyKnown, PasskeyRefused, TooManyPasskeys
from portico.features.accounts.factors.keeping import passkeys_of, settle_loss
from portico.features.accounts.factors.schemas import PasskeyCreate
from portico.features.accounts.finding import one_locked, ways_in
from portico.features.accounts.models import Ceremony, Passkey
from portico.features.accounts.sessions import Holder
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import NotFound, PorticoError

MOST = 20
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Added:
    """A passkey that was added."""

    passkey: Passkey
    recovery_codes: list[str]
    """For the day it is lost; empty where the account has some."""


def ask_for_new(accounts: Accounts, session: Session, account_id: int, now: datetime) -> Question:
    """Ask a browser to make a passkey. Raises TooManyPasskeys."""
    account = one_locked(session, account_id)
    mine = passkeys_of(session, account_id)
    _check_number(mine)
    user_handle = mine[0].user_handle if mine else generate_user_handle()
    ticket, challenge = tickets.begin(
        session, tickets.ADD, account_id=account_id, user_handle=user_handle, now=now
    )
    options = ceremonies.to_make(
        accounts.party,
        challenge,
        user_handle=user_handle,
        username=account.username or "",
        others=mine,
    )
    return options, ticket


def add(
    accounts: Accounts,
    session: Session,
    holder: Holder,
    new: PasskeyCreate,
    *,
    visitor: Visitor,
    now: datetime,
) -> Added | PorticoError:
    """Have a new passkey let its holder in.

    A refusal is given back for the caller to raise once it is committed that the ticket is spent.
    """
    account_id, name = holder.account_id, new.name or visitor.device[:LONGEST_NAME]
    one_locked(session, account_id)
    asked = tickets.spend(session, new.ticket, tickets.ADD, account_id=account_id, now=now)
    if isinstance(asked, PorticoError):
        return asked
    made = _made(accounts, session, asked, new.credential, name, now)
    if isinstance(made, PorticoError):
        return made
    events.record(accounts, session, account_id, "passkey-added", visitor=visitor, now=now, detail=name)
    codes = [] if recovery.left(session, account_id) else recovery.make(accounts, session, account_id)
    sessions.prove(accounts, session, holder, now, factor=True)
    return Added(made, codes)


def remove(
    accounts: Accounts,
    session: Session,
    account_id: int,
    passkey_id: int,
    *,
    providers: Collection[str],
    visitor: Visitor,
    now: datetime,
) -> None:
    """Have a passkey let nobody in any more; `providers` are those that the site lets people in by.

    Raises NotFound, LastWayIn when nothing else would, and FactorRequired.
    """
    # Two at once would each take the other for the one that remains.
    account = one_locked(session, account_id)
    mine = Passkey.account_id == account_id, Passkey.id == passkey_id
    found = session.scalar(select(Passkey).where(*mine))
    if found is None:
        raise NotFound("There is no such passkey; it may have been removed already.")
    session.delete(found)
    session.flush()
    if not ways_in(session, account, providers=providers):
        raise LastWayIn(
            "You could not sign in any more. Add a password, another passkey or an address first."
        )
    settle_loss(accounts, session, account)
    events.record(
        accounts, session, account_id, "passkey-removed", visitor=visitor, now=now, detail=found.name
    )


def _made(
    accounts: Accounts,
    session: Session,
    asked: Ceremony,
    credential: MadeCredential,
    name: str,
    now: datetime,
) -> Passkey | PorticoError:
    assert asked.challenge is not None
    assert asked.account_id is not None
    assert asked.user_handle is not None
    try:
        _check_number(passkeys_of(session, asked.account_id))
        told = ceremonies.check_made(accounts.party, asked.challenge, credential)
        made = _row(told, asked.account_id, asked.user_handle)
        made.name, made.created_at = name, now
        made.transports = " ".join(ceremonies.KNOWN.intersection(credential.response.transports))
        with session.begin_nested():
            session.add(made)
    except (PasskeyRefused, TooManyPasskeys) as refusal:
        return refusal
    except IntegrityError:
        return PasskeyKnown("This passkey lets somebody in already. Remove it there first.")
    return made


def _row(told: VerifiedRegistration, account_id: int, user_handle: bytes) -> Passkey:
    return Passkey(
        account_id=account_id,
        user_handle=user_handle,
        credential_id=told.credential_id,
        public_key=told.credential_public_key,
        sign_count=told.sign_count,
        backed_up=told.credential_backed_up,
    )


def _check_number(mine: Collection[Passkey]) -> None:
    if len(mine) >= MOST:
        raise TooManyPasskeys(f"{MOST} passkeys are enough. Remove one that you do not use.")
