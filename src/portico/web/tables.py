"""What the HTTP edge remembers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portico.platform.database import Base, Moment


class IdempotencyKey(Base):
    """The first answer to a request that named itself, given again when the request comes again.

    See draft-ietf-httpapi-idempotency-key-header.
    """

    __tablename__ = "idempotency_key"
    __table_args__ = (Index("ix_idempotency_key_created_at", "created_at"),)

    caller: Mapped[str] = mapped_column(String(100), primary_key=True)
    """Whose key it is; two callers may choose the same."""
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    """SHA-256 of method, path and body, by which a key used for something else is told."""
    status: Mapped[int]
    headers: Mapped[dict[str, str]] = mapped_column(JSON)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    """None when the answer carried a secret, which is not kept."""
    created_at: Mapped[datetime] = mapped_column(Moment)
