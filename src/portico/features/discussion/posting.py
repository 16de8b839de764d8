"""Saying something under an item of the site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from portico.features.accounts import ids_of
from portico.features.discussion import checks, words
from portico.features.discussion.announcing import announce
from portico.features.discussion.bans import refuse_banned
from portico.features.discussion.holding import reason_to_hold
from portico.features.discussion.judging import Judgement
from portico.features.discussion.models import Comment, Subject
from portico.features.discussion.schemas import CommentCreate
from portico.features.discussion.standing import subject_of
from portico.features.discussion.states import add
from portico.features.discussion.subjects import Item
from portico.features.notifications import Notifier
from portico.platform.errors import Conflict, FieldError, Invalid

log = structlog.get_logger("portico.discussion")


class DiscussionClosed(Conflict):
    """It takes no comments."""

    code = "discussion-closed"
    title = "This discussion is closed"


class UnknownParent(Invalid):
    """There is nothing of this number to answer here."""

    code = "unknown-parent"
    title = "There is no such comment to answer"


class ParentGone(Conflict):
    """What is answered is not shown any more."""

    code = "parent-gone"
    title = "What you answer is not shown any more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who says something."""

    account_id: int
    role: str
    network: bytes | None
    """A digest of where it comes from."""


def post(
    session: Session,
    notifier: Notifier,
    writer: Writer,
    item: Item,
    new: CommentCreate,
    *,
    judgement: Judgement | None = None,
    now: datetime,
) -> Comment:
    """Put a comment under an item, or hold it until a keeper of the site has looked.

    `judgement` is what the judge of the site says of it, where there is one and it was asked.
    Raises Banned, DiscussionClosed, NothingSaid, UnknownParent and ParentGone.
    """
    refuse_banned(session, writer.account_id)
    refuse_closed(item)
    said = words.written(new.text, lambda names: ids_of(session, names))
    subject = subject_of(session, item)
    parent = None if new.parent_id is None else _answered(session, subject, new.parent_id)
    is_spam = judgement is not None and judgement.is_spam
    reason = reason_to_hold(session, writer.account_id, writer.role, said, is_spam=is_spam)
    comment = Comment(
        subject_id=subject.id,
        parent_id=parent and parent.id,
        root_id=parent and (parent.root_id or parent.id),
        depth=0 if parent is None else parent.depth + 1,
        account_id=writer.account_id,
        state="held" if reason else "shown",
        source=said.source,
        html=said.html,
        created_at=now,
        held_for=reason,
        network=writer.network,
    )
    add(session, comment)
    checks.keep(session, comment, judgement, now=now)
    announce(notifier, session, comment, now=now)
    log.info("comment_posted", comment=comment.id, outcome=comment.state, held_for=reason)
    return comment


def refuse_closed(item: Item) -> None:
    """Let pass what takes comments. Raises DiscussionClosed."""
    if item.comments != "open":
        raise DiscussionClosed("Comments can be read here, but no new ones can be made.")


def _answered(session: Session, subject: Subject, parent_id: int) -> Comment:
    parent = session.get(Comment, parent_id, populate_existing=True)
    if parent is None or parent.subject_id != subject.id:
        sentence = "There is no comment of this number in this discussion."
        raise UnknownParent(sentence, errors=[FieldError("/body/parent_id", "unknown-parent", sentence)])
    if parent.state != "shown":
        raise ParentGone("It was removed, or its keepers are looking at it. Begin a new thread.")
    return parent
