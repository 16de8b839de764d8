"""Forgetting what is over: a bounded number of rows at a time, so that no transaction is long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, tuple_, update
from sqlalchemy.orm import Session

from portico.features.accounts import budgets, sessions
from portico.features.accounts.leaving.anonymising import FILES
from portico.features.accounts.leaving.exporting import KEPT, STALE, UNDONE
from portico.features.accounts.letter_examples import EXAMPLES
from portico.features.accounts.letters import LAST
from portico.features.accounts.models import (
    Budget,
    Ceremony,
    DataExport,
    EmailUndo,
    Invitation,
    LoginSession,
    OAuthExchange,
    OAuthState,
    SecurityEvent,
    Verification,
)
from portico.platform.database import Base, delete_rows
from portico.platform.jobs.queue import enqueue
from portico.platform.mail import outbox

AT_ONCE = 5_000
LOOKED_UP = timedelta(days=365)
"""How long it can be looked up what happened to an account."""
REMEMBERED = outbox.KEPT
"""How long a former address is known: as long as letters to it, so that these go with the account."""
DELIVERED = timedelta(days=7)
"""After it nobody tries to deliver a last letter any more."""


def sweep(session: Session, now: datetime) -> None:
    """Forget everything of accounts that is over."""
    for table, over in _over(now):
        forget_some(session, table, over)
    outbox.forget_old(session, LAST, before=now - DELIVERED)
    outbox.forget_old(session, EXAMPLES.keys(), before=now - outbox.KEPT)
    _sweep_exports(session, now)


def forget_some(session: Session, table: type[Base], over: ColumnElement[bool]) -> None:
    """Forget rows that are over, so many at most; the next turn takes the rest."""
    key = tuple_(*table.__table__.primary_key)
    some = select(*table.__table__.primary_key).where(over).limit(AT_ONCE)
    delete_rows(session, table, key.in_(some))


def _over(now: datetime) -> list[tuple[type[Base], ColumnElement[bool]]]:
    idle = LoginSession.last_used_at <= now - sessions.IDLE
    return [
        (Verification, Verification.expires_at <= now),
        (Budget, Budget.started_at < now - budgets.SPANS),
        (Ceremony, Ceremony.expires_at <= now),
        (OAuthState, OAuthState.expires_at <= now),
        (OAuthExchange, OAuthExchange.expires_at <= now),
        (LoginSession, or_(LoginSession.expires_at <= now, idle)),
        (SecurityEvent, SecurityEvent.at < now - LOOKED_UP),
        (EmailUndo, EmailUndo.expires_at < now - REMEMBERED),
        (Invitation, Invitation.expires_at < now - REMEMBERED),
    ]


def _sweep_exports(session: Session, now: datetime) -> None:
    """Give up exports whose job is no more, and have files removed whose time is over."""
    lost = DataExport.state.in_(UNDONE), DataExport.created_at < now - STALE
    values: dict[str, Any] = {"state": "failed"}
    session.execute(update(DataExport).where(*lost).values(values))
    old = or_(DataExport.expires_at <= now, DataExport.created_at < now - KEPT - STALE)
    found = session.execute(select(DataExport.id, DataExport.key).where(old).limit(AT_ONCE)).all()
    if found:
        delete_rows(session, DataExport, DataExport.id.in_([row.id for row in found]))
        enqueue(session, FILES, {"keys": [row.key for row in found]}, now=now)
