"""How often pages are read: counts by day, nothing of who read them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Date, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portico.platform.database import Base


class PageView(Base):
    """How often one page was shown on one day to visitors that came from one other site."""

    __tablename__ = "page_view"
    __table_args__ = (Index("ix_page_view_day", "day"),)

    path: Mapped[str] = mapped_column(String(500), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    """In UTC; the first of 1970 stands for all days that are not told apart any more."""
    referrer: Mapped[str] = mapped_column(String(253), primary_key=True)
    """The host that the visitors came from, empty when unknown or this site."""
    views: Mapped[int]
