"""Work that is to be done: one row per job, kept until it is done and a while longer."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from portico.platform.database import Base, Identifier, Moment

STILL_OPEN = text("done_at IS NULL AND parked_at IS NULL")
"""The jobs that are still to be done: the only ones that the index for claiming holds."""


class Job(Base):
    """One piece of work.

    It waits until `run_at`, is held by one worker while `lease_until` lies ahead, and ends as done
    (`done_at`) or parked (`parked_at`), which is for people to look at.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_due", "priority", "run_at", "id", sqlite_where=STILL_OPEN, postgresql_where=STILL_OPEN),
        Index("ix_job_done_at", "done_at"),
        Index("ix_job_parked_at", "parked_at"),
        Index("ix_job_kind_id", "kind", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identifier, primary_key=True)
    kind: Mapped[str] = mapped_column(String(100))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    key: Mapped[str | None] = mapped_column(String(200), unique=True)
    """Two jobs of one key are one job; a periodic job has its name and its turn here."""
    priority: Mapped[int] = mapped_column(default=0)
    """Of the jobs that are due, the highest goes first."""
    created_at: Mapped[datetime] = mapped_column(Moment)
    run_at: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    """Counts the leases given; a worker may write only while its own is the newest."""
    lease_until: Mapped[datetime | None] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    parked_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(Text)
    """Why the last attempt failed, in a sentence."""
