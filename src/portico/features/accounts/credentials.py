"""What its holder proves an account with, changed: a new password, another address."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portico.features.accounts import addresses, budgets, events, sessions, verifications
from portico.features.accounts.budgets import PASSWORDS_FOR_LOGIN
from portico.features.accounts.errors import AddressTaken, CodeOver, WrongLogin
from portico.features.accounts.finding import (
    address_of,
    by_address,
    end_sessions,
    has_factor,
    locked,
    one_locked,
)
from portico.features.accounts.leaving import anonymising
from portico.features.accounts.models import (
    EMAIL,
    Account,
    ApiToken,
    EmailUndo,
    Identity,
    Passkey,
    RecoveryCode,
    Totp,
    Verification,
)
from portico.features.accounts.passwords import check_fitness
from portico.features.accounts.sessions import Entry, Holder
from portico.features.accounts.verifications import Opening
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.database import delete_rows
from portico.platform.errors import PorticoError

UNDO = timedelta(hours=24)


def check_password(accounts: Accounts, account_id: int, password: str, now: datetime) -> None:
    """Let pass who knows the password of this account. Raises WrongLogin, TooManyAttempts and Busy."""
    with accounts.passwords.place():
        with accounts.database.transaction() as session:
            refusal = budgets.spend_each(session, now, (PASSWORDS_FOR_LOGIN, account_id))
            kept = session.get_one(Account, account_id).password_hash
        if refusal:
            raise refusal
        if not accounts.passwords.verify(kept, password):
            raise WrongLogin("That is not your password.")
    with accounts.database.transaction() as session:
        budgets.refund(session, PASSWORDS_FOR_LOGIN, account_id)


def change_password(
    accounts: Accounts, holder: Holder, *, password: str, visitor: Visitor, now: datetime
) -> Entry:
    """Choose another password: this session goes on with new tokens, and all others end.

    Raises UnfitPassword and Busy. Who asks has shown who they are within the last minutes.
    """
    password_hash = _fit_hash(accounts, holder.account_id, password)
    with accounts.database.transaction() as session:
        account = one_locked(session, holder.account_id)
        kind = "password-changed" if account.password_hash else "password-set"
        account.password_hash = password_hash
        verifications.end_all(session, account.id)
        end_sessions(session, account, but=holder.session_id)
        events.record(accounts, session, account.id, kind, visitor=visitor, now=now)
        accounts.standings.drop(session, account.id)
        return sessions.renew(accounts, session, account, holder.session_id, now)


def reset_password(
    accounts: Accounts, conversation_id: str, code: str, *, password: str, visitor: Visitor, now: datetime
) -> PorticoError | None:
    """Choose a new password with a mailed code; every session ends, and an account that is closed stays so.

    A refusal that must be remembered is given back. Raises UnfitPassword and Busy, which spend nothing.
    """
    check_fitness(password, has_factor=True)
    password_hash = accounts.passwords.hash(password)
    with accounts.database.transaction() as session:
        # The account first, as in every deed about one: two that wait for each other would both be given up.
        account = locked(session, verifications.account_of(session, conversation_id))
        account = anonymising.present(accounts.farewell, session, account, now)
        found = verifications.try_code(
            accounts, session, conversation_id, code, purposes=("reset",), visitor=visitor, now=now
        )
        if isinstance(found, PorticoError):
            return found
        assert account is not None
        check_fitness(
            password, account.username or "", found.email, has_factor=has_factor(session, account.id)
        )
        if refusal := verifications.use(session, found, now):
            return refusal
        account.password_hash = password_hash
        end_everything(session, account)
        events.record(accounts, session, account.id, "password-reset", visitor=visitor, now=now)
        accounts.standings.drop(session, account.id)
    return None


def begin_email_change(
    accounts: Accounts, account_id: int, *, email: str, visitor: Visitor, now: datetime
) -> Verification | PorticoError:
    """Mail a code to an address that is to be somebody's new one. Raises Invalid."""
    subject = addresses.subject_of(email)
    with accounts.database.transaction() as session:
        if refusal := verifications.spend_mail(session, subject, visitor, now):
            return refusal
        verifications.end_all(session, account_id)
        opening = Opening(
            purpose="email-change",
            email=subject,
            hopeless=by_address(session, subject) is not None,
            account_id=account_id,
            username=session.get_one(Account, account_id).username,
        )
        return verifications.open_conversation(accounts, session, opening, now=now)


def complete_email_change(
    accounts: Accounts, account_id: int, conversation_id: str, code: str, *, visitor: Visitor, now: datetime
) -> PorticoError | None:
    """Take the new address, whose holder has read the code; the old one is told and can undo it for a day.

    Raises AddressTaken.
    """
    with accounts.database.transaction() as session:
        account = one_locked(session, account_id)
        found = verifications.try_code(
            accounts, session, conversation_id, code, purposes=("email-change",), visitor=visitor, now=now
        )
        if isinstance(found, PorticoError):
            return found
        if found.account_id != account_id:
            return CodeOver("The code belongs to another account.")
        if refusal := verifications.use(session, found, now):
            return refusal
        old = address_of(session, account_id)
        set_address(session, account_id, found.email, now)
        if old is not None:
            _offer_undo(accounts, session, account, old, found.email, now)
        events.record(accounts, session, account_id, "email-changed", visitor=visitor, now=now)
    return None


def undo_email_change(accounts: Accounts, token: str, *, visitor: Visitor, now: datetime) -> None:
    """Give an account its old address back, and take from it every way in that somebody else may hold.

    The holder of the old address then chooses a new password.
    Raises CodeOver, and AddressTaken when the old address belongs to somebody else by now.
    """
    good = (
        EmailUndo.digest == sha256(token.encode(errors="replace")).digest(),
        EmailUndo.used_at.is_(None),
        EmailUndo.expires_at > now,
    )
    with accounts.database.transaction() as session:
        account = locked(session, session.scalar(select(EmailUndo.account_id).where(*good)))
        account = anonymising.present(accounts.farewell, session, account, now)
        once = update(EmailUndo).where(*good).values(used_at=now)
        undone = session.execute(once.returning(EmailUndo.email, EmailUndo.expires_at)).one_or_none()
        if account is None or undone is None or account.state == "anonymised":
            raise CodeOver("This link was used, or is older than a day. Ask the keeper of the site for help.")
        set_address(session, account.id, undone.email, now)
        _take_back(session, account, since=undone.expires_at - UNDO)
        end_everything(session, account)
        events.record(accounts, session, account.id, "email-restored", visitor=visitor, now=now)
        accounts.standings.drop(session, account.id)


def set_address(session: Session, account_id: int, email: str, now: datetime) -> None:
    """Make this the address of an account. Raises AddressTaken."""
    try:
        with session.begin_nested():
            mine = (Identity.account_id == account_id, Identity.provider == EMAIL)
            delete_rows(session, Identity, *mine)
            session.add(
                Identity(
                    account_id=account_id,
                    provider=EMAIL,
                    subject=email,
                    email=email,
                    email_verified=True,
                    created_at=now,
                )
            )
    except IntegrityError:
        raise AddressTaken("This address has an account by now.") from None


def end_everything(session: Session, account: Account) -> None:
    """End whatever is open, or was begun, by somebody who may not be the holder of the account."""
    verifications.end_all(session, account.id)
    delete_rows(session, ApiToken, ApiToken.account_id == account.id)
    end_sessions(session, account)


def _fit_hash(accounts: Accounts, account_id: int, password: str) -> str:
    with accounts.database.reading() as session:
        account = session.get_one(Account, account_id)
        about = (account.username or "", address_of(session, account_id) or "")
        check_fitness(password, *about, has_factor=has_factor(session, account_id))
    return accounts.passwords.hash(password)


def _offer_undo(
    accounts: Accounts, session: Session, account: Account, old: str, new: str, now: datetime
) -> None:
    token = secrets.token_urlsafe(32)
    digest = sha256(token.encode()).digest()
    session.add(EmailUndo(digest=digest, account_id=account.id, email=old, expires_at=now + UNDO))
    accounts.letters.tell(
        session, old, "email-changed", now=now, username=account.username, email=new, token=token
    )


def _take_back(session: Session, account: Account, *, since: datetime) -> None:
    """Take away the password, and every way in that was added after this moment."""
    account.password_hash = None
    delete_rows(session, Passkey, Passkey.account_id == account.id, Passkey.created_at >= since)
    delete_rows(session, Totp, Totp.account_id == account.id, Totp.confirmed_at >= since)
    delete_rows(session, RecoveryCode, RecoveryCode.account_id == account.id)
    added = Identity.account_id == account.id, Identity.provider != EMAIL, Identity.created_at >= since
    delete_rows(session, Identity, *added)
