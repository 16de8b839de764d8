"""The feeds of the site, of each collection and of each tag: the newest entries in full."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from portico.features.content.answers import document
from portico.features.content.discovery import feeds
from portico.features.content.models import Card
from portico.features.content.reading import Filter, list_cards
from portico.features.content.serving import current_site, public_url
from portico.features.content.site import site_view
from portico.features.content.snapshot import Snapshot, remembered
from portico.features.content.taxonomy import find_collection, find_tag
from portico.web.access import public

NEWEST = 20
FORMS = {
    "atom": ("application/atom+xml", feeds.atom),
    "rss": ("application/rss+xml", feeds.rss),
    "json": ("application/feed+json", feeds.json_feed),
}
"""The media type and the writer of each form, by the end of its address."""

bp = Blueprint("feeds", __name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a feed is about; the whole site when it has no title."""

    chosen: Filter
    path: str = ""
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A finished feed. It holds whole articles, so it is kept compressed."""

    packed: bytes
    updated: datetime


@bp.get("/feed.<any(atom, rss, json):form>")
@public
def show_site_feed(form: str) -> Response:
    """The newest entries of all collections."""
    return _feed(Scope(chosen=Filter()), form)


@bp.get("/<collection>/feed.<any(atom, rss, json):form>")
@public
def show_collection_feed(collection: str, form: str) -> Response:
    """The newest entries of a collection."""
    found = find_collection(current_site(), collection)
    if found is None:
        abort(404)
    chosen = Filter(collection=found.name)
    return _feed(Scope(chosen=chosen, path=found.url, title=found.title, description=found.description), form)


@bp.get("/tags/<slug>/feed.<any(atom, rss, json):form>")
@public
def show_tag_feed(slug: str, form: str) -> Response:
    """The newest entries that carry a tag."""
    tag = find_tag(current_site(), slug)
    if tag is None:
        abort(404)
    return _feed(Scope(chosen=Filter(tag=tag.slug), path=tag.url, title=f"Tagged {tag.name}"), form)


def _feed(scope: Scope, form: str) -> Response:
    written = _written(current_site(), scope, form, public_url())
    return document(zlib.decompress(written.packed), FORMS[form][0], modified=written.updated)


@remembered
def _written(snapshot: Snapshot, scope: Scope, form: str, root: str) -> Written:
    """A feed in one form, of the site that lies at the address `root`."""
    view = site_view(snapshot)
    feed = feeds.Feed(
        title=f"{scope.title} — {view.title}" if scope.title else view.title,
        description=scope.description if scope.title else view.description,
        home=root + (scope.path or "/"),
        address=f"{root}{scope.path}/feed.{form}",
        lang=view.lang,
        author=(view.owner.name, f"{root}/"),
        icon=f"{root}/favicon.ico",
        tags=f"{root}/tags/",
        items=_items(snapshot, scope.chosen, root),
    )
    return Written(zlib.compress(FORMS[form][1](feed)), feed.updated)


def _items(snapshot: Snapshot, chosen: Filter, root: str) -> tuple[feeds.Item, ...]:
    cards = list_cards(snapshot, chosen, limit=NEWEST)
    bodies = _bodies(snapshot, cards)
    return tuple(
        feeds.make_item(
            card,
            bodies[card.url],
            lambda path: root + path if path.startswith("/") else path,
            zone=snapshot.config.zone,
            enclosure=_enclosure(snapshot, card, root),
        )
        for card in cards
    )


def _bodies(snapshot: Snapshot, cards: tuple[Card, ...]) -> dict[str, str]:
    places = ", ".join("?" * len(cards))
    rows = snapshot.rows(
        f"SELECT e.url, b.html FROM entry e JOIN body b ON b.entry_id = e.id WHERE e.url IN ({places})",  # noqa: S608
        [card.url for card in cards],
    )
    return {row["url"]: row["html"] for row in rows}


def _enclosure(snapshot: Snapshot, card: Card, root: str) -> feeds.Enclosure | None:
    if card.video is None:
        return None
    row = snapshot.row("SELECT path FROM media WHERE url = ?", (card.video.url,))
    file = Path(row["path"]) if row else None
    if file is None or not file.is_file():
        return None
    return feeds.Enclosure(
        url=root + card.video.url, media_type=card.video.media_type, length=file.stat().st_size
    )
