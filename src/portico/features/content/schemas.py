"""The shapes of API answers that are not plain models, and the queries that lists take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from portico.features.content.manifest import RouteGroup
from portico.features.content.models import Collection, Hit, Link, Problem, Tag
from portico.features.content.search import LONGEST_QUERY
from portico.platform.shapes import Input, documented
from portico.web.paging import ListQuery
from portico.web.shell import Owner

TagSlug = Annotated[str, Field(min_length=1, max_length=120, examples=["python"])]
YearNumber = Annotated[int, Field(ge=1000, le=9998, examples=[2026])]


class EntryQuery(ListQuery):
    """Which entries of a collection to list."""

    tag: TagSlug | None = None
    """Only entries that carry this tag, by its slug."""
    year: YearNumber | None = None
    """Only entries published in this year of the site's time zone."""


class SearchQuery(Input):
    """What to search for."""

    q: str = Field(min_length=1, max_length=LONGEST_QUERY, examples=["stone arch"])
    """Words, of which each must occur from its start; "quoted words" must occur together."""
    kind: str | None = Field(default=None, min_length=1, max_length=120, examples=["blog"])
    """Only entries of this collection."""
    tag: TagSlug | None = None
    """Only entries that carry this tag, by its slug."""
    year: YearNumber | None = None
    """Only entries published in this year."""
    limit: int = Field(default=20, ge=1, le=100)
    """How many results to return at most."""
    offset: int = Field(default=0, ge=0, le=1000)
    """How many of the best results to pass over."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """The most relevant results of a search."""

    items: tuple[Hit, ...]
    total: int
    """How many entries match in all."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordList:
    """The records of a data file, with the fields that the file gives them."""

    items: tuple[dict[str, Any], ...]


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class TagList:
    """Every tag in use, the most used first."""

    items: tuple[Tag, ...]


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionList:
    """Every collection of the site."""

    items: tuple[Collection, ...]


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the pages of the site are made of, for whoever wants to fetch it early."""

    fonts: tuple[str, ...]
    """The fonts that every page is set in."""
    sprites: tuple[str, ...]
    """The small drawings and textures that transitions and scenes are drawn with."""
    routes: tuple[RouteGroup, ...]
    """The first route whose `path` fits a page is the page's."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class SiteAnswer:
    """The site as a whole."""

    title: str
    tagline: str
    description: str
    lang: str
    """The language of the site, as BCP 47 writes it."""
    timezone: str
    """The zone in which the site's days begin, as the IANA database names it."""
    url: str
    """The public address."""
    owner: Owner
    navigation: tuple[Link, ...]
    social: tuple[Link, ...]
    collections: tuple[Collection, ...]
    version: str
    """Changes whenever the content does."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class ContentProblems:
    """What the last sync had to report."""

    items: tuple[Problem, ...]
    """The first of them, by file and line."""
    total: int
