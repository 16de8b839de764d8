"""What becomes of what somebody said when they go, and what they take along."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portico.features.accounts import Leaver
from portico.features.discussion import words
from portico.features.discussion.models import (
    Ban,
    Comment,
    CommentCheck,
    CommentEdit,
    Reaction,
    Report,
    Saved,
    SavedFeed,
    Subject,
    SubjectReaction,
)
from portico.features.discussion.states import change_state, locked_subject
from portico.features.profiles import cards
from portico.platform.database import delete_rows

OWNED = (Report, Saved, SavedFeed, SubjectReaction, Ban)
"""The tables whose rows belong to an account and go with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What is kept of a person here."""

    data: dict[str, Any]
    """Plain values, to be written as JSON."""
    prefixes: tuple[str, ...] = ()


def forget(session: Session, leaver: Leaver) -> None:
    """Remove what somebody gave and saved, and what they said, or, by their choice, only that it was they.

    Subjects are locked in the order of their numbers, so that two who go at once do not wait for each other.
    """
    account_id = leaver.account_id
    subjects = select(Comment.subject_id).where(Comment.account_id == account_id).distinct()
    for subject_id in sorted(session.scalars(subjects)):
        locked_subject(session, subject_id)
        _forget_comments(session, subject_id, leaver)
    _forget_reactions(session, account_id)
    for table in OWNED:
        delete_rows(session, table, table.account_id == account_id)


def export(session: Session, account_id: int) -> Exported:
    """Everything that is kept here of a person."""
    comments = session.execute(
        select(Comment, Subject.path, CommentCheck)
        .join(Subject)
        .outerjoin(CommentCheck)
        .where(Comment.account_id == account_id)
        .order_by(Comment.id)
    ).all()
    edits = select(CommentEdit).join(Comment).where(Comment.account_id == account_id).order_by(CommentEdit.id)
    before: dict[int, list[CommentEdit]] = {}
    for edit in session.scalars(edits):
        before.setdefault(edit.comment_id, []).append(edit)
    sources = [comment.source for comment, *_ in comments]
    names = _names(session, [*sources, *(edit.source for each in before.values() for edit in each)])
    return Exported(
        data={
            "comments": [
                _comment(comment, path, before.get(comment.id, ()), names) | {"check": _check(check)}
                for comment, path, check in comments
            ],
            "reactions": _reactions(session, account_id),
            "saved": _saved(session, account_id),
            "reports": _reports(session, account_id),
            "ban": _ban(session, account_id),
        }
    )


def _forget_comments(session: Session, subject_id: int, leaver: Leaver) -> None:
    theirs = Comment.subject_id == subject_id, Comment.account_id == leaver.account_id
    if leaver.keep_comments:
        shown = Comment.state == "shown"
        kept = select(Comment.id).where(*theirs, shown)
        for table in (CommentEdit, CommentCheck):
            delete_rows(session, table, table.comment_id.in_(kept))
        session.execute(
            update(Comment)
            .where(*theirs, shown)
            .values(account_id=None, network=None)
            .execution_options(synchronize_session=False)
        )
    # The last first: then what they answered themselves is not kept for its replies.
    gone = select(Comment.id).where(*theirs).order_by(Comment.id.desc())
    for comment_id in session.scalars(gone).all():
        if comment := session.get(Comment, comment_id, populate_existing=True):
            change_state(session, comment, "deleted")


def _forget_reactions(session: Session, account_id: int) -> None:
    """Take every sign back, comment by comment in the order of their numbers."""
    mine = Reaction.account_id == account_id
    for comment_id in session.scalars(
        select(Reaction.comment_id).where(mine).distinct().order_by(Reaction.comment_id)
    ):
        session.execute(select(Comment.id).where(Comment.id == comment_id).with_for_update(key_share=True))
        gone = delete(Reaction).where(mine, Reaction.comment_id == comment_id).returning(Reaction.kind)
        number = len(session.scalars(gone.execution_options(synchronize_session=False)).all())
        session.execute(
            update(Comment)
            .where(Comment.id == comment_id)
            .values(score=Comment.score - number)
            .execution_options(synchronize_session=False)
        )


def _names(session: Session, sources: Iterable[str]) -> dict[int, str]:
    people = words.mentioned_in(sources)
    return {number: card.username for number, card in cards(session, people).items()} if people else {}


def _comment(
    comment: Comment, path: str, before: Iterable[CommentEdit], names: dict[int, str]
) -> dict[str, Any]:
    return {
        "id": comment.id,
        "page": path,
        "answers": comment.parent_id,
        "state": comment.state,
        "text": words.for_editing(comment.source, names),
        "created_at": comment.created_at,
        "edited_at": comment.edited_at,
        "before": [
            {"text": words.for_editing(edit.source, names), "replaced_at": edit.replaced_at}
            for edit in before
        ],
    }


def _check(check: CommentCheck | None) -> dict[str, Any] | None:
    """What a judge of spam said of it; where it came from is sealed, and goes within days."""
    return {"spam": check.spam, "checked_at": check.checked_at} if check else None


def _reactions(session: Session, account_id: int) -> list[dict[str, Any]]:
    columns = Reaction.comment_id, Reaction.kind, Reaction.created_at
    under_comments = select(*columns).where(Reaction.account_id == account_id)
    under_items = (
        select(Subject.path.label("page"), SubjectReaction.kind, SubjectReaction.created_at)
        .join(Subject, Subject.id == SubjectReaction.subject_id)
        .where(SubjectReaction.account_id == account_id)
    )
    return [dict(row._mapping) for each in (under_comments, under_items) for row in session.execute(each)]


def _saved(session: Session, account_id: int) -> list[dict[str, Any]]:
    columns = Subject.collection, Subject.slug, Subject.title, Saved.created_at
    saved = select(*columns).join(Saved, Saved.subject_id == Subject.id).where(Saved.account_id == account_id)
    return [dict(row._mapping) for row in session.execute(saved.order_by(Saved.id))]


def _reports(session: Session, account_id: int) -> list[dict[str, Any]]:
    columns = Report.comment_id, Report.reason, Report.note, Report.created_at
    reports = select(*columns).where(Report.account_id == account_id).order_by(Report.id)
    return [dict(row._mapping) for row in session.execute(reports)]


def _ban(session: Session, account_id: int) -> dict[str, Any] | None:
    ban = session.get(Ban, account_id)
    return {"reason": ban.reason, "created_at": ban.created_at} if ban else None
