"""Readers' word that a comment should not stand."""

from __future__ import annotations

from datetime import datetime

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portico.features.accounts import keepers
from portico.features.discussion.announcing import event_of
from portico.features.discussion.bans import refuse_banned
from portico.features.discussion.models import Report
from portico.features.discussion.moderation import hold_by_rule, is_keeper
from portico.features.discussion.schemas import ReportCreate
from portico.features.discussion.states import locked_comment
from portico.features.notifications import Notifier
from portico.platform.database import insert_of
from portico.platform.errors import Forbidden, NotFound

ENOUGH = 3
"""So many people take down a comment until a keeper of the site has looked."""

log = structlog.get_logger("portico.moderation")


class OwnComment(Forbidden):
    """It is one's own."""

    code = "own-comment"
    title = "This is your own comment"


def report(
    session: Session,
    notifier: Notifier,
    account_id: int,
    comment_id: int,
    why: ReportCreate,
    *,
    now: datetime,
) -> None:
    """Tell those who look after the site of a comment; telling them twice changes nothing.

    Raises NotFound, OwnComment and Banned.
    """
    refuse_banned(session, account_id)
    comment = locked_comment(session, comment_id)
    if comment.state not in ("shown", "held"):
        raise NotFound("There is no such comment, or none any more.")
    if comment.account_id == account_id:
        raise OwnComment("You can change or delete what you said yourself.")
    if not _written(session, account_id, comment_id, why, now):
        return
    log.info("comment_reported", comment=comment_id, reason=why.reason)
    staff = keepers(session, "owner", "moderator")
    notifier.tell(session, staff, event_of(session, comment, "report", actor_id=account_id), now=now)
    if (
        comment.state == "shown"
        and _is_enough(session, comment_id)
        and not is_keeper(session, comment.account_id)
    ):
        hold_by_rule(session, comment, "reports", now=now)


def _written(session: Session, account_id: int, comment_id: int, why: ReportCreate, now: datetime) -> bool:
    insert = insert_of(session)
    values = {"comment_id": comment_id, "account_id": account_id, "created_at": now, **dict(why)}
    new = insert(Report).values(values).on_conflict_do_nothing().returning(Report.id)
    return session.scalar(new) is not None


def _is_enough(session: Session, comment_id: int) -> bool:
    waiting = Report.comment_id == comment_id, Report.settled_at.is_(None)
    return (session.scalar(select(func.count()).where(*waiting)) or 0) >= ENOUGH
