"""What waits for moderators: comments that are held, and those that readers have reported."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portico.features.discussion.models import Comment, Report


def held_comments(session: Session) -> int:
    """How many comments are held."""
    return session.scalar(select(func.count()).select_from(Comment).where(Comment.state == "held")) or 0


def reported_comments(session: Session) -> int:
    """How many comments have been reported, and nobody has decided about them."""
    unsettled = select(func.count(Report.comment_id.distinct())).where(Report.settled_at.is_(None))
    return session.scalar(unsettled) or 0
