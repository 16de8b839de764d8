"""The shapes in which counts are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import Field

from portico.platform.shapes import Input, documented


class TrafficQuery(Input):
    """Which days."""

    days: Literal["7", "30", "90", "365"] = Field(default="30", examples=["30"])
    """How many, of which today in UTC is the last."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class DayViews:
    """How many pages were shown on a day."""

    day: date
    views: int


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class PageViews:
    """How often a page was shown."""

    path: str
    views: int


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class SiteViews:
    """How many pages were shown to visitors that another site led here."""

    site: str
    """Its host."""
    views: int


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficAnswer:
    """How much the site is read. No visitor is told from another, so there is nothing to say of countries."""

    first: date
    last: date
    views: int
    """On all of these days together."""
    views_before: int
    """On as many days before them."""
    by_day: tuple[DayViews, ...]
    """Every day, the first of them first."""
    pages: tuple[PageViews, ...]
    """The twenty that were shown most."""
    sites: tuple[SiteViews, ...]
    """The twenty that led here most."""
