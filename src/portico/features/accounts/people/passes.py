"""What the operator does for people: an account, a way back into it, leave to register, an end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from portico.features.accounts import addresses, names, registration, sessions, verifications
from portico.features.accounts.finding import address_of, one_locked
from portico.features.accounts.leaving.anonymising import anonymise
from portico.features.accounts.models import Account, Invitation, Role
from portico.features.accounts.people.people import check_owner_left, locked_with_owners
from portico.features.accounts.verifications import Opening
from portico.features.accounts.visitors import NOBODY
from portico.features.accounts.working import Accounts
from portico.platform.errors import Conflict


@dataclass(frozen=True, slots=True)
class Pass:
    """A link that lets somebody do one thing, once."""

    link: str
    expires_at: datetime


class NoAddress(Conflict):
    """The account has no address that a code could stand for."""

    code = "no-address"
    title = "The account has no mail address"


def make_person(
    accounts: Accounts, session: Session, *, username: str, email: str, role: Role, now: datetime
) -> Account:
    """Make an account without a password. Raises Invalid, UnfitUsername, UsernameTaken and AddressTaken."""
    subject = addresses.subject_of(email)
    name = names.usable(username, reserved=accounts.rules.reserved())
    registration.check_free(session, name)
    return registration.create(
        accounts, session, username=name, email=subject, password_hash=None, now=now, role=role
    )


def help_back_in(accounts: Accounts, session: Session, number: int, *, now: datetime) -> Pass:
    """A link with which somebody chooses a new password. Raises NoAddress."""
    email = address_of(session, number)
    if email is None:
        raise NoAddress("A password is chosen by an address; this account has none.")
    username = session.get_one(Account, number).username
    opening = Opening(purpose="reset", email=email.lower(), account_id=number, username=username)
    made, code = verifications.open_unsent(accounts, session, opening, now=now)
    return Pass(_link(accounts, "forgot", id=made.id, code=code), made.expires_at)


def sign_out(accounts: Accounts, session: Session, number: int, *, now: datetime) -> None:
    """Sign somebody out everywhere."""
    sessions.end_all(accounts, session, one_locked(session, number), visitor=NOBODY, now=now)


def delete_person(
    accounts: Accounts, session: Session, number: int, *, keep_comments: bool, now: datetime
) -> None:
    """Delete an account for good, at once, as its holder's closing it does later. Raises LastOwner."""
    account = locked_with_owners(session, number)
    assert account is not None
    account.state = "deactivated"
    account.deactivated_at = account.deletion_at = now
    account.keep_comments = keep_comments
    session.flush()
    if account.role == "owner":
        check_owner_left(session)
    anonymise(accounts.farewell, session, number, now=now)
    accounts.standings.drop(session, number)


def invite(
    accounts: Accounts, session: Session, *, email: str | None, lasts: timedelta, now: datetime
) -> Pass:
    """A link with which one person can register, sent where an address is given. Raises Invalid."""
    subject = None if email is None else addresses.subject_of(email)
    token = secrets.token_urlsafe(32)
    until = now + lasts
    digest = sha256(token.encode()).digest()
    session.add(Invitation(digest=digest, email=subject, created_at=now, expires_at=until))
    if subject is not None:
        accounts.letters.tell(session, subject, "invitation", now=now, token=token, expires_at=until)
    return Pass(_link(accounts, "register", invitation=token), until)


def _link(accounts: Accounts, page: str, **told: str) -> str:
    return f"{accounts.letters.address}/{page}#{urlencode(told)}"
