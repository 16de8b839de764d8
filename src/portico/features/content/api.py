"""The site's content as JSON: the same data that its pages are made from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint

from portico.features.content import examples
from portico.features.content.addresses import PAGES
from portico.features.content.answers import CONTENT
from portico.features.content.manifest import route_groups
from portico.features.content.models import Card, Collection, Entry
from portico.features.content.reading import Filter, find_entry, key_of, list_cards
from portico.features.content.schemas import (
    CollectionList,
    EntryQuery,
    Manifest,
    RecordList,
    SearchAnswer,
    SearchQuery,
    SiteAnswer,
    TagList,
)
from portico.features.content.search import search
from portico.features.content.serving import current_site, public_url
from portico.features.content.site import records, site_view
from portico.features.content.taxonomy import all_collections, all_tags, find_collection
from portico.platform.errors import NotFound
from portico.web.access import public
from portico.web.cacheable import cacheable
from portico.web.contract import Reply, operation
from portico.web.pages import asset, critical_fonts, from_root
from portico.web.paging import InvalidCursor, Page, page_of

SPRITES = ("img/arrow.svg", "img/grain.png")
"""Portico's own drawings that are no part of a style sheet or a template."""

bp = Blueprint("content_api", __name__, url_prefix="/api/v1")


@bp.get("/site")
@public
@cacheable(CONTENT)
@operation(tag="site", returns=SiteAnswer, example=examples.SITE)
def read_site() -> SiteAnswer:
    """The site as a whole: title, owner, navigation, collections."""
    snapshot = current_site()
    view = site_view(snapshot)
    return SiteAnswer(
        title=view.title,
        tagline=view.tagline,
        description=view.description,
        lang=view.lang,
        timezone=view.timezone,
        url=public_url(),
        owner=view.owner,
        navigation=view.navigation,
        social=view.social,
        collections=all_collections(snapshot),
        version=snapshot.version,
    )


@bp.get("/manifest")
@public
@cacheable(CONTENT)
@operation(tag="site", returns=Manifest, example=examples.MANIFEST)
def read_manifest() -> Manifest:
    """What each page shows first: fonts, sprites, and pictures and films by route.

    Addresses start at the root of the site.
    """
    own = (asset(name) for name in SPRITES)
    return Manifest(
        fonts=tuple(from_root(address) for address in critical_fonts()),
        sprites=tuple(from_root(address) for address in own),
        routes=route_groups(current_site()),
    )


@bp.get("/content")
@public
@cacheable(CONTENT)
@operation(tag="content", returns=CollectionList, example=examples.COLLECTIONS)
def list_collections() -> CollectionList:
    """Every collection, with its tags and years."""
    return CollectionList(items=all_collections(current_site()))


@bp.get("/content/<collection>")
@public
@cacheable(CONTENT, parameters=EntryQuery.model_fields)
@operation(
    tag="content",
    query=EntryQuery,
    returns=Page[Card],
    problems=[NotFound, InvalidCursor],
    example=examples.CARD_PAGE,
)
def list_entries(collection: str, query: EntryQuery) -> Reply:
    """The entries of a collection, the newest first."""
    return _page_of_cards(_collection_or_missing(collection).name, query)


@bp.get("/content/<collection>/<path:slug>")
@public
@cacheable(CONTENT)
@operation(tag="content", returns=Entry, problems=[NotFound], example=examples.ENTRY)
def read_entry(collection: str, slug: str) -> Entry:
    """One entry with its rendered body and its neighbours.

    The slug of an entry in a nested folder holds slashes, which may be sent as they are or encoded.
    """
    if collection != PAGES:
        _collection_or_missing(collection)
    found = find_entry(current_site(), collection, slug)
    if found is None:
        raise NotFound(f"There is no entry “{slug}” in “{collection}”.")
    return found.entry


@bp.get("/projects")
@public
@cacheable(CONTENT, parameters=EntryQuery.model_fields)
@operation(
    tag="portfolio",
    query=EntryQuery,
    returns=Page[Card],
    problems=[InvalidCursor],
    example=examples.PROJECT_PAGE,
)
def list_projects(query: EntryQuery) -> Reply:
    """The case studies, the newest first; empty on a site without any."""
    return _page_of_cards("projects", query)


@bp.get("/skills")
@public
@cacheable(CONTENT)
@operation(tag="portfolio", returns=RecordList, example=examples.SKILLS)
def list_skills() -> RecordList:
    """The skills, as the data file has them."""
    return RecordList(items=records(current_site(), "skills"))


@bp.get("/achievements")
@public
@cacheable(CONTENT)
@operation(tag="portfolio", returns=RecordList, example=examples.ACHIEVEMENTS)
def list_achievements() -> RecordList:
    """The achievements, as the data file has them."""
    return RecordList(items=records(current_site(), "achievements"))


@bp.get("/experience")
@public
@cacheable(CONTENT)
@operation(tag="portfolio", returns=RecordList, example=examples.EXPERIENCE)
def list_experience() -> RecordList:
    """Positions, engagements and courses of study, as the data file has them."""
    return RecordList(items=records(current_site(), "experience"))


@bp.get("/tags")
@public
@cacheable(CONTENT)
@operation(tag="content", returns=TagList, example=examples.TAGS)
def list_tags() -> TagList:
    """Every tag in use, over all collections."""
    return TagList(items=all_tags(current_site()))


@bp.get("/search")
@public
@operation(tag="search", query=SearchQuery, returns=SearchAnswer, example=examples.HITS)
def search_entries(query: SearchQuery) -> SearchAnswer:
    """Entries that hold every word of the query, the most relevant first."""
    chosen = Filter(collection=query.kind, tag=query.tag, year=query.year)
    results = search(current_site(), query.q, chosen, limit=query.limit, offset=query.offset)
    return SearchAnswer(items=results.hits, total=results.total)


def _collection_or_missing(name: str) -> Collection:
    collection = find_collection(current_site(), name)
    if collection is None:
        raise NotFound(f"There is no collection “{name}”.")
    return collection


def _page_of_cards(collection: str, query: EntryQuery) -> Reply:
    chosen = Filter(collection=collection, tag=query.tag, year=query.year)

    def find(after: Any, limit: int) -> Sequence[Card]:
        return list_cards(current_site(), chosen, limit=limit, after=tuple(after) if after else None)

    return page_of(query, find, key_of)
