"""Whom a comment concerns, and what they hear of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from portico.features.accounts import keepers
from portico.features.discussion.models import Comment, Subject
from portico.features.discussion.plain import excerpt
from portico.features.discussion.subjects import anchor
from portico.features.discussion.words import mentioned_in
from portico.features.notifications import Event, Kind, Notifier


def announce(
    notifier: Notifier, session: Session, comment: Comment, *, now: datetime, held_before: bool = False
) -> None:
    """Tell of a comment: once it is shown, whom it answers and names, and keepers of the site; of a held
    one keepers alone.

    Nobody hears of it in two ways: whom it answers is not told that it names them, and of what was
    `held_before` keepers know already.
    """
    staff = set(keepers(session, "owner", "moderator"))
    concerned: list[tuple[Kind, set[int]]] = [("held", staff)]
    if comment.state == "shown":
        concerned = [
            ("reply", _answered(session, comment)),
            ("mention", mentioned_in([comment.html])),
            ("comment", set() if held_before else staff),
        ]
    told: set[int] = set()
    for kind, people in concerned:
        if new := people - told:
            notifier.tell(session, sorted(new), event_of(session, comment, kind), now=now)
        told |= people


def announce_named(
    notifier: Notifier, session: Session, comment: Comment, *, before: Iterable[str], now: datetime
) -> None:
    """Tell those of a comment whom it names since it was edited, and none of the texts `before` named.

    Whom it answers has heard of it, and so has everybody whom it named once.
    """
    told = mentioned_in(before) | _answered(session, comment)
    if new := mentioned_in([comment.html]) - told:
        notifier.tell(session, sorted(new), event_of(session, comment, "mention"), now=now)


def event_of(session: Session, comment: Comment, kind: Kind, *, actor_id: int | None = None) -> Event:
    """Something that happens to a comment, by default that its author wrote it."""
    subject = session.get_one(Subject, comment.subject_id)
    return Event(
        kind=kind,
        actor_id=comment.account_id if actor_id is None else actor_id,
        about=about(comment.id),
        path=anchor(subject.path, comment.id),
        title=subject.title,
        excerpt=excerpt(comment.html),
    )


def about(comment_id: int) -> str:
    """What notifications call a comment."""
    return f"comment:{comment_id}"


def _answered(session: Session, comment: Comment) -> set[int]:
    parent = session.get(Comment, comment.parent_id) if comment.parent_id else None
    return {parent.account_id} if parent and parent.account_id else set()
