"""What state a comment is in, who finds it in its thread for that, and how many are counted.

Whoever changes comments of a subject locks its row, so that one changes them at a time.
"""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portico.features.discussion.models import (
    Comment,
    CommentCheck,
    CommentEdit,
    Reaction,
    Report,
    State,
    Subject,
)
from portico.platform.database import delete_rows
from portico.platform.errors import NotFound

OF_ONE_COMMENT = (Reaction, CommentEdit, CommentCheck, Report)
"""What hangs on a comment and goes with its words."""


def locked_subject(session: Session, subject_id: int) -> Subject:
    """A subject whose comments nobody else changes before this transaction ends; the first that it locks."""
    lock = select(Subject).where(Subject.id == subject_id).with_for_update(key_share=True)
    return session.scalars(lock.execution_options(populate_existing=True)).one()


def locked_comment(session: Session, comment_id: int) -> Comment:
    """A comment as it is now, its subject being locked. Raises NotFound."""
    subject_id = session.scalar(select(Comment.subject_id).where(Comment.id == comment_id))
    if subject_id is not None:
        locked_subject(session, subject_id)
        if found := _as_it_is(session, comment_id):
            return found
    raise NotFound("There is no such comment, or none any more.")


def add(session: Session, comment: Comment) -> None:
    """Put a new comment into its thread; its subject is locked."""
    comment.listed = False
    session.add(comment)
    session.flush()
    _count(session, comment, before=0)
    _settle(session, comment)


def change_state(session: Session, comment: Comment, state: State) -> None:
    """Put a comment into another state, with all that is counted. Raises NotFound when it is gone.

    Of a `deleted` one nothing stays that it said, nor who said it. A place is left where others answered
    it; with the last answer the place goes as well.
    """
    comment = locked_comment(session, comment.id)
    before = int(comment.state == "shown")
    comment.state = state
    if state != "held":
        comment.held_for = None
    if state == "deleted":
        _empty(session, comment)
    _count(session, comment, before=before)
    _settle(session, comment)


def _count(session: Session, comment: Comment, *, before: int) -> None:
    subject = session.get_one(Subject, comment.subject_id)
    subject.comments += int(comment.state == "shown") - before


def _empty(session: Session, comment: Comment) -> None:
    comment.source = comment.html = ""
    comment.account_id = comment.guest_name = comment.network = comment.edited_at = None
    comment.score = 0
    for table in OF_ONE_COMMENT:
        delete_rows(session, table, table.comment_id == comment.id)


def _settle(session: Session, comment: Comment) -> None:
    """Have a comment listed or not, as its state and replies say, or gone; and so on upwards."""
    current: Comment | None = comment
    while current is not None:
        parent = None if current.parent_id is None else _as_it_is(session, current.parent_id)
        listed = current.state == "shown" or current.replies > 0
        changes = listed != current.listed
        if changes and parent is not None:
            parent.replies += 1 if listed else -1
        current.listed = listed
        session.flush()
        if current.state == "deleted" and not _is_answered(session, current):
            session.delete(current)
            session.flush()
            changes = True
        current = parent if changes else None


def _is_answered(session: Session, comment: Comment) -> bool:
    """Whether any reply is there, listed or not."""
    return bool(session.scalar(select(exists().where(Comment.parent_id == comment.id))))


def _as_it_is(session: Session, comment_id: int) -> Comment | None:
    found = select(Comment).where(Comment.id == comment_id)
    return session.scalar(found.execution_options(populate_existing=True))
