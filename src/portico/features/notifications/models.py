"""What people are to hear of, and how they want to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import JSON, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portico.platform.database import Base, Identifier, Moment

Kind = Literal["reply", "mention", "reaction", "comment", "held", "report"]
"""The last three are for those who look after the site."""
Mailing = Literal["immediate", "daily", "none"]


def _where(condition: str) -> dict[str, Any]:
    """An index of those rows alone."""
    return {
        "sqlite_where": text(condition.replace("NOT folded", "folded = 0")),
        "postgresql_where": text(condition),
    }


class Notification(Base):
    """Something that happened and concerns somebody."""

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("account_id", "kind", "about", "actor_id"),
        Index("ix_notification_shown", "account_id", "id", **_where("NOT folded")),
        Index("ix_notification_unread", "account_id", "id", **_where("NOT folded AND read_at IS NULL")),
        Index("ix_notification_waiting", "account_id", **_where("mail = 'daily'")),
        Index("ix_notification_about", "about"),
        Index("ix_notification_actor_id", "actor_id"),
        Index("ix_notification_created_at", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    """Whom it concerns."""
    kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    """Who caused it."""
    about: Mapped[str] = mapped_column(String(60))
    """What it is about, such as `comment:12`; it goes when that goes."""
    path: Mapped[str] = mapped_column(String(1000))
    """Where on the site it leads."""
    title: Mapped[str] = mapped_column(String(500))
    """Of the page that it happened on."""
    excerpt: Mapped[str] = mapped_column(String(300), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
    folded: Mapped[bool] = mapped_column(default=False)
    """Whether a later one of the same kind about the same stands for it as well."""
    mail: Mapped[str] = mapped_column(String(10))
    """`immediate` or `daily` while it waits to be mailed; what was mailed or is not to be is `none`."""


class NotificationChoice(Base):
    """How somebody wants to hear of things; who has no row wants what is usual."""

    __tablename__ = "notification_choice"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    mail: Mapped[dict[str, str]] = mapped_column(JSON)
    """By kind, when it is mailed: `immediate`, `daily` or `none`."""
    timezone: Mapped[str | None] = mapped_column(String(60))
    """Where their day begins, as the IANA database names it; UTC for whoever has not said."""
    digest_on: Mapped[date | None] = mapped_column(Date)
    """The day, there, of the last mail that gathered what had happened."""
