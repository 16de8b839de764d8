"""What its author does about a comment afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from portico.features.accounts import ids_of
from portico.features.discussion import checks, words
from portico.features.discussion.announcing import about, announce, announce_named
from portico.features.discussion.bans import refuse_banned
from portico.features.discussion.holding import JUDGED, reason_to_hold
from portico.features.discussion.judging import Judgement
from portico.features.discussion.models import Comment, CommentEdit
from portico.features.discussion.posting import Writer
from portico.features.discussion.schemas import CommentEditView, CommentUpdate
from portico.features.discussion.showing import Viewer
from portico.features.discussion.states import change_state, locked_comment
from portico.features.notifications import Notifier
from portico.features.profiles import cards
from portico.platform.errors import Conflict, NotFound

UNMARKED = timedelta(minutes=15)
"""How long a comment can be changed without being marked as changed."""
MOST_EDITS = 100
"""Of one comment that are shown, and kept."""

log = structlog.get_logger("portico.discussion")


class CommentTakenDown(Conflict):
    """A keeper of the site has hidden it."""

    code = "comment-taken-down"
    title = "This comment was taken down"


class EditedTooOften(Conflict):
    """What it said before is kept, and that has an end."""

    code = "edited-too-often"
    title = "This comment was changed too often"


def edit(
    session: Session,
    notifier: Notifier,
    writer: Writer,
    comment_id: int,
    changes: CommentUpdate,
    *,
    judgement: Judgement | None = None,
    now: datetime,
) -> Comment:
    """Have a comment say something else; what it said is kept. It may be held as a new one may.

    Whom it newly names hears of it, of a held one when it is approved.
    Raises NotFound, Banned, NothingSaid, CommentTakenDown and EditedTooOften.
    """
    comment = own_comment(session, writer.account_id, comment_id)
    refuse_banned(session, writer.account_id)
    if comment.state not in ("shown", "held"):
        raise CommentTakenDown("The keepers of this site have taken it down, so it can no longer be changed.")
    said = words.written(changes.text, lambda names: ids_of(session, names))
    if said.source == comment.source:
        return comment
    before = [comment.source, *(each.source for each in _edits(session, comment_id))]
    if len(before) > MOST_EDITS:
        raise EditedTooOften(f"A comment can be changed {MOST_EDITS} times. Write a new one.")
    session.add(CommentEdit(comment_id=comment_id, source=comment.source, replaced_at=now))
    comment.source, comment.html = said.source, said.html
    if now - comment.created_at > UNMARKED:
        comment.edited_at = now
    checks.keep_anew(session, comment, judgement, now=now)
    is_spam = judgement is not None and judgement.is_spam
    reason = reason_to_hold(session, writer.account_id, writer.role, said, is_spam=is_spam)
    if comment.state == "held":
        _hold_on(comment, reason)
    elif reason:
        change_state(session, comment, "held")
        comment.held_for = reason
        announce(notifier, session, comment, now=now)
    else:
        announce_named(notifier, session, comment, before=before, now=now)
    session.flush()
    log.info("comment_edited", comment=comment.id, outcome=comment.state, held_for=reason)
    return comment


def _hold_on(comment: Comment, reason: str | None) -> None:
    """Say of what waits already that a judge takes it for spam now; what readers reported waits for that."""
    if reason == JUDGED and comment.held_for != "reports":
        comment.held_for = reason


def remove(session: Session, notifier: Notifier, account_id: int, comment_id: int) -> None:
    """Take back a comment, with what others heard of it; its replies stay. Raises NotFound."""
    comment = own_comment(session, account_id, comment_id)
    change_state(session, comment, "deleted")
    notifier.withdraw(session, about(comment_id))
    log.info("comment_deleted", comment=comment_id)


def edits_seen(session: Session, viewer: Viewer, comment_id: int) -> tuple[CommentEditView, ...]:
    """What it said before, the latest first, for its author and keepers of the site. Raises NotFound."""
    comment = session.get(Comment, comment_id)
    if comment is None or not (viewer.keeper or comment.account_id == viewer.account_id):
        raise NotFound(
            "You have no such comment, or none any more."
            " Those of others are shown to keepers of the site, by their second factor."
        )
    kept = _edits(session, comment_id)
    people = cards(session, words.mentioned_in(edit.source for edit in kept))
    names = {number: card.username for number, card in people.items()}
    return tuple(
        CommentEditView(source=words.for_editing(edit.source, names), replaced_at=edit.replaced_at)
        for edit in kept
    )


def own_comment(session: Session, account_id: int, comment_id: int) -> Comment:
    """A comment of this account, its subject being locked. Raises NotFound."""
    comment = locked_comment(session, comment_id)
    if comment.account_id != account_id:
        raise NotFound("You have no such comment, or none any more.")
    return comment


def _edits(session: Session, comment_id: int) -> Sequence[CommentEdit]:
    kept = select(CommentEdit).where(CommentEdit.comment_id == comment_id)
    return session.scalars(kept.order_by(CommentEdit.id.desc()).limit(MOST_EDITS)).all()
