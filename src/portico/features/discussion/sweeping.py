"""What is not kept for ever."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import CursorResult, update
from sqlalchemy.orm import Session

from portico.features.discussion.checks import forget_checks
from portico.features.discussion.models import Comment
from portico.platform.jobs.periodic import Periodic, every

NETWORKS_KEPT = timedelta(days=30)


def forget_networks(session: Session, now: datetime) -> int:
    """Forget where comments came from that are older than 30 days; gives their number."""
    old = Comment.network.is_not(None), Comment.created_at < now - NETWORKS_KEPT
    done = session.execute(update(Comment).where(*old).values(network=None))
    assert isinstance(done, CursorResult)
    return done.rowcount


def periodic() -> list[Periodic]:
    """What comes round again."""
    return [
        every("forget_networks", timedelta(days=1), forget_networks),
        every("forget_comment_checks", timedelta(hours=1), forget_checks),
    ]
