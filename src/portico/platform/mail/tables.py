"""Mails that have left or are to leave."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portico.platform.database import Base, Identifier, Moment


class Mail(Base):
    """One message to one recipient; the job that delivers it tells how far it got."""

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_sent_at", "sent_at"),
        Index("ix_mail_job_id", "job_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    """Two mails of one key are one mail."""
    kind: Mapped[str] = mapped_column(String(100))
    """What the mail is for, such as `error-report`."""
    message_id: Mapped[str] = mapped_column(String(200), unique=True)
    """Fixed when the mail is written (RFC 5322, 3.6.4), so that a doubled delivery can be told."""
    sender: Mapped[str] = mapped_column(String(320))
    recipient: Mapped[str] = mapped_column(String(320))
    subject: Mapped[str] = mapped_column(String(998))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str | None] = mapped_column(Text)
    headers: Mapped[dict[str, str] | None] = mapped_column(JSON)
    """Those of `outbox.OWN` that it has."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
    job_id: Mapped[int | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
