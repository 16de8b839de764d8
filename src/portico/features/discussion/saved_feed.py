"""What somebody saved, as a feed (Atom, RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

from portico.features.discussion.schemas import SavedItem

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
NAMESPACE = "http://www.w3.org/2005/Atom"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was last updated."""
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped (section 2.2)."""


def atom(own: str, items: Iterable[SavedItem], absolute: Callable[[str], str]) -> bytes:
    """The feed at the address `own`; what is no longer published is left out."""
    saved = [(item, absolute(item.path)) for item in items if item.path is not None]
    feed = Element("feed", xmlns=NAMESPACE)
    _add(feed, "title", "Saved posts")
    _add(feed, "id", own)
    _add(feed, "updated", max((item.saved_at for item, _ in saved), default=BEGINNING).isoformat())
    _add(SubElement(feed, "author"), "name", "Portico")
    for item, address in saved:
        entry = SubElement(feed, "entry")
        _add(entry, "title", item.title)
        _add(entry, "id", address)
        _add(entry, "updated", item.saved_at.isoformat())
        SubElement(entry, "link", rel="alternate", href=address)
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode").encode()


def _add(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = _UNFIT.sub("", text)
