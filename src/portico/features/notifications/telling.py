"""Telling people of something, in the transaction that makes it so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, update
from sqlalchemy.orm import Session

from portico.features import accounts
from portico.features.notifications.choosing import wishes
from portico.features.notifications.models import Kind, Notification
from portico.platform.database import delete_rows, insert_of
from portico.platform.jobs.queue import enqueue

MAILING = "notifications.mail"
"""The kind of job that mails what somebody wants to hear of at once."""
LONGEST_TITLE = 500
LONGEST_EXCERPT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that somebody is to hear of."""

    kind: Kind
    actor_id: int | None
    """Who caused it; none for somebody without an account."""
    about: str
    """What goes together with it, such as `comment:12`."""
    path: str
    """Where on the site it leads."""
    title: str
    """Of the page that it happened on."""
    excerpt: str = ""
    """The beginning of what was written, as plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notifier:
    """Tells people of what others do."""

    grace: timedelta = timedelta(seconds=30)
    """How long a mail waits: what is withdrawn or read by then is not mailed."""

    def tell(self, session: Session, account_ids: Iterable[int], event: Event, *, now: datetime) -> None:
        """Tell these people, once each, but for whoever caused it, blocked who did, or is not active.

        Six statements at most, however many people.
        """
        made = _written(session, account_ids, event, now)
        if not made:
            return
        _fold(session, event, made)
        at_once = [row.id for row in made if row.mail == "immediate"]
        if at_once:
            enqueue(session, MAILING, {"notifications": at_once}, now=now, delay=self.grace)

    def withdraw(self, session: Session, about: str) -> None:
        """Take back everything that was told about this."""
        delete_rows(session, Notification, Notification.about == about)


def _written(session: Session, account_ids: Iterable[int], event: Event, now: datetime) -> list[Row[Any]]:
    """Write down what people are told, and give what they had not been told before."""
    people = accounts.recipients(session, account_ids, of=event.actor_id)
    if not people:
        return []
    wanted = wishes(session, [person.id for person in people])
    told = {
        "kind": event.kind,
        "actor_id": event.actor_id,
        "about": event.about,
        "path": event.path,
        "title": _short(event.title, LONGEST_TITLE),
        "excerpt": _short(event.excerpt, LONGEST_EXCERPT),
        "created_at": now,
        "folded": False,
    }
    rows = [
        told
        | {"account_id": person.id, "mail": wanted[person.id].mail[event.kind] if person.email else "none"}
        for person in people
    ]
    insert = insert_of(session)
    made = insert(Notification).values(rows).on_conflict_do_nothing()
    columns = Notification.id, Notification.account_id, Notification.mail
    return list(session.execute(made.returning(*columns)))


def _fold(session: Session, event: Event, made: list[Row[Any]]) -> None:
    """Let what was told now stand for what the same people were told before of the same."""
    before = update(Notification).where(
        Notification.account_id.in_([row.account_id for row in made]),
        Notification.kind == event.kind,
        Notification.about == event.about,
        Notification.id.not_in([row.id for row in made]),
    )
    values = {"folded": True, "mail": "none"}
    session.execute(before.values(values).execution_options(synchronize_session=False))


def _short(words: str, length: int) -> str:
    """Words on one line, and where they are too many, how they begin."""
    line = " ".join(words.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"
