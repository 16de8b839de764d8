"""What visitors write to the owner of the site, and what they are answered."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portico.platform.database import Base, Identifier, Moment

State = Literal["new", "read", "answered", "spam"]
Check = Literal["turnstile", "stamp", "trap"]


class ContactMessage(Base):
    """What a visitor wrote. It is kept until the owner deletes it."""

    __tablename__ = "contact_message"
    __table_args__ = (
        Index("ix_contact_message_state_id", "state", "id"),
        Index("ix_contact_message_network_created_at", "network", "created_at"),
        Index("ix_contact_message_network_until", "network_until"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    topic: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    checked: Mapped[str] = mapped_column(String(12))
    """What told that a person wrote it: `turnstile`, the `stamp` of the form, or its `trap` alone."""
    network: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    """A digest of the address that it came from."""
    network_until: Mapped[datetime | None] = mapped_column(Moment)
    """When that is forgotten."""
    created_at: Mapped[datetime] = mapped_column(Moment)


class ContactAnswer(Base):
    """What was answered, by mail."""

    __tablename__ = "contact_answer"
    __table_args__ = (Index("ix_contact_answer_message_id", "message_id"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("contact_message.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Moment)


class ContactProof(Base):
    """A proof that a person writes, which was used: no proof is good twice."""

    __tablename__ = "contact_proof"
    __table_args__ = (Index("ix_contact_proof_used_at", "used_at"),)

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(Moment)
