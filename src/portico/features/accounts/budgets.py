"""How often something may be tried, counted where a restart does not forget it: in the database.

A hit is spent before what it pays for is done, in one statement, so that no number of requests at once gets
more than there is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Table, bindparam, delete, text, update
from sqlalchemy.orm import Session

from portico.features.accounts.errors import TooManyAttempts
from portico.features.accounts.models import Budget
from portico.platform.database import Moment, delete_rows

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

# As text, since what has ON CONFLICT is compiled anew at every execution; both databases read it alike.
SPEND = text("""
    INSERT INTO budget (name, "key", started_at, spent) VALUES (:name, :key, :now, 1)
    ON CONFLICT (name, "key") DO UPDATE SET
        spent = CASE WHEN budget.started_at <= :over THEN 1 ELSE budget.spent + 1 END,
        started_at = CASE WHEN budget.started_at <= :over THEN :now ELSE budget.started_at END
    WHERE budget.started_at <= :over OR budget.spent < :amount
    RETURNING budget.spent
""").bindparams(bindparam("now", type_=Moment()), bindparam("over", type_=Moment()))
TABLE: Table = Budget.metadata.tables[Budget.__tablename__]
OF_KEY = TABLE.c.name == bindparam("of"), TABLE.c.key == bindparam("whose")
REFUND = delete(TABLE).where(*OF_KEY)
GIVE_BACK = update(TABLE).where(*OF_KEY, TABLE.c.spent > 0).values(spent=TABLE.c.spent - 1)


def spend(session: Session, allowance: Allowance, key: object, now: datetime) -> bool:
    """Whether there was one left, which is gone now."""
    given = {"name": allowance.name, "key": _digest(key), "amount": allowance.amount}
    return session.scalar(SPEND, given | {"now": now, "over": now - allowance.span}) is not None


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
    session.execute(REFUND, {"of": allowance.name, "whose": _digest(key)})


def forget_whose(session: Session, keys: Iterable[object]) -> None:
    """Forget every budget that any of these have."""
    digests = [_digest(key) for key in keys]
    delete_rows(session, Budget, Budget.key.in_(digests))


def give_back(session: Session, allowance: Allowance, key: object) -> None:
    """Give back one that was spent, where only what goes wrong is counted."""
    session.execute(GIVE_BACK, {"of": allowance.name, "whose": _digest(key)})


def _digest(key: object) -> str:
    return hashlib.sha256(str(key).encode(errors="replace")).hexdigest()
