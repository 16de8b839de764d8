"""The second factors of an account as a whole: which there are, which there must be, and taking all away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portico.features.accounts import events
from portico.features.accounts.factors.errors import FactorRequired
from portico.features.accounts.finding import STAFF, end_sessions, has_factor, one_locked
from portico.features.accounts.models import Account, Passkey, RecoveryCode, Totp
from portico.features.accounts.visitors import NOBODY
from portico.features.accounts.working import Accounts
from portico.platform.database import delete_rows


def passkeys_of(session: Session, account_id: int) -> Sequence[Passkey]:
    """The passkeys of an account, the newest first."""
    mine = Passkey.account_id == account_id
    return session.scalars(select(Passkey).where(mine).order_by(Passkey.id.desc())).all()


def remove_all(accounts: Accounts, session: Session, account_id: int, now: datetime) -> None:
    """Take every second factor from somebody who has lost them; every session ends, whoever began it."""
    account = one_locked(session, account_id)
    for table in (Passkey, Totp, RecoveryCode):
        delete_rows(session, table, table.account_id == account_id)
    end_sessions(session, account)
    events.record(accounts, session, account_id, "factors-removed", visitor=NOBODY, now=now)
    accounts.standings.drop(session, account_id)


def settle_loss(accounts: Accounts, session: Session, account: Account) -> None:
    """Once a factor is gone, drop the recovery codes if it was the last one.

    Raises FactorRequired where the role asks for one.
    """
    if has_factor(session, account.id):
        return
    if accounts.rules.factor_required and account.role in STAFF:
        raise FactorRequired("Add another passkey or app first; your role cannot go without.")
    delete_rows(session, RecoveryCode, RecoveryCode.account_id == account.id)
