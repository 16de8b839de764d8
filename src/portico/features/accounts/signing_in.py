"""Coming back: by password or by a mailed code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from portico.features.accounts import addresses, budgets, entering, events, verifications
from portico.features.accounts.budgets import (
    PASSWORDS_FOR_LOGIN,
    PASSWORDS_FROM_KNOWN,
    PASSWORDS_FROM_NETWORK,
)
from portico.features.accounts.entering import Admission
from portico.features.accounts.errors import WrongLogin
from portico.features.accounts.finding import by_address, by_login, login_name, one_locked
from portico.features.accounts.leaving import anonymising
from portico.features.accounts.models import Account, Verification
from portico.features.accounts.passwords import LONGEST
from portico.features.accounts.verifications import Opening
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import PorticoError


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose name and password were right, and what is still to be written of it."""

    account: Account
    purse: tuple[budgets.Allowance, object]
    """What the attempt was paid from."""
    anew: str | None
    """The password under today's parameters, where it was kept under others."""


def by_password(
    accounts: Accounts, *, login: str, password: str, visitor: Visitor, now: datetime
) -> Admission:
    """Let somebody in by name or address and password.

    Raises WrongLogin, TooManyAttempts, Busy, and what `entering.admit` raises.
    """
    with accounts.passwords.place():
        shown = checked(accounts, login=login, password=password, visitor=visitor, now=now)
    with accounts.database.transaction() as session:
        account = settle(session, shown)
        return entering.admit_locked(accounts, session, account, method="password", visitor=visitor, now=now)


def checked(accounts: Accounts, *, login: str, password: str, visitor: Visitor, now: datetime) -> Shown:
    """Whose name and password these are, whatever state the account is in.

    One password is hashed for each attempt that is not over budget, whoever is asked for, and outside of
    any transaction, since that takes long. Raises WrongLogin, TooManyAttempts and Busy.
    """
    account = anonymising.found(accounts, partial(by_login, login=login), now=now)
    purses = _purses(account, login, visitor)
    with accounts.database.transaction() as session:
        refusal = budgets.spend_each(session, now, *purses)
    if refusal:
        raise refusal
    kept = account.password_hash if account else None
    if not accounts.passwords.verify(kept, password[: LONGEST + 1]) or account is None or kept is None:
        events.log.info("sign_in_refused", account=account.id if account else None, network=visitor.network)
        raise WrongLogin("Name and password do not match. Try again, or ask for a new password.")
    outdated = accounts.passwords.is_outdated(kept)
    return Shown(account, purses[0], accounts.passwords.hash(password) if outdated else None)


def settle(session: Session, shown: Shown) -> Account:
    """The account as it is now, locked, with what the attempt cost given back. Raises WrongLogin."""
    account = same(session, shown.account)
    budgets.refund(session, *shown.purse)
    if shown.anew is not None:
        account.password_hash = shown.anew
    return account


def begin_by_code(
    accounts: Accounts, *, email: str, visitor: Visitor, now: datetime
) -> Verification | PorticoError:
    """Mail a code to sign in with; where nobody has the address, its reader is told so. Raises Invalid."""
    return _begin(accounts, "code", email, visitor, now)


def begin_reset(
    accounts: Accounts, *, email: str, visitor: Visitor, now: datetime
) -> Verification | PorticoError:
    """Mail a code to choose a new password with, as `begin_by_code` does."""
    return _begin(accounts, "reset", email, visitor, now)


def by_code(
    accounts: Accounts, session: Session, found: Verification, *, visitor: Visitor, now: datetime
) -> Admission | PorticoError:
    """Let in whoever brought the code of this conversation. Raises what `entering.admit` raises."""
    if refusal := verifications.use(session, found, now):
        return refusal
    account = session.get_one(Account, found.account_id)
    return entering.admit(accounts, session, account, method="code", visitor=visitor, now=now)


def same(session: Session, account: Account) -> Account:
    """The account as it is now, if its password is still the one that was checked. Raises WrongLogin."""
    now_there = one_locked(session, account.id)
    if now_there.password_hash != account.password_hash:
        raise WrongLogin("The password was changed in this moment. Sign in with the new one.")
    return now_there


def _begin(
    accounts: Accounts, purpose: str, email: str, visitor: Visitor, now: datetime
) -> Verification | PorticoError:
    subject = addresses.subject_of(email)
    anonymising.found(accounts, partial(by_address, subject=subject), now=now)
    with accounts.database.transaction() as session:
        if refusal := verifications.spend_mail(session, subject, visitor, now):
            return refusal
        account = by_address(session, subject)
        opening = Opening(
            purpose="reset" if purpose == "reset" else "code",
            email=subject,
            hopeless=account is None,
            account_id=account.id if account else None,
            username=account.username if account else None,
        )
        return verifications.open_conversation(accounts, session, opening, now=now)


def _purses(
    account: Account | None, login: str, visitor: Visitor
) -> tuple[tuple[budgets.Allowance, object], tuple[budgets.Allowance, object]]:
    """What an attempt costs: one for the name, or a browser that is known to it, and one for the network."""
    network = PASSWORDS_FROM_NETWORK, visitor.network
    if account is not None and account.id in visitor.known:
        return (PASSWORDS_FROM_KNOWN, account.id), network
    # By what was typed: a budget that a name and an address share would tell that they are of one person.
    return (PASSWORDS_FOR_LOGIN, login_name(login)), network
