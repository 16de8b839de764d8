"""How often something may be tried, counted where a restart does not forget it: in the database.

A hit is spent before what it pays for is done, in one statement, so that no number of requests at once gets
more than there is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, delete, or_, update
from sqlalchemy.orm import Session

from portico.features.accounts.errors import TooManyAttempts
from portico.features.accounts.models import Budget
from portico.platform.database import insert_of

DAY = timedelta(days=1)
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Allowance:
    """So often within a span that begins with the first time."""

    name: str
    amount: int
    span: timedelta


MAILS_TO_ADDRESS = Allowance("mails-to-address", 10, DAY)
MAILS_FROM_NETWORK = Allowance("mails-from-network", 60, DAY)
MAILS = Allowance("mails", 2_000, DAY)
"""All codes that this site mails; whoever wants more asks its keeper."""
GUESSES_AT_ADDRESS = Allowance("guesses-at-address", 25, DAY)
"""Wrong codes for one address, over all of its conversations: 25 of 2⁴⁰ a day."""
GUESSES_FROM_NETWORK = Allowance("guesses-from-network", 200, DAY)
PASSWORDS_FOR_LOGIN = Allowance("passwords-for-login", 20, QUARTER)
PASSWORDS_FROM_KNOWN = Allowance("passwords-from-known", 20, QUARTER)
"""For a browser that was signed in before: whoever spends the budget of a name shuts nobody out of it."""
PASSWORDS_FROM_NETWORK = Allowance("passwords-from-network", 60, QUARTER)
FACTORS_FOR_ACCOUNT = Allowance("factors-for-account", 20, DAY)
FACTORS_FROM_KNOWN = Allowance("factors-from-known", 20, DAY)
SPANS = DAY
"""The longest span; what began before that is forgotten."""


def spend(session: Session, allowance: Allowance, key: object, now: datetime) -> bool:
    """Whether there was one left, which is gone now."""
    insert = insert_of(session)(Budget)
    over = Budget.started_at <= now - allowance.span
    first = insert.values(name=allowance.name, key=_digest(key), started_at=now, spent=1)
    again = first.on_conflict_do_update(
        index_elements=[Budget.name, Budget.key],
        set_={
            "spent": case((over, 1), else_=Budget.spent + 1),
            "started_at": case((over, now), else_=Budget.started_at),
        },
        where=or_(over, Budget.spent < allowance.amount),
    )
    return session.scalar(again.returning(Budget.spent)) is not None


def spend_each(session: Session, now: datetime, *purses: tuple[Allowance, object]) -> TooManyAttempts | None:
    """Spend one of each; what to answer when one of them is empty."""
    left = [spend(session, allowance, key, now) for allowance, key in purses]
    if all(left):
        return None
    span = max(purse[0].span for purse, had in zip(purses, left, strict=True) if not had)
    wait = "tomorrow" if span == DAY else "in a quarter of an hour"
    return TooManyAttempts(
        f"That was tried too often. Try again {wait}.", retry_after=int(span.total_seconds())
    )


def refund(session: Session, allowance: Allowance, key: object) -> None:
    """Give back all that was spent: who has shown who they are was no stranger before either."""
    session.execute(delete(Budget).where(and_(Budget.name == allowance.name, Budget.key == _digest(key))))


def forget_whose(session: Session, keys: Iterable[object]) -> None:
    """Forget every budget that any of these have."""
    digests = [_digest(key) for key in keys]
    session.execute(
        delete(Budget).where(Budget.key.in_(digests)).execution_options(synchronize_session=False)
    )


def give_back(session: Session, allowance: Allowance, key: object) -> None:
    """Give back one that was spent, where only what goes wrong is counted."""
    spent = update(Budget).where(Budget.name == allowance.name, Budget.key == _digest(key), Budget.spent > 0)
    session.execute(spent.values(spent=Budget.spent - 1).execution_options(synchronize_session=False))


def _digest(key: object) -> str:
    return hashlib.sha256(str(key).encode(errors="replace")).hexdigest()
