"""What becomes of a person whose time to come back is over: nothing, but for what they left to others.

All of it happens in one transaction, at the first access after that time or by a job, whichever is sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portico.features.accounts import blocking, budgets
from portico.features.accounts.finding import address_of, locked
from portico.features.accounts.leaving.farewell import Farewell, Leaver
from portico.features.accounts.models import (
    EMAIL,
    Account,
    ApiToken,
    Ceremony,
    DataExport,
    EmailUndo,
    Identity,
    Invitation,
    LoginSession,
    OAuthExchange,
    OAuthState,
    Passkey,
    RecoveryCode,
    SecurityEvent,
    Totp,
    Verification,
)
from portico.features.accounts.working import Accounts
from portico.platform.database import Base, delete_rows
from portico.platform.jobs.queue import enqueue
from portico.platform.mail import outbox

SCRUB = "accounts.scrub"
"""The kind of job after which nothing is left on the disk of what was deleted."""
TOGETHER = timedelta(minutes=10)
"""The disk is scrubbed once for all who went within so long."""
COMMITTED = timedelta(minutes=1)
"""After it every transaction that began in such a span has ended."""
FILES = "accounts.remove_exports"
"""The kind of job that removes the files of exports."""
OWNED: tuple[type[Base], ...] = (
    Identity,
    LoginSession,
    ApiToken,
    Passkey,
    Totp,
    RecoveryCode,
    Verification,
    Ceremony,
    OAuthState,
    OAuthExchange,
    SecurityEvent,
    EmailUndo,
    DataExport,
)
"""The tables of this package whose rows belong to an account."""

log = structlog.get_logger("portico.accounts")


def anonymise(farewell: Farewell, session: Session, account_id: int, *, now: datetime) -> bool:
    """Wipe somebody whose time to come back is over; tells whether this call did."""
    account = locked(session, account_id)
    if account is None or not is_overdue(account, now):
        return False
    leaver = Leaver(account_id, account.keep_comments, now)
    for forget in farewell.forget:
        forget(session, leaver)
    last_address = address_of(session, account_id)
    _forget_addresses(session, account, _addresses(session, account_id), now)
    exports = list(session.scalars(select(DataExport.key).where(DataExport.account_id == account_id)))
    blocking.forget(session, account_id)
    for table in OWNED:
        delete_rows(session, table, table.__table__.c.account_id == account_id)
    _wipe(account)
    session.flush()
    if last_address is not None:
        farewell.letters.tell(
            session, last_address, "anonymised", now=now, keep_comments=leaver.keep_comments
        )
    if exports:
        enqueue(session, FILES, {"keys": exports}, now=now)
    _have_scrubbed(session, now)
    log.info("account_anonymised", account=account_id)
    return True


def present(farewell: Farewell, session: Session, account: Account | None, now: datetime) -> Account | None:
    """The account, unless its time is over: then it is wiped here and now, and there is none."""
    if account is None or not is_overdue(account, now):
        return account
    anonymise(farewell, session, account.id, now=now)
    return None


def found(accounts: Accounts, find: Callable[[Session], Account | None], *, now: datetime) -> Account | None:
    """Whom `find` finds, as `present` has it; opens a transaction where there is somebody to wipe."""
    with accounts.database.reading() as session:
        account = find(session)
    if account is None or not is_overdue(account, now):
        return account
    with accounts.database.transaction() as session:
        return present(accounts.farewell, session, account, now)


def is_overdue(account: Account, now: datetime) -> bool:
    """Whether an account was to be wiped by now."""
    return account.state == "deactivated" and account.deletion_at is not None and account.deletion_at <= now


def overdue(session: Session, now: datetime, *, after: int = 0, limit: int) -> list[int]:
    """Accounts that were to be wiped by now, in the order of their numbers, those after a number only."""
    late = Account.state == "deactivated", Account.deletion_at <= now, Account.id > after
    return list(session.scalars(select(Account.id).where(*late).order_by(Account.id).limit(limit)))


def _have_scrubbed(session: Session, now: datetime) -> None:
    if session.get_bind().dialect.name == "sqlite":
        began = now - (now - datetime.min.replace(tzinfo=UTC)) % TOGETHER
        due = began + TOGETHER + COMMITTED
        enqueue(session, SCRUB, {}, now=now, delay=due - now, key=f"{SCRUB}@{began.isoformat()}")


def _wipe(account: Account) -> None:
    account.state = "anonymised"
    account.role = "member"
    account.username = account.username_key = account.password_hash = None
    account.deactivated_at = account.deletion_at = None
    account.session_version += 1


def _addresses(session: Session, account_id: int) -> list[str]:
    """Every address that somebody has, had a while ago or was about to have, in lower case."""
    found: set[str | None] = set()
    for table in (Identity, EmailUndo, Verification, OAuthExchange):
        found |= set(session.scalars(select(table.email).where(table.account_id == account_id)))
    return sorted({address.lower() for address in found if address})


def _forget_addresses(session: Session, account: Account, addresses: list[str], now: datetime) -> None:
    """Forget what is kept by an address or a name alone."""
    outbox.forget(session, addresses)
    budgets.forget_whose(session, [account.id, account.username, *addresses])
    delete_rows(session, Verification, func.lower(Verification.email).in_(addresses))
    delete_rows(session, Invitation, func.lower(Invitation.email).in_(addresses))
    # The one that is good now may be what led here; it is swept with all that are over.
    own = select(Identity.subject).where(Identity.account_id == account.id, Identity.provider != EMAIL)
    theirs = or_(func.lower(OAuthExchange.email).in_(addresses), OAuthExchange.subject.in_(own))
    delete_rows(session, OAuthExchange, theirs & (OAuthExchange.expires_at <= now))
