"""Whether something new waits until a keeper of the site has looked."""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portico.features.discussion.models import Comment
from portico.features.discussion.rules import holds_one_of, read_rules
from portico.features.discussion.words import Written

KEEPERS = ("owner", "moderator")


def reason_to_hold(session: Session, account_id: int, role: str, written: Written) -> str | None:
    """Why something is held back: `held-word`, `links` or `first-comment`; none where it is not."""
    if role in KEEPERS:
        return None
    rules = read_rules(session)
    if holds_one_of(written.plain, rules.words):
        return "held-word"
    if written.links > rules.most_links:
        return "links"
    if rules.hold_first and not _is_known(session, account_id):
        return "first-comment"
    return None


def _is_known(session: Session, account_id: int) -> bool:
    shown = exists().where(Comment.account_id == account_id, Comment.state == "shown")
    return bool(session.scalar(select(shown)))
