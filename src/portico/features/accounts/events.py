"""What happened to an account: a row for its holder, a line in the log, and a letter where that is needed."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from portico.features.accounts.finding import address_of
from portico.features.accounts.models import Account, SecurityEvent
from portico.features.accounts.visitors import Visitor
from portico.features.accounts.working import Accounts

log = structlog.get_logger("portico.accounts")

QUIET = frozenset({"signed-in", "export-made", "deactivated", "reactivated"})
"""Events that no letter is written about, or one of their own."""


def record(
    accounts: Accounts,
    session: Session,
    account_id: int,
    kind: str,
    *,
    visitor: Visitor,
    now: datetime,
    detail: str = "",
) -> None:
    """Keep that something happened, and write to the holder of the account about it."""
    session.add(
        SecurityEvent(
            account_id=account_id,
            kind=kind,
            detail=detail,
            device=visitor.device,
            network=visitor.network,
            at=now,
        )
    )
    # Without the detail, which may be words of its holder's own, and a log cannot forget.
    log.info(f"account_{kind.replace('-', '_')}", account=account_id)
    if kind in QUIET:
        return
    if address := address_of(session, account_id):
        accounts.letters.tell(
            session,
            address,
            "security-event",
            now=now,
            kind=kind,
            username=session.get_one(Account, account_id).username,
            at=now,
            detail=detail,
            device=visitor.device,
            network=visitor.network,
        )
