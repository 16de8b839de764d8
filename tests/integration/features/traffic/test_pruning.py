"""Counts that are long past: kept by page alone, and none of them lost."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from tests.support.jobs import NOON

from portico.features.traffic.models import PageView
from portico.features.traffic.pruning import BEFORE, KEPT, prune
from portico.features.traffic.views import SUM
from portico.platform.database import Database

LAST = NOON.date() - KEPT
"""The last day that is long past."""


def add(database: Database, *counted: tuple[str, date, str, int]) -> None:
    with database.transaction() as session:
        for path, day, site, views in counted:
            session.add(PageView(path=path, day=day, referrer=site, views=views))


def rows(database: Database) -> set[tuple[str, date, str, int]]:
    with database.reading() as session:
        found = session.execute(select(PageView.path, PageView.day, PageView.referrer, PageView.views))
        return {(path, day, site, views) for path, day, site, views in found}


def test_what_is_long_past_is_added_up_by_page_and_the_rest_stays(database: Database) -> None:
    fresh = ("/a", LAST + timedelta(days=1), "example.net", 1)
    add(
        database,
        fresh,
        ("/a", LAST, "example.net", 2),
        ("/a", LAST, "", 3),
        ("/a", date(2020, 1, 1), "", 4),
        ("/b", LAST, "", 5),
    )
    for _ in range(2):
        with database.transaction() as session:
            prune(session, NOON)
        assert rows(database) == {fresh, ("/a", BEFORE, "", 9), ("/b", BEFORE, "", 5)}


def test_sums_grow_with_every_day_that_passes(database: Database) -> None:
    add(database, ("/a", BEFORE, "", 10), ("/a", LAST, "", 2))
    with database.transaction() as session:
        prune(session, NOON)
    assert rows(database) == {("/a", BEFORE, "", 12)}
    assert database.row(SUM, {"path": "/a"}) == (12,)
