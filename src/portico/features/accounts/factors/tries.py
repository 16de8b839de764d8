"""How many codes may be tried on an account, over all of its sign-ins; only wrong ones count."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portico.features.accounts import budgets
from portico.features.accounts.budgets import FACTORS_FOR_ACCOUNT, FACTORS_FROM_KNOWN, Allowance
from portico.features.accounts.errors import TooManyAttempts
from portico.features.accounts.visitors import Visitor


def spend(session: Session, account_id: int, visitor: Visitor, now: datetime) -> TooManyAttempts | None:
    """Spend one try; what to answer when there were enough."""
    return budgets.spend_each(session, now, (_allowance(account_id, visitor), account_id))


def give_back(session: Session, account_id: int, visitor: Visitor) -> None:
    """Give back the try that a right code took."""
    budgets.give_back(session, _allowance(account_id, visitor), account_id)


def _allowance(account_id: int, visitor: Visitor) -> Allowance:
    """Whoever knows a password can use up the tries of strangers, and not those of its holder's browser."""
    return FACTORS_FROM_KNOWN if account_id in visitor.known else FACTORS_FOR_ACCOUNT
