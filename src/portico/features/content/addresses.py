"""The addresses of a site: how names become segments of them, and which ones are taken."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

UNFIT = re.compile(r"[\s\x00-\x1f\x7f\ud800-\udfff/\\?#%&<>\"'`{}|^\[\];:*!@$()=+,]+")
LONGEST_SEGMENT = 120

PAGES = "pages"
AUTHORS = "authors"
"""The folders whose entries are no collection: single pages at the root, and the people behind bylines."""

RESERVED = frozenset(
    """
    api auth account settings workspace notes notifications search preview contact media static
    discussion comments saved unsubscribe
    sign-in register forgot welcome email-undo unsubscribe uploads studio
    health metrics tags authors skills achievements resume pages offline login logout signup
    service-worker.js robots.txt llms.txt security.txt sitemap.xml opensearch.xml resume.json site.webmanifest
    favicon.ico favicon.svg feed.atom feed.rss feed.json
    """.split()
)
"""First segments that Portico uses itself, now or later."""
FEEDS = frozenset(("feed.atom", "feed.rss", "feed.json"))
INTRODUCED = frozenset(("contact", "skills", "achievements", "resume", "search", "tags"))
"""Portico's own pages, which a file in the pages folder introduces instead of replacing."""


def segment(name: str) -> str:
    """A file or folder name as one segment of an address: case and dots kept, unfit characters as hyphens."""
    cleaned = UNFIT.sub("-", unicodedata.normalize("NFC", name)).strip("-.")
    return cleaned[:LONGEST_SEGMENT].rstrip("-.")


def tag_slug(name: str) -> str:
    """A tag's name as one segment: lower case, so that spellings that differ only in case are one tag."""
    spelled = name.lower().replace("c++", "cpp").replace("c#", "csharp")
    spelled = spelled.replace("+", "-plus").replace("#", "-sharp")
    return re.sub(r"-{2,}", "-", segment(spelled)) or "untitled"


def quoted_path(path: str) -> str:
    """A path as an address holds it: everything percent-encoded but what RFC 3986 lets stand in a path."""
    return quote(path, safe="/-._~")


def address_of(collection: str, slug: str) -> str:
    """The path of an entry's page."""
    segments = [part for part in ("" if collection == PAGES else collection, slug) if part]
    return "/" + quoted_path("/".join(segments))
