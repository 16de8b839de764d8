"""The log of what keepers of the site did, to which the database only lets rows be added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from portico.features.accounts import Account
from portico.features.discussion.models import Comment, ModerationAct, State
from portico.features.discussion.moderation_schemas import ActView

log = structlog.get_logger("portico.moderation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Who looks after the site."""

    account_id: int
    role: str


def record(
    session: Session,
    act: str,
    *,
    actor_id: int | None,
    comment: Comment | None = None,
    account_id: int | None = None,
    undoes: int | None = None,
    now: datetime,
) -> int:
    """Write down what somebody does, before it is done; gives the number of the row."""
    row = ModerationAct(
        actor_id=actor_id,
        act=act,
        comment_id=comment and comment.id,
        account_id=comment.account_id if comment else account_id,
        before=comment and comment.state,
        undoes=undoes,
        at=now,
    )
    session.add(row)
    session.flush()
    log.info("moderated", act=act, actor=actor_id, comment=row.comment_id, account=row.account_id)
    return row.id


def last_acts(session: Session, comment_ids: list[int]) -> dict[int, int]:
    """The number of the last act on each of these comments."""
    latest = select(ModerationAct.comment_id, func.max(ModerationAct.id))
    of = latest.where(ModerationAct.comment_id.in_(comment_ids)).group_by(ModerationAct.comment_id)
    return {comment_id: act_id for comment_id, act_id in session.execute(of) if comment_id is not None}


def list_acts(session: Session, *, before: int | None, limit: int) -> list[ActView]:
    """What was done, the latest first, with the names that people have now. One query."""
    actor, person, later = aliased(Account), aliased(Account), aliased(ModerationAct)
    undone = select(later.id).where(later.undoes == ModerationAct.id).exists()
    found = (
        select(ModerationAct, actor.username, person.username, undone)
        .outerjoin(actor, actor.id == ModerationAct.actor_id)
        .outerjoin(person, person.id == ModerationAct.account_id)
        .order_by(ModerationAct.id.desc())
        .limit(limit)
    )
    if before is not None:
        found = found.where(ModerationAct.id < before)
    return [_view(*row) for row in session.execute(found)]


def _view(act: ModerationAct, actor: str | None, person: str | None, undone: bool) -> ActView:
    return ActView(
        id=act.id,
        act=act.act,
        actor=actor,
        by_rule=act.actor_id is None,
        comment_id=act.comment_id,
        username=person,
        before=cast("State | None", act.before),
        undoes=act.undoes,
        undone=undone,
        at=act.at,
    )
