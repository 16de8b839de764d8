"""Feeds in three forms: Atom (RFC 4287), RSS 2.0 (rssboard.org) and JSON Feed 1.1 (jsonfeed.org)."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape, unescape
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import orjson

from portico.features.content.discovery.sparse import without_empty
from portico.features.content.models import Card
from portico.platform.xml_text import add, xml_bytes

GENERATOR = "Portico"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was last updated."""

# Controls that do nothing outside the page: heading anchors and the buttons that copy code.
PAGE_ONLY = re.compile(
    r"""\s?<a class="anchor".*?</a>|<button\b.*?</button>|</?copy-code\b[^>]*>""", re.DOTALL
)
TAG = re.compile(r"""<[a-zA-Z](?:[^"'>]|"[^"]*"|'[^']*')*>""")
ATTRIBUTE = re.compile(r"""(?P<name>[^\s"'<>/=]+)=(?P<quote>["'])(?P<value>.*?)(?P=quote)""", re.DOTALL)
ADDRESSES = frozenset(("href", "src", "poster", "cite", "srcset"))
CANDIDATE = re.compile(r"(?P<url>[^\s,]\S*[^\s,])(?P<size>\s+[\d.]+[wx])?(?:\s*,\s*|\s*$)")

Absolute = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A film or recording that goes with an entry."""

    url: str
    media_type: str
    length: int
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The picture of an entry."""

    url: str
    media_type: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An entry as feeds hold it, every address absolute."""

    url: str
    title: str
    summary: str
    html: str
    published: datetime
    updated: datetime
    lang: str
    authors: tuple[tuple[str, str | None], ...]
    """Names and addresses."""
    tags: tuple[tuple[str, str], ...]
    """Slugs and names."""
    image: Image | None
    enclosure: Enclosure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The newest entries of the site, a collection or a tag."""

    title: str
    description: str
    home: str
    """The address of the page that lists the same entries."""
    address: str
    """The address of the feed itself."""
    lang: str
    author: tuple[str, str]
    icon: str
    tags: str
    """The address below which the tags are."""
    items: tuple[Item, ...]

    @property
    def updated(self) -> datetime:
        """When the newest of the changes was made."""
        return max((item.updated for item in self.items), default=BEGINNING)


def make_item(
    card: Card, html: str, absolute: Absolute, *, zone: Any, enclosure: Enclosure | None = None
) -> Item:
    """An entry from its card and its rendered body, with its times in `zone`."""
    published = (card.published or BEGINNING).astimezone(zone)
    cover = card.cover
    return Item(
        url=absolute(card.url),
        title=card.title,
        summary=card.summary,
        html=portable(html, card.url, absolute),
        published=published,
        updated=max(published, card.updated.astimezone(zone)) if card.updated else published,
        lang=card.lang,
        authors=tuple((p.name, absolute(p.url) if p.url else None) for p in card.authors),
        tags=tuple((tag.slug, tag.name) for tag in card.tags),
        image=Image(
            url=absolute(cover.url), media_type=_image_type(cover.url), width=cover.width, height=cover.height
        )
        if cover
        else None,
        enclosure=enclosure,
    )


def portable(html: str, path: str, absolute: Absolute) -> str:
    """The body of the page at `path` as it can stand elsewhere: its addresses absolute, its controls gone."""

    def resolve(address: str) -> str:
        if address.startswith("/") and not address.startswith("//"):
            return absolute(address)
        try:
            return urljoin(absolute(path), address)
        except ValueError:
            return address

    def candidates(written: str) -> str:
        found = CANDIDATE.finditer(written)
        return ", ".join(resolve(match["url"]) + (match["size"] or "") for match in found)

    def attribute(match: re.Match[str]) -> str:
        name, value = match["name"], unescape(match["value"])
        if name not in ADDRESSES:
            return match[0]
        return f'{name}="{escape(candidates(value) if name == "srcset" else resolve(value))}"'

    return TAG.sub(lambda tag: ATTRIBUTE.sub(attribute, tag[0]), PAGE_ONLY.sub("", html))


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.lang})
    root.set("xmlns:media", "http://search.yahoo.com/mrss/")
    add(root, "id", feed.address)
    add(root, "title", feed.title)
    if feed.description:
        add(root, "subtitle", feed.description)
    add(root, "updated", feed.updated.isoformat())
    add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    add(root, "link", rel="alternate", type="text/html", href=feed.home)
    add(root, "icon", feed.icon)
    add(root, "generator", GENERATOR)
    _atom_person(root, *feed.author)
    for item in feed.items:
        _atom_entry(root, item, feed.tags)
    return xml_bytes(root)


def _atom_entry(root: Element, item: Item, tags: str) -> None:
    entry = add(root, "entry", **{"xml:lang": item.lang})
    add(entry, "id", item.url)
    add(entry, "title", item.title)
    add(entry, "published", item.published.isoformat())
    add(entry, "updated", item.updated.isoformat())
    add(entry, "link", rel="alternate", type="text/html", href=item.url)
    for name, address in item.authors:
        _atom_person(entry, name, address)
    for slug, name in item.tags:
        add(entry, "category", term=slug, scheme=tags, label=name)
    if item.summary:
        add(entry, "summary", item.summary)
    add(entry, "content", item.html, type="html")
    if item.enclosure:
        file = item.enclosure
        add(entry, "link", rel="enclosure", type=file.media_type, length=str(file.length), href=file.url)
    _media(entry, item.image)


def _atom_person(parent: Element, name: str, address: str | None) -> None:
    author = add(parent, "author")
    add(author, "name", name)
    if address:
        add(author, "uri", address)


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0, with the modules for full content, authors and pictures."""
    root = Element("rss", {"version": "2.0", "xmlns:atom": "http://www.w3.org/2005/Atom"})
    root.set("xmlns:content", "http://purl.org/rss/1.0/modules/content/")
    root.set("xmlns:dc", "http://purl.org/dc/elements/1.1/")
    root.set("xmlns:media", "http://search.yahoo.com/mrss/")
    channel = add(root, "channel")
    add(channel, "title", feed.title)
    add(channel, "link", feed.home)
    add(channel, "description", feed.description or feed.title)
    add(channel, "language", feed.lang)
    add(channel, "lastBuildDate", format_datetime(feed.updated))
    add(channel, "generator", GENERATOR)
    add(channel, "atom:link", rel="self", type="application/rss+xml", href=feed.address)
    for item in feed.items:
        _rss_item(channel, item, feed.tags)
    return xml_bytes(root)


def _rss_item(channel: Element, item: Item, tags: str) -> None:
    entry = add(channel, "item")
    add(entry, "title", item.title)
    add(entry, "link", item.url)
    add(entry, "guid", item.url, isPermaLink="true")
    add(entry, "pubDate", format_datetime(item.published))
    for name, _ in item.authors:
        add(entry, "dc:creator", name)
    for _, name in item.tags:
        add(entry, "category", name, domain=tags)
    if item.summary:
        add(entry, "description", item.summary)
    add(entry, "content:encoded", item.html)
    if item.enclosure:
        file = item.enclosure
        add(entry, "enclosure", url=file.url, type=file.media_type, length=str(file.length))
    _media(entry, item.image)


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed."""
    return orjson.dumps(
        without_empty(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": feed.title,
                "home_page_url": feed.home,
                "feed_url": feed.address,
                "description": feed.description,
                "favicon": feed.icon,
                "authors": [_json_person(*feed.author)],
                "language": feed.lang,
            }
        )
        | {"items": [_json_item(item) for item in feed.items]}
    )


def _json_item(item: Item) -> dict[str, Any]:
    file = item.enclosure
    return without_empty(
        {
            "id": item.url,
            "url": item.url,
            "title": item.title,
            "content_html": item.html or " ",
            "summary": item.summary,
            "image": item.image.url if item.image else None,
            "date_published": item.published.isoformat(),
            "date_modified": item.updated.isoformat(),
            "authors": [_json_person(*author) for author in item.authors],
            "tags": [name for _, name in item.tags],
            "language": item.lang,
            "attachments": [{"url": file.url, "mime_type": file.media_type, "size_in_bytes": file.length}]
            if file
            else None,
        }
    )


def _json_person(name: str, address: str | None) -> dict[str, str]:
    return {"name": name, "url": address} if address else {"name": name}


def _media(entry: Element, image: Image | None) -> None:
    if image:
        size = {"width": str(image.width), "height": str(image.height)}
        add(entry, "media:content", url=image.url, type=image.media_type, medium="image", **size)


def _image_type(url: str) -> str:
    return mimetypes.guess_type(url)[0] or ("image/avif" if url.endswith(".avif") else "image/webp")
