"""Closing one's account, and coming back while one can."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portico.features.accounts import credentials, entering, events, signing_in, verifications
from portico.features.accounts.entering import Admission
from portico.features.accounts.errors import WrongLogin
from portico.features.accounts.finding import address_of, locked, one_locked
from portico.features.accounts.leaving.anonymising import is_overdue, present
from portico.features.accounts.models import Account
from portico.features.accounts.people.people import check_owner_left, locked_with_owners
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.errors import PorticoError


def close(
    accounts: Accounts,
    session: Session,
    account_id: int,
    *,
    keep_comments: bool,
    visitor: Visitor,
    now: datetime,
) -> datetime:
    """Close an account, and end all that is signed in to it; gives when it will be wiped.

    One that somebody has closed already stays as it is. Raises LastOwner when the site would be nobody's.
    """
    account = locked_with_owners(session, account_id)
    assert account is not None
    if account.deletion_at is not None:
        return account.deletion_at
    account.state = "deactivated"
    account.deactivated_at = now
    account.deletion_at = until = now + accounts.rules.grace
    account.keep_comments = keep_comments
    session.flush()
    if account.role == "owner":
        check_owner_left(session)
    _end_all(accounts, session, account)
    events.record(accounts, session, account_id, "deactivated", visitor=visitor, now=now)
    told = {"deletion_at": until, "keep_comments": keep_comments}
    _tell(accounts, session, account, "deactivated", now, **told)
    return until


def open_again(
    accounts: Accounts, session: Session, account_id: int, *, visitor: Visitor, now: datetime
) -> Account:
    """Give somebody their account back who has shown who they are; one that is open stays so.

    Whoever is too late is told what strangers are told. Raises WrongLogin.
    """
    account = one_locked(session, account_id)
    if is_overdue(account, now) or account.state == "anonymised":
        raise WrongLogin("The account is deleted. Register anew to have another one.")
    if account.state == "deactivated":
        account.state = "active"
        account.deactivated_at = account.deletion_at = None
        _end_all(accounts, session, account)
        events.record(accounts, session, account_id, "reactivated", visitor=visitor, now=now)
        _tell(accounts, session, account, "reactivated", now)
    return account


def come_back_by_password(
    accounts: Accounts, *, login: str, password: str, visitor: Visitor, now: datetime
) -> Admission:
    """Open an account again by name or address and password, and let its holder in.

    A second factor is asked for all the same. Raises what `signing_in.by_password` raises.
    """
    with accounts.passwords.place():
        shown = signing_in.checked(accounts, login=login, password=password, visitor=visitor, now=now)
    with accounts.database.transaction() as session:
        open_again(accounts, session, shown.account.id, visitor=visitor, now=now)
        account = signing_in.settle(session, shown)
        return entering.admit_locked(accounts, session, account, method="password", visitor=visitor, now=now)


def come_back_by_code(
    accounts: Accounts, session: Session, conversation_id: str, code: str, *, visitor: Visitor, now: datetime
) -> Admission | PorticoError:
    """Open an account again by a mailed code that lets one sign in.

    A refusal that must be remembered is given back. Raises what `entering.admit` raises.
    """
    # The account first, as in every deed about one; wiping it ends its conversations.
    account = locked(session, verifications.account_of(session, conversation_id))
    present(accounts.farewell, session, account, now)
    found = verifications.try_code(
        accounts, session, conversation_id, code, purposes=("code",), visitor=visitor, now=now
    )
    if isinstance(found, PorticoError):
        return found
    if refusal := verifications.use(session, found, now):
        return refusal
    assert found.account_id is not None
    account = open_again(accounts, session, found.account_id, visitor=visitor, now=now)
    return entering.admit(accounts, session, account, method="code", visitor=visitor, now=now)


def _end_all(accounts: Accounts, session: Session, account: Account) -> None:
    credentials.end_everything(session, account)
    accounts.standings.drop(session, account.id)


def _tell(
    accounts: Accounts, session: Session, account: Account, name: str, now: datetime, **told: Any
) -> None:
    if address := address_of(session, account.id):
        accounts.letters.tell(session, address, name, now=now, username=account.username, **told)
