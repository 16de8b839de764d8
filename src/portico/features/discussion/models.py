"""What people say under what the site shows, and what its keepers do about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portico.platform.database import Base, Identifier, Moment

State = Literal["shown", "held", "hidden", "spam", "deleted"]


def _those(condition: str) -> dict[str, Any]:
    """An index of those rows alone; SQLite writes out what is true, as SQLAlchemy does there."""
    for_sqlite = condition.replace("NOT listed", "listed = 0").replace("listed AND", "listed = 1 AND")
    return {"sqlite_where": text(for_sqlite), "postgresql_where": text(condition)}


TOP = _those("listed AND parent_id IS NULL")
"""Which comments stand in the indexes by which threads are read from the top."""

KNOWN_NETWORK: dict[str, Any] = {
    "sqlite_where": text("network IS NOT NULL"),
    "postgresql_where": text("network IS NOT NULL"),
}


class Subject(Base):
    """Something of the site that somebody commented on, reacted to or saved.

    It is known by collection and slug, not by a row of the feature that shows it: it outlives that.
    """

    __tablename__ = "subject"
    __table_args__ = (UniqueConstraint("collection", "slug"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    collection: Mapped[str] = mapped_column(String(120))
    slug: Mapped[str] = mapped_column(String(400))
    title: Mapped[str] = mapped_column(String(500))
    """As it was when somebody last did something here, for where the thing itself cannot be asked."""
    path: Mapped[str] = mapped_column(String(1000))
    comments: Mapped[int] = mapped_column(Integer, default=0)
    """How many are shown."""


class Comment(Base):
    """Something said under a subject. Its number is greater than that of what it answers."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_top_id", "subject_id", "id", **TOP),
        Index("ix_comment_top_score_id", "subject_id", "score", "id", **TOP),
        Index("ix_comment_root_id_listed_id", "root_id", "listed", "id"),
        Index("ix_comment_unlisted", "subject_id", "account_id", "id", **_those("NOT listed")),
        Index("ix_comment_account_id_id", "account_id", "id"),
        Index("ix_comment_parent_id", "parent_id"),
        Index("ix_comment_state_id", "state", "id"),
        Index("ix_comment_network", "network", **KNOWN_NETWORK),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id", ondelete="CASCADE"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    """What it answers; none at the top."""
    root_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    """The comment at the top that it stands below; none at the top."""
    depth: Mapped[int] = mapped_column(Integer, default=0)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    guest_name: Mapped[str | None] = mapped_column(String(80))
    """Who said it elsewhere, before it was imported."""
    state: Mapped[str] = mapped_column(String(10))
    listed: Mapped[bool]
    """Whether everybody finds it in the thread: it is shown, or stands there for its replies."""
    replies: Mapped[int] = mapped_column(Integer, default=0)
    """How many direct replies are listed."""
    score: Mapped[int] = mapped_column(Integer, default=0)
    """How many reactions there are."""
    source: Mapped[str] = mapped_column(Text)
    """Markdown as it was written, but for names, which stand as the numbers of their accounts."""
    html: Mapped[str] = mapped_column(Text)
    """Rendered and sanitised once, when it was written."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    held_for: Mapped[str | None] = mapped_column(String(30))
    """Why it waits for a keeper of the site, such as `first-comment`."""
    network: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    """A digest of the network that it came from; forgotten after 30 days."""
    origin: Mapped[str | None] = mapped_column(String(200), unique=True)
    """Where it was imported from, such as `disqus:5101`: it is imported once."""


class CommentEdit(Base):
    """What a comment said before it was edited."""

    __tablename__ = "comment_edit"
    __table_args__ = (Index("ix_comment_edit_comment_id", "comment_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(Text)
    replaced_at: Mapped[datetime] = mapped_column(Moment)


class CommentCheck(Base):
    """What a judge of spam said of a comment as it is now."""

    __tablename__ = "comment_check"
    __table_args__ = (Index("ix_comment_check_checked_at", "checked_at"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    spam: Mapped[bool]
    origin: Mapped[bytes] = mapped_column(LargeBinary)
    """Where it came from, sealed: teaching the judge takes it. The row goes with that, or after 15 days."""
    checked_at: Mapped[datetime] = mapped_column(Moment)


class Reaction(Base):
    """One person's sign under one comment."""

    __tablename__ = "reaction"
    __table_args__ = (Index("ix_reaction_account_id", "account_id"),)

    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class SubjectReaction(Base):
    """One person's sign under a subject itself."""

    __tablename__ = "subject_reaction"
    __table_args__ = (Index("ix_subject_reaction_account_id", "account_id"),)

    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class Saved(Base):
    """A subject that somebody wants to find again."""

    __tablename__ = "saved"
    __table_args__ = (
        UniqueConstraint("account_id", "subject_id"),
        Index("ix_saved_account_id_id", "account_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(Moment)


class SavedFeed(Base):
    """The token with which a feed reader gets what somebody saved."""

    __tablename__ = "saved_feed"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    """SHA-256 of the token, which is 256 random bits."""
    created_at: Mapped[datetime] = mapped_column(Moment)


class Report(Base):
    """A reader's word that a comment should not stand."""

    __tablename__ = "report"
    __table_args__ = (
        UniqueConstraint("comment_id", "account_id"),
        Index("ix_report_account_id", "account_id"),
        Index("ix_report_settled_at_id", "settled_at", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)
    settled_at: Mapped[datetime | None] = mapped_column(Moment)
    """When a keeper of the site decided."""


class Ban(Base):
    """Somebody who may read but no longer take part."""

    __tablename__ = "ban"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(Moment)


class ModerationAct(Base):
    """What a keeper of the site did. The database refuses to change or delete such a row.

    It holds numbers alone, without keys to their rows: names are looked up when it is read.
    """

    __tablename__ = "moderation_act"
    __table_args__ = (
        Index("ix_moderation_act_comment_id", "comment_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    actor_id: Mapped[int | None] = mapped_column(Identifier)
    """None for what the site did by its rules."""
    act: Mapped[str] = mapped_column(String(20))
    comment_id: Mapped[int | None] = mapped_column(Identifier)
    account_id: Mapped[int | None] = mapped_column(Identifier)
    """Whom it was about."""
    before: Mapped[str | None] = mapped_column(String(20))
    """The state before, which undoing the act goes back to."""
    undoes: Mapped[int | None] = mapped_column(Identifier)
    """The act that this one undid."""
    at: Mapped[datetime] = mapped_column(Moment)


class ModerationRules(Base):
    """What is held back until a keeper has looked, as the owner decided; one row at most."""

    __tablename__ = "moderation_rules"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    rules: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(Moment)
