"""Recovery codes: what lets one in, once each, on the day that app and passkeys are lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from portico.features.accounts import codes, events
from portico.features.accounts.factors.errors import NoFactor
from portico.features.accounts.finding import has_factor, one_locked
from portico.features.accounts.models import RecoveryCode
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts
from portico.platform.database import delete_rows

NUMBER = 10


def make(accounts: Accounts, session: Session, account_id: int) -> list[str]:
    """New codes, as they are shown; the old ones are good no more. Nothing of them is kept but digests."""
    delete_rows(session, RecoveryCode, RecoveryCode.account_id == account_id)
    made = [codes.new_code() for _ in range(NUMBER)]
    session.add_all(
        RecoveryCode(account_id=account_id, digest=_digest(accounts, account_id, code)) for code in made
    )
    return [codes.shown(code) for code in made]


def renew(
    accounts: Accounts, session: Session, account_id: int, *, visitor: Visitor, now: datetime
) -> list[str]:
    """New codes at their holder's wish. Raises NoFactor where nothing asks for one."""
    one_locked(session, account_id)
    if not has_factor(session, account_id):
        raise NoFactor("Add a passkey or an app first; without one no code is asked for.")
    events.record(accounts, session, account_id, "recovery-codes-made", visitor=visitor, now=now)
    return make(accounts, session, account_id)


def take(accounts: Accounts, session: Session, account_id: int, code: str, now: datetime) -> bool:
    """Whether this is a code of the account that was not used before; it is used now."""
    once = update(RecoveryCode).where(
        RecoveryCode.account_id == account_id,
        RecoveryCode.digest == _digest(accounts, account_id, code),
        RecoveryCode.used_at.is_(None),
    )
    return session.scalar(once.values(used_at=now).returning(RecoveryCode.id)) is not None


def left(session: Session, account_id: int) -> int:
    """How many codes an account has left."""
    unused = RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None)
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def _digest(accounts: Accounts, account_id: int, code: str) -> bytes:
    return codes.digest(accounts.code_key, f"recovery {account_id}", code)
