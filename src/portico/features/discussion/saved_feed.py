"""What somebody saved, as a feed (Atom, RFC 4287)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from portico.features.discussion.schemas import SavedItem
from portico.platform.xml_text import add, xml_bytes

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was last updated."""


def atom(own: str, items: Iterable[SavedItem], absolute: Callable[[str], str]) -> bytes:
    """The feed at the address `own`; what is no longer published is left out."""
    saved = [(item, absolute(item.path)) for item in items if item.path is not None]
    feed = Element("feed", xmlns=NAMESPACE)
    add(feed, "title", "Saved posts")
    add(feed, "id", own)
    add(feed, "updated", max((item.saved_at for item, _ in saved), default=BEGINNING).isoformat())
    add(add(feed, "author"), "name", "Portico")
    for item, address in saved:
        entry = add(feed, "entry")
        add(entry, "title", item.title)
        add(entry, "id", address)
        add(entry, "updated", item.saved_at.isoformat())
        add(entry, "link", rel="alternate", href=address)
    return xml_bytes(feed)
