"""Counts that are long past are kept by page alone: no day, no site that led there."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from portico.features.traffic.models import PageView
from portico.platform.database import delete_rows, insert_of

KEPT = timedelta(days=730)
"""How long views are told apart by day and by site."""
BEFORE = date(1970, 1, 1)
"""The day that stands for all days which are not told apart any more."""


def prune(session: Session, now: datetime) -> None:
    """Add up what was counted longer ago than it is kept by day; the sum of a page stays the same."""
    old = PageView.day.between(BEFORE + timedelta(days=1), now.date() - KEPT)
    insert = insert_of(session)
    sums = select(PageView.path, literal(BEFORE), literal(""), func.sum(PageView.views)).where(old)
    added = insert(PageView).from_select(["path", "day", "referrer", "views"], sums.group_by(PageView.path))
    session.execute(
        added.on_conflict_do_update(
            index_elements=[PageView.path, PageView.day, PageView.referrer],
            set_={"views": PageView.views + added.excluded.views},
        )
    )
    delete_rows(session, PageView, old)
