"""Who may read but no longer take part."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from portico.features.accounts import Account
from portico.features.discussion.audit import Keeper, record
from portico.features.discussion.models import Ban, Comment, ModerationAct, State
from portico.features.discussion.moderation_schemas import BanView
from portico.features.discussion.states import change_state
from portico.platform.errors import Forbidden, NotFound
from portico.web.access import NotForRole


class Banned(Forbidden):
    """Somebody may no longer take part."""

    code = "banned"
    title = "You can no longer take part here"


def refuse_banned(session: Session, account_id: int) -> None:
    """Let everybody pass who may take part. Raises Banned."""
    if session.get(Ban, account_id) is not None:
        raise Banned("Those who look after this site have decided that you can read but not take part.")


def ban(session: Session, keeper: Keeper, username: str, reason: str, *, now: datetime) -> BanView:
    """Have somebody take no part any more; what waited of theirs becomes spam.

    Raises NotFound, and NotForRole for those who look after the site.
    """
    person = _person(session, username)
    if person.role != "member":
        raise NotForRole("Owners and moderators cannot be banned. An owner can give them another role.")
    record(session, "ban", actor_id=keeper.account_id, account_id=person.id, now=now)
    row = session.merge(Ban(account_id=person.id, reason=reason, created_at=now))
    _put(session, person.id, "spam", Comment.state == "held")
    session.flush()
    return BanView(
        account_id=person.id, username=username.lower(), reason=row.reason, created_at=row.created_at
    )


def unban(session: Session, keeper: Keeper, username: str, *, now: datetime) -> None:
    """Let somebody take part again; what became spam by the ban alone waits again. Raises NotFound."""
    person = _person(session, username)
    gone = delete(Ban).where(Ban.account_id == person.id).returning(Ban.account_id)
    if session.scalar(gone) is None:
        raise NotFound("This person can take part as it is.")
    record(session, "unban", actor_id=keeper.account_id, account_id=person.id, now=now)
    called_so = exists().where(ModerationAct.comment_id == Comment.id, ModerationAct.act == "spam")
    _put(session, person.id, "held", Comment.state == "spam", ~called_so)


def list_bans(session: Session, *, after: int | None, limit: int) -> list[BanView]:
    """Who is banned, in the order of their numbers."""
    found = (
        select(Ban.account_id, Account.username, Ban.reason, Ban.created_at)
        .join(Account, Account.id == Ban.account_id)
        .where(Ban.account_id > (after or 0), Account.username.is_not(None))
        .order_by(Ban.account_id)
        .limit(limit)
    )
    return [BanView(**row._mapping) for row in session.execute(found)]


def _person(session: Session, username: str) -> Account:
    found = session.scalar(select(Account).where(Account.username == username.lower()).with_for_update())
    if found is None:
        raise NotFound("Nobody here has this name.")
    return found


def _put(session: Session, account_id: int, state: State, *which: ColumnElement[bool]) -> None:
    """Put those comments of somebody into another state, a discussion at a time in the order of all."""
    theirs = select(Comment).where(Comment.account_id == account_id, *which)
    for comment in session.scalars(theirs.order_by(Comment.subject_id, Comment.id)).all():
        change_state(session, comment, state)
