"""What people say of themselves, and every file that they sent."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portico.platform.database import Base, Identifier, Moment

Purpose = Literal["avatar", "banner", "note", "content"]
State = Literal["open", "taken", "kept", "refused", "gone"]


class Profile(Base):
    """What an account shows of its holder; made when they first say something."""

    __tablename__ = "profile"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), primary_key=True)
    folder: Mapped[str] = mapped_column(String(32), unique=True)
    """Random; the pictures of this person lie below it in the storage."""
    name: Mapped[str] = mapped_column(String(256), default="")
    bio: Mapped[str] = mapped_column(Text, default="")
    links: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    """Objects with `label` and `url`."""
    avatar: Mapped[str | None] = mapped_column(String(200))
    """What the keys of its variants begin with."""
    banner: Mapped[str | None] = mapped_column(String(200))
    updated_at: Mapped[datetime] = mapped_column(Moment)


class Upload(Base):
    """A file that somebody was given leave to send, and what became of it."""

    __tablename__ = "upload"
    __table_args__ = (
        Index("ix_upload_account_id_created_at", "account_id", "created_at"),
        Index("ix_upload_state_created_at", "state", "created_at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    purpose: Mapped[Purpose] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    """Where its bytes were to be put; random."""
    media_type: Mapped[str] = mapped_column(String(30))
    """What its sender said it is."""
    size: Mapped[int]
    """Bytes, as announced."""
    state: Mapped[State] = mapped_column(String(10))
    """`taken` while it is looked at; `gone` when the picture was kept and then replaced."""
    picture: Mapped[str | None] = mapped_column(String(200), unique=True)
    """What the keys of the variants that were made of it begin with."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
