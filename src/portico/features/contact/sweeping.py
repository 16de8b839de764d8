"""What is not kept: where letters came from, and proofs that nobody could use any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portico.features.contact.models import ContactMessage, ContactProof
from portico.platform.database import delete_rows

AT_ONCE = 5_000
"""How many rows one turn takes; the next takes the rest."""
REMEMBERED = timedelta(days=2)
"""Longer than any proof is good for."""


def sweep(session: Session, now: datetime) -> None:
    """Forget where letters came from after thirty days, and old proofs."""
    told = select(ContactMessage.id).where(ContactMessage.network_until <= now).limit(AT_ONCE)
    forgotten = update(ContactMessage).where(ContactMessage.id.in_(told))
    session.execute(
        forgotten.values(network=None, network_until=None).execution_options(synchronize_session=False)
    )
    old = select(ContactProof.digest).where(ContactProof.used_at < now - REMEMBERED).limit(AT_ONCE)
    delete_rows(session, ContactProof, ContactProof.digest.in_(old))
