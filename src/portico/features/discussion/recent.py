"""What somebody said lately, for their profile."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portico.features.discussion import words
from portico.features.discussion.models import Comment, Subject
from portico.features.discussion.plain import excerpt
from portico.features.discussion.subjects import Items, anchor
from portico.features.profiles import Lately, Recent, RecentItem, cards

SHOWN = 5
LOOKED_AT = 30
"""Of the last so many those are shown whose articles are published still."""
MOST_COUNTED = 1_000


def recently(items: Items) -> Lately:
    """Tells how much an account has said, and the last of it that can be read."""

    def tell(session: Session, account_id: int) -> Recent:
        mine = Comment.account_id == account_id, Comment.state == "shown"
        counted = select(Comment.id).where(*mine).limit(MOST_COUNTED).subquery()
        last = (
            select(Comment.id, Comment.html, Comment.created_at, Subject.collection, Subject.slug)
            .join(Subject, Subject.id == Comment.subject_id)
            .where(*mine)
            .order_by(Comment.id.desc())
            .limit(LOOKED_AT)
        )
        found = [(row, items(row.collection, row.slug)) for row in session.execute(last)]
        shown = [(row, item) for row, item in found if item and item.comments != "hidden"][:SHOWN]
        people = words.mentioned_in(row.html for row, _ in shown)
        names = {number: card.username for number, card in cards(session, people).items()} if people else {}
        count = session.scalar(select(func.count()).select_from(counted)) or 0
        return Recent(
            kind="comments",
            count=count,
            items=tuple(
                RecentItem(
                    url=anchor(item.path, row.id),
                    title=item.title,
                    excerpt=excerpt(row.html, names),
                    at=row.created_at,
                )
                for row, item in shown
            ),
        )

    return tell
