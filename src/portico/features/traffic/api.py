"""How often pages were shown, as JSON: one page for everyone, all of them for the owner."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint
from pydantic import Field

from portico.features.traffic.reading import read_traffic
from portico.features.traffic.schemas import TrafficAnswer, TrafficQuery
from portico.features.traffic.views import LONGEST_PATH, SUM
from portico.platform import clock
from portico.platform.shapes import Input, documented
from portico.web.access import Identity, owner, public
from portico.web.contract import NO_STORE, operation
from portico.web.database import database, reading

TRAFFIC = {
    "first": "2026-05-01",
    "last": "2026-05-02",
    "views": 120,
    "views_before": 98,
    "by_day": [{"day": "2026-05-01", "views": 52}, {"day": "2026-05-02", "views": 68}],
    "pages": [{"path": "/blog/hello", "views": 97}],
    "sites": [{"site": "example.net", "views": 31}],
}
bp = Blueprint("traffic", __name__, url_prefix="/api/v1")


class ViewsQuery(Input):
    """Which page."""

    path: str = Field(pattern="^/", max_length=LONGEST_PATH, examples=["/blog/hello"])
    """The path of the page on this site, its percent-escapes decoded."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ViewsAnswer:
    """How often a page was shown."""

    path: str
    views: int
    """0 as well for a page that does not exist."""


@bp.get("/views")
@public
@operation(
    tag="traffic",
    query=ViewsQuery,
    returns=ViewsAnswer,
    cache=NO_STORE,
    example={"path": "/blog/hello", "views": 120},
)
def read_views(query: ViewsQuery) -> ViewsAnswer:
    """How often a page was shown, counted some seconds ago."""
    row = database().row(SUM, {"path": query.path})
    return ViewsAnswer(path=query.path, views=int(row[0]) if row else 0)


@bp.get("/studio/traffic")
@owner
@operation(tag="studio", query=TrafficQuery, returns=TrafficAnswer, cache=NO_STORE, example=TRAFFIC)
def show_traffic(identity: Identity, query: TrafficQuery) -> TrafficAnswer:
    """How much the site is read, by day, by page, and by the sites that led to it."""
    with reading() as session:
        return read_traffic(session, until=clock.now().date(), days=int(query.days))
