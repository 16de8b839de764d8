"""Signs that people give: each kind once, under a comment or under an item itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.orm import Session

from portico.features.discussion.announcing import event_of
from portico.features.discussion.bans import refuse_banned
from portico.features.discussion.models import Comment, Reaction, Subject, SubjectReaction
from portico.features.discussion.rows import COMMENT_SIGNS, SUBJECT_SIGNS, counted
from portico.features.discussion.schemas import REACTIONS, ReactionCount, ReactionKind
from portico.features.discussion.standing import NAME, is_of, present, subject_of
from portico.features.discussion.subjects import Item
from portico.features.notifications import Notifier
from portico.platform.database import insert_of
from portico.platform.errors import NotFound

Counts = tuple[ReactionCount, ...]


class UnknownSign(NotFound):
    """There is no such sign to give."""

    code = "unknown-reaction"
    title = "There is no such sign"


def sign(kind: str) -> ReactionKind:
    """A sign by its name. Raises UnknownSign."""
    found = next((one for one in REACTIONS if one == kind), None)
    if found is None:
        raise UnknownSign(f"Give one of {', '.join(REACTIONS)}.")
    return found


def react(
    session: Session,
    notifier: Notifier,
    account_id: int,
    comment_id: int,
    kind: ReactionKind,
    *,
    now: datetime,
) -> Counts:
    """Give a comment a sign; giving it twice changes nothing. Raises NotFound and Banned."""
    refuse_banned(session, account_id)
    comment = _locked(session, comment_id)
    row = {"comment_id": comment_id, "kind": kind, "account_id": account_id, "created_at": now}
    if _added(session, Reaction, row):
        _count(session, comment_id, +1)
        if comment.account_id is not None:
            event = event_of(session, comment, "reaction", actor_id=account_id)
            notifier.tell(session, [comment.account_id], event, now=now)
    return _signs(session, comment_id, account_id)


def take_back(session: Session, account_id: int, comment_id: int, kind: ReactionKind) -> Counts:
    """Take a sign back; where there is none nothing changes. Raises NotFound."""
    _locked(session, comment_id)
    theirs = Reaction.comment_id == comment_id, Reaction.kind == kind, Reaction.account_id == account_id
    if _gone(session, delete(Reaction).where(*theirs)):
        _count(session, comment_id, -1)
    return _signs(session, comment_id, account_id)


def react_to_item(
    session: Session, account_id: int, item: Item, kind: ReactionKind, *, now: datetime
) -> Counts:
    """Give an item a sign; giving it twice changes nothing. Raises Banned."""
    refuse_banned(session, account_id)
    subject = subject_of(session, item)
    row = {"subject_id": subject.id, "kind": kind, "account_id": account_id, "created_at": now}
    _added(session, SubjectReaction, row)
    return _item_signs(session, subject.id, account_id)


def take_back_from_item(session: Session, account_id: int, item: Item, kind: ReactionKind) -> Counts:
    """Take a sign back from an item; where there is none nothing changes."""
    subject = present(item, session.execute(select(Subject.id, *NAME).where(is_of(item))).all())
    if subject is None:
        return ()
    theirs = (
        SubjectReaction.subject_id == subject.id,
        SubjectReaction.kind == kind,
        SubjectReaction.account_id == account_id,
    )
    _gone(session, delete(SubjectReaction).where(*theirs))
    return _item_signs(session, subject.id, account_id)


def _locked(session: Session, comment_id: int) -> Comment:
    """A comment that is shown, and nobody else's to change before the transaction ends."""
    lock = select(Comment).where(Comment.id == comment_id).with_for_update(key_share=True)
    comment = session.scalar(lock.execution_options(populate_existing=True))
    if comment is None or comment.state != "shown":
        raise NotFound("There is no such comment, or none any more.")
    return comment


def _added(session: Session, table: type[Reaction | SubjectReaction], row: dict[str, Any]) -> bool:
    insert = insert_of(session)
    new = insert(table).values(row).on_conflict_do_nothing().returning(table.kind)
    return session.scalar(new) is not None


def _gone(session: Session, statement: Any) -> bool:
    done = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(done, CursorResult)
    return done.rowcount > 0


def _count(session: Session, comment_id: int, by: int) -> None:
    more = update(Comment).where(Comment.id == comment_id).values(score=Comment.score + by)
    session.execute(more.execution_options(synchronize_session=False))


def _signs(session: Session, comment_id: int, viewer: int) -> Counts:
    return counted(session.scalar(select(COMMENT_SIGNS).where(Comment.id == comment_id), {"viewer": viewer}))


def _item_signs(session: Session, subject_id: int, viewer: int) -> Counts:
    return counted(session.scalar(select(SUBJECT_SIGNS).where(Subject.id == subject_id), {"viewer": viewer}))
