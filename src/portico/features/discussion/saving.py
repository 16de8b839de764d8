"""What people keep a note of to find it again."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import Session

from portico.features.accounts import Account
from portico.features.discussion.models import Saved, SavedFeed, Subject
from portico.features.discussion.standing import is_of, subject_of
from portico.features.discussion.subjects import Item
from portico.platform.database import delete_rows, insert_of
from portico.platform.errors import Conflict, NotFound

MOST_SAVED = 10_000
"""Of one person."""
IN_FEED = 50
"""The last so many stand in the feed."""


class TooManySaved(Conflict):
    """Somebody has saved as much as they can."""

    code = "too-many-saved"
    title = "You have saved as much as you can"


class Kept(NamedTuple):
    """Something saved, with the name and title that it had when somebody last did something to it here."""

    id: int
    created_at: datetime
    collection: str
    slug: str
    title: str


def save(session: Session, account_id: int, item: Item, *, now: datetime) -> None:
    """Save an item; saving it twice changes nothing. Raises TooManySaved."""
    subject = subject_of(session, item)
    oldest = select(Saved.id).where(Saved.account_id == account_id).order_by(Saved.id.desc())
    if session.scalar(oldest.offset(MOST_SAVED - 1).limit(1)) is not None:
        raise TooManySaved(f"You have saved {MOST_SAVED:,} things. Remove some of them first.")
    insert = insert_of(session)
    new = insert(Saved).values(account_id=account_id, subject_id=subject.id, created_at=now)
    session.execute(new.on_conflict_do_nothing())


def unsave(session: Session, account_id: int, collection: str, slug: str, item: Item | None) -> None:
    """Save something no more, also what is gone from the site; where it was not saved nothing changes."""
    named = (Subject.collection == collection) & (Subject.slug == slug)
    those = select(Subject.id).where(named | is_of(item) if item else named)
    delete_rows(session, Saved, Saved.account_id == account_id, Saved.subject_id.in_(those))


def is_saved(session: Session, account_id: int, item: Item) -> bool:
    """Whether somebody has saved an item."""
    here = Saved.account_id == account_id, Subject.id == Saved.subject_id, is_of(item)
    return bool(session.scalar(select(exists().where(*here))))


def saved_of(
    session: Session, account_id: int, *, limit: int, after: int | None = None, collection: str | None = None
) -> list[Kept]:
    """What somebody has saved, the last first, going on after the one of a number. One query."""
    theirs = (
        select(Saved.id, Saved.created_at, Subject.collection, Subject.slug, Subject.title)
        .join(Subject, Subject.id == Saved.subject_id)
        .where(Saved.account_id == account_id)
    )
    if after is not None:
        theirs = theirs.where(Saved.id < after)
    if collection is not None:
        theirs = theirs.where(Subject.collection == collection)
    return [Kept(*row) for row in session.execute(theirs.order_by(Saved.id.desc()).limit(limit))]


def open_feed(session: Session, account_id: int, *, now: datetime) -> str:
    """Give out the token of a new feed; the one before, if there is one, is good no more."""
    token = secrets.token_urlsafe(32)
    session.merge(SavedFeed(account_id=account_id, digest=_digest(token), created_at=now))
    return token


def close_feed(session: Session, account_id: int) -> None:
    """Have the token of somebody's feed be good no more."""
    session.execute(delete(SavedFeed).where(SavedFeed.account_id == account_id))


def reader_of(session: Session, token: str) -> int:
    """Whose feed a token opens. Raises NotFound."""
    found = session.scalar(
        select(SavedFeed.account_id)
        .join(Account, Account.id == SavedFeed.account_id)
        .where(SavedFeed.digest == _digest(token), Account.state == "active")
    )
    if found is None:
        raise NotFound("There is no such feed. It may have been replaced by a new one.")
    return found


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
