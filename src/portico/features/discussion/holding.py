"""Whether something new waits until a keeper of the site has looked."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portico.features.discussion.models import Comment
from portico.features.discussion.rules import holds_one_of, read_rules
from portico.features.discussion.words import Written

KEEPERS = ("owner", "moderator")
JUDGED = "judged-spam"


def reason_to_hold(
    session: Session, account_id: int, role: str, written: Written, *, is_spam: bool = False
) -> str | None:
    """Why something is held back: `judged-spam`, `held-word`, `links` or `first-comment`; none where it is
    not. `is_spam` says that the judge of the site takes it for spam.
    """
    if role in KEEPERS:
        return None
    if is_spam:
        return JUDGED
    rules = read_rules(session)
    if holds_one_of(written.plain, rules.words):
        return "held-word"
    if written.links > rules.most_links:
        return "links"
    if rules.hold_first and not is_known(session, account_id):
        return "first-comment"
    return None


def is_known(session: Session, account_id: int, *, besides: int | None = None) -> bool:
    """Whether a comment of somebody is shown, another than `besides`."""
    shown = exists().where(Comment.account_id == account_id, Comment.state == "shown")
    if besides is not None:
        shown = shown.where(Comment.id != besides)
    return bool(session.scalar(select(shown)))
