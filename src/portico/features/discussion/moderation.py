"""What keepers of the site do about comments: each deed with its row in a log that takes no changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, cast

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from portico.features.accounts import Account
from portico.features.discussion import checks
from portico.features.discussion.announcing import about, announce
from portico.features.discussion.audit import Keeper, last_acts, record
from portico.features.discussion.holding import KEEPERS
from portico.features.discussion.models import Comment, ModerationAct, Report, State
from portico.features.discussion.moderation_schemas import Act
from portico.features.discussion.states import change_state, locked_comment
from portico.features.notifications import Notifier
from portico.platform.errors import Conflict, NotFound
from portico.web.access import NotForRole

AFTER: Final[Mapping[str, State]] = {
    "approve": "shown",
    "hide": "hidden",
    "spam": "spam",
    "delete": "deleted",
    "hold": "held",
}
"""The state that a comment is in after each act."""


class AlreadySo(Conflict):
    """Somebody did it before."""

    code = "already-so"
    title = "That is so already"


class CannotBeUndone(Conflict):
    """There is no way back, or not this one."""

    code = "cannot-be-undone"
    title = "This cannot be undone"


def act_on(
    session: Session, notifier: Notifier, keeper: Keeper, comment_id: int, act: Act, *, now: datetime
) -> Comment:
    """Approve, hide, delete a comment or call it spam; what was reported of it is settled by that.

    Raises NotFound, AlreadySo, and NotForRole where a moderator would act on what an owner said.
    """
    comment = _acted_on(session, keeper, comment_id)
    is_reported = _settle_reports(session, comment_id, now)
    if comment.state == AFTER[act] and not is_reported:
        raise AlreadySo("Somebody else has just decided the same.")
    waited = comment.state == "held" and comment.held_for != "reports"
    record(session, act, actor_id=keeper.account_id, comment=comment, now=now)
    change_state(session, comment, AFTER[act])
    if act != "approve":
        notifier.withdraw(session, about(comment_id))
    elif waited:
        announce(notifier, session, comment, now=now, held_before=True)
    checks.learn_from(session, comment, now=now)
    return comment


def undo(session: Session, keeper: Keeper, act_id: int, *, now: datetime) -> Comment:
    """Bring a comment back to the state before an act, if that was the last thing that happened to it.

    Raises NotFound, CannotBeUndone and NotForRole.
    """
    done = session.get(ModerationAct, act_id)
    if done is None:
        raise NotFound("There is no such act.")
    if done.comment_id is None or done.act not in ("approve", "hide", "spam", "hold"):
        raise CannotBeUndone("Only what happened to a comment can be undone, and only while it is there.")
    comment = _acted_on(session, keeper, done.comment_id)
    if last_acts(session, [comment.id]).get(comment.id) != act_id or comment.state != AFTER[done.act]:
        raise CannotBeUndone("Something else has happened since. Look at the comment as it is now.")
    record(session, "undo", actor_id=keeper.account_id, comment=comment, undoes=act_id, now=now)
    _reopen_reports(session, done)
    change_state(session, comment, cast("State", done.before))
    if comment.state == "held":
        comment.held_for = "undone"
    return comment


def hold_by_rule(session: Session, comment: Comment, reason: str, *, now: datetime) -> None:
    """Take down what is shown until a keeper has looked; the log names nobody."""
    record(session, "hold", actor_id=None, comment=comment, now=now)
    change_state(session, comment, "held")
    comment.held_for = reason
    session.flush()


def is_keeper(session: Session, account_id: int | None) -> bool:
    """Whether somebody looks after the site."""
    theirs = exists().where(Account.id == account_id, Account.role.in_(KEEPERS))
    return account_id is not None and bool(session.scalar(select(theirs)))


def _acted_on(session: Session, keeper: Keeper, comment_id: int) -> Comment:
    comment = locked_comment(session, comment_id)
    if comment.state == "deleted":
        raise NotFound("There is no such comment, or none any more.")
    if keeper.role != "owner" and comment.account_id is not None:
        author = session.scalar(select(Account.role).where(Account.id == comment.account_id))
        if author == "owner":
            raise NotForRole("Only owners decide about what an owner said. You can report it.")
    return comment


def _settle_reports(session: Session, comment_id: int, now: datetime) -> bool:
    """Whether there was any report that nobody had decided on."""
    waiting = Report.comment_id == comment_id, Report.settled_at.is_(None)
    settled = update(Report).where(*waiting).values(settled_at=now).returning(Report.id)
    return bool(session.execute(settled.execution_options(synchronize_session=False)).all())


def _reopen_reports(session: Session, done: ModerationAct) -> None:
    """Have those reports wait again that an act settled."""
    by_it = Report.comment_id == done.comment_id, Report.settled_at == done.at
    again = update(Report).where(*by_it).values(settled_at=None)
    session.execute(again.execution_options(synchronize_session=False))
