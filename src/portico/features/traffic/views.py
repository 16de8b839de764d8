"""What is kept of a page view: which page, on which day, led to by which other site."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from portico.features.traffic.models import PageView
from portico.platform.database import insert_of

LONGEST_PATH = 500
HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")
REFERRERS = 100
"""Sites that are told apart for one page on one day; views led to by others count without a site."""
AT_ONCE = 200
"""Rows in one statement; SQLite takes 32,766 values."""

SUM = select(func.coalesce(func.sum(PageView.views), 0)).where(PageView.path == bindparam("path"))
"""How often the page at `path` was shown."""


class View(NamedTuple):
    """Page views that are counted together."""

    path: str
    day: date
    referrer: str


def view_of(path: str, moment: float, referrer: str, own_hosts: Collection[str]) -> View:
    """The view that a record tells of; `path` as WSGI has it, `moment` in seconds since 1970."""
    text = path.encode("latin-1").decode(errors="replace")[:LONGEST_PATH]
    return View(text, datetime.fromtimestamp(moment, UTC).date(), host_of(referrer, own_hosts))


def host_of(referrer: str, own_hosts: Collection[str]) -> str:
    """The site in a Referer header; empty for our own, for what is no web address and for none."""
    if not referrer:
        return ""
    try:
        address = urlsplit(referrer)
        host = (address.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    known = address.scheme in ("http", "https") and HOST.fullmatch(host) and host not in own_hosts
    return host if known else ""


def add_views(session: Session, counted: Mapping[View, int]) -> None:
    """Add to what is counted already."""
    insert = insert_of(session)
    # In one order everywhere, so that two processes never wait for each other.
    rows = sorted(_bounded(session, counted).items())
    for start in range(0, len(rows), AT_ONCE):
        values = [_values(view, number) for view, number in rows[start : start + AT_ONCE]]
        statement = insert(PageView).values(values)
        session.execute(
            statement.on_conflict_do_update(
                index_elements=[PageView.path, PageView.day, PageView.referrer],
                set_={"views": PageView.views + statement.excluded.views},
            )
        )


def _values(view: View, number: int) -> dict[str, Any]:
    return view._asdict() | {"views": number}


def _bounded(session: Session, counted: Mapping[View, int]) -> Counter[View]:
    """The counts with those referrers left out that a page has no room for on that day."""
    known = _known(session, {(view.path, view.day) for view in counted if view.referrer})
    bounded: Counter[View] = Counter()
    for view, number in sorted(counted.items()):
        sites = known.setdefault((view.path, view.day), set())
        if view.referrer and (view.referrer in sites or len(sites) < REFERRERS):
            sites.add(view.referrer)
            bounded[view] += number
        else:
            bounded[view._replace(referrer="")] += number
    return bounded


def _known(session: Session, pages: set[tuple[str, date]]) -> dict[tuple[str, date], set[str]]:
    """The referrers that pages have on a day."""
    known: dict[tuple[str, date], set[str]] = {}
    wanted = sorted(pages)
    for start in range(0, len(wanted), AT_ONCE):
        chosen = tuple_(PageView.path, PageView.day).in_(wanted[start : start + AT_ONCE])
        found = select(PageView.path, PageView.day, PageView.referrer).where(chosen, PageView.referrer != "")
        for path, day, referrer in session.execute(found):
            known.setdefault((path, day), set()).add(referrer)
    return known
