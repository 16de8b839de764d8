"""Short words for tests about mails."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from portico.platform.database import Database
from portico.platform.mail.outbox import post
from portico.platform.mail.tables import Mail
from tests.support.jobs import NOON

LETTER: dict[str, Any] = {
    "kind": "test",
    "sender": "Ada <ada@example.org>",
    "recipient": "eve@example.net",
    "subject": "Grüße aus Köln",
    "text": "Schöne Grüße.\n",
}


def send(database: Database, **more: Any) -> int | None:
    """Put a mail into the outbox in a transaction of its own."""
    with database.transaction() as session:
        return post(session, **({"now": NOON} | LETTER | more))


def mails(database: Database) -> list[Mail]:
    """Every mail there is, in the order of their numbers."""
    with database.reading() as session:
        return list(session.scalars(select(Mail).order_by(Mail.id)))
