"""What the counts say: views by day, the pages read most, and the sites that led to them."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portico.features.traffic.models import PageView
from portico.features.traffic.schemas import DayViews, PageViews, SiteViews, TrafficAnswer

MOST = 20
"""Pages, and sites that led to them."""
VIEWS: ColumnElement[int] = func.sum(PageView.views)


def read_traffic(session: Session, *, until: date, days: int) -> TrafficAnswer:
    """The views of so many days that end with `until`."""
    first = until - timedelta(days=days - 1)
    counted = _by_day(session, first - timedelta(days=days), until)
    shown = [DayViews(day=day, views=counted.get(day, 0)) for day in _days(first, days)]
    pages = _most(session, PageView.path, first, until)
    sites = _most(session, PageView.referrer, first, until, PageView.referrer != "")
    views = sum(one.views for one in shown)
    return TrafficAnswer(
        first=first,
        last=until,
        views=views,
        views_before=sum(counted.values()) - views,
        by_day=tuple(shown),
        pages=tuple(PageViews(path=name, views=number) for name, number in pages),
        sites=tuple(SiteViews(site=name, views=number) for name, number in sites),
    )


def _by_day(session: Session, first: date, last: date) -> dict[date, int]:
    of_days = select(PageView.day, VIEWS).where(PageView.day.between(first, last)).group_by(PageView.day)
    return {day: int(number) for day, number in session.execute(of_days)}


def _most(
    session: Session,
    what: InstrumentedAttribute[str],
    first: date,
    last: date,
    *which: ColumnElement[bool],
) -> list[tuple[str, int]]:
    chosen = select(what, VIEWS).where(PageView.day.between(first, last), *which)
    ranked = chosen.group_by(what).order_by(VIEWS.desc(), what).limit(MOST)
    return [(name, int(number)) for name, number in session.execute(ranked)]


def _days(first: date, number: int) -> list[date]:
    return [first + timedelta(days=one) for one in range(number)]
