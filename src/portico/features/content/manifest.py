"""What the pages of each route show first, so that a browser can fetch it before it opens them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

import orjson

from portico.features.content.addresses import PAGES
from portico.features.content.models import Card, Collection, Picture
from portico.features.content.reading import Filter, list_cards, picture
from portico.features.content.site import home, shows_plates
from portico.features.content.snapshot import Snapshot, remembered
from portico.features.content.taxonomy import all_collections
from portico.platform.shapes import documented
from portico.web.shell import PICTURE_SIZES

MOST = 48
"""Entries of a collection whose covers are listed, the newest; who reads older ones reads slowly."""
PLATES = 6
"""Pictures of a list that are listed: more than the first screen holds."""
FIRST_PLATES = 2
SIZES = {"night": "hero", "plate": "full", "avatar": ""}
"""The roles of pictures whose size goes by another name."""
FIRST = frozenset({"hero", "night", "cover"})
SCHEMES: dict[str, Literal["light", "dark"]] = {"hero": "light", "night": "dark"}


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class RouteAsset:
    """A picture or film that a page shows."""

    page: str
    """The path of the page."""
    kind: Literal["image", "video"]
    url: str
    """The original; a film, or a picture for browsers that know none of the formats in `srcset`."""
    media_type: str = ""
    """The format of the candidates in `srcset`, or of the film."""
    srcset: str = ""
    """Candidates of the best compressed format, as in the HTML `srcset` attribute; may be empty."""
    sizes: str = ""
    """How wide the page shows it, as in the HTML `sizes` attribute."""
    early: bool = False
    """Whether it stands in the first screen of its page."""
    scheme: Literal["light", "dark"] | None = None
    """The theme that shows it, where the other one shows another picture."""


@documented
@dataclass(frozen=True, slots=True, kw_only=True)
class RouteGroup:
    """The pages of one kind, with what they show."""

    name: str
    """`home`, `about`, a collection, or `article:` and a collection."""
    path: str
    """The path of the page, or with `/*` at its end that of all pages below it."""
    assets: tuple[RouteAsset, ...]


@remembered
def route_groups(snapshot: Snapshot) -> tuple[RouteGroup, ...]:
    """Every route with what its pages show; the newest entries of each collection stand for all."""
    return (
        RouteGroup(name="home", path="/", assets=_home(snapshot)),
        RouteGroup(name="about", path="/about", assets=_stored(snapshot, "about")),
        *(group for collection in all_collections(snapshot) for group in _groups(snapshot, collection)),
        # Single pages lie at the root, beside everything else, and so come last.
        _articles(snapshot, PAGES, ""),
    )


def _groups(snapshot: Snapshot, collection: Collection) -> tuple[RouteGroup, RouteGroup]:
    name, url = collection.name, collection.url
    shown = RouteGroup(name=name, path=url, assets=_list(snapshot, collection))
    return shown, _articles(snapshot, name, url)


def _articles(snapshot: Snapshot, collection: str, url: str) -> RouteGroup:
    name = f"article:{collection}"
    return RouteGroup(name=name, path=f"{url}/*", assets=_stored(snapshot, name))


def _home(snapshot: Snapshot) -> tuple[RouteAsset, ...]:
    return (*_stored(snapshot, "home"), *_plates("/", home(snapshot).work, early=0))


def _list(snapshot: Snapshot, collection: Collection) -> tuple[RouteAsset, ...]:
    cards = list_cards(snapshot, Filter(collection=collection.name), limit=PLATES)
    if not shows_plates(collection, cards):
        return ()
    return tuple(_plates(collection.url, cards, early=FIRST_PLATES))


def _plates(page: str, cards: Iterable[Card], *, early: int) -> Iterator[RouteAsset]:
    for place, card in enumerate(cards):
        if card.cover:
            asset = _image(page, card.cover, PICTURE_SIZES["plate"])
            yield replace(asset, early=place < early)


def _stored(snapshot: Snapshot, route: str) -> tuple[RouteAsset, ...]:
    rows = snapshot.rows(
        "SELECT page, role, picture, video FROM asset WHERE route = ? AND published <= ?"
        " ORDER BY published DESC, page LIMIT ?",
        (route, snapshot.as_of, MOST),
    )
    assets = [asset for row in rows for asset in _of_row(row)]
    if not any(asset.scheme == "dark" for asset in assets):
        return tuple(replace(asset, scheme=None) for asset in assets)
    return tuple(assets)


def _of_row(row: sqlite3.Row) -> Iterator[RouteAsset]:
    page, role = row["page"], row["role"]
    if row["video"]:
        video = orjson.loads(row["video"])
        yield RouteAsset(page=page, kind="video", url=video["url"], media_type=video["media_type"])
        if poster := picture(video["poster"]):
            yield RouteAsset(page=page, kind="image", url=poster.still, early=True)
    elif shown := picture(orjson.loads(row["picture"])):
        asset = _image(page, shown, PICTURE_SIZES.get(SIZES.get(role, role), ""))
        yield replace(asset, early=role in FIRST, scheme=SCHEMES.get(role))


def _image(page: str, shown: Picture, sizes: str) -> RouteAsset:
    best = shown.sources[0] if shown.sources else None
    return RouteAsset(
        page=page,
        kind="image",
        url=shown.url,
        media_type=best.media_type if best else "",
        srcset=best.srcset if best else "",
        sizes=sizes if best else "",
    )
