"""How often a page was shown, as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint
from pydantic import BaseModel, ConfigDict, Field

from portico.features.traffic.views import LONGEST_PATH, SUM
from portico.platform.shapes import documented
from portico.web.access import public
from portico.web.contract import operation
from portico.web.database import database

bp = Blueprint("traffic", __name__, url_prefix="/api/v1")


class ViewsQuery(BaseModel):
    """Which page."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", use_attribute_docstrings=True)

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
    cache="no-store",
    example={"path": "/blog/hello", "views": 120},
)
def read_views(query: ViewsQuery) -> ViewsAnswer:
    """How often a page was shown, counted some seconds ago."""
    row = database().row(SUM, {"path": query.path})
    return ViewsAnswer(path=query.path, views=int(row[0]) if row else 0)
