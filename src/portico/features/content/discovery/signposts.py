"""The small files by which programs find their way: robots.txt, security.txt, llms.txt, manifest, search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

from portico.features.content.addresses import PAGES
from portico.features.content.models import Card
from portico.features.content.reading import Filter, list_cards
from portico.features.content.site import site_view
from portico.features.content.snapshot import Snapshot, remembered
from portico.features.content.taxonomy import all_collections
from portico.platform.xml_text import add, xml_bytes
from portico.web.shell import SiteView

LISTED = 100
"""Entries of a collection that llms.txt names."""
CONTACT_HOLDS = timedelta(days=180)
"""How long security.txt may be believed; RFC 9116 asks for less than a year."""
SURFACE = "#f1f0ec"
EMAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+")


def robots(root: str) -> str:
    """What crawlers may read: everything but previews and the endless results of searches."""
    lines = ["User-agent: *", "Disallow: /preview/", "Disallow: /search", "", f"Sitemap: {root}/sitemap.xml"]
    return "\n".join(lines) + "\n"


def security(view: SiteView, root: str, letters: str, now: datetime) -> str:
    """Whom to tell about a vulnerability, as RFC 9116 has it: the owner, else the page `letters`."""
    email = view.owner.email
    contact = f"mailto:{quote(email, safe='@+')}" if EMAIL.fullmatch(email) else letters
    # A day as the unit keeps the file the same between two visits.
    expires = now.replace(hour=0, minute=0, second=0, microsecond=0) + CONTACT_HOLDS
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        f"Preferred-Languages: {view.lang}",
        f"Canonical: {root}/.well-known/security.txt",
    ]
    return "\n".join(lines) + "\n"


def manifest(view: SiteView, mount: str, icons: dict[str, str]) -> dict[str, Any]:
    """The web app manifest (w3.org/TR/appmanifest); `icons` are the addresses of Portico's own by name."""
    sizes = {"icon-192.png": "192x192", "icon-512.png": "512x512"}
    return {
        "name": view.title,
        "short_name": view.title,
        "description": view.description,
        "lang": view.lang,
        "dir": "auto",
        "id": f"{mount}/",
        "start_url": f"{mount}/",
        "scope": f"{mount}/",
        "display": "minimal-ui",
        "background_color": SURFACE,
        "theme_color": SURFACE,
        "icons": [
            {"src": icons["icon.svg"], "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            *(
                {"src": icons[name], "sizes": size, "type": "image/png", "purpose": "any"}
                for name, size in sizes.items()
            ),
            {
                "src": icons["icon-maskable-512.png"],
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }


def opensearch(view: SiteView, root: str) -> bytes:
    """How a browser searches the site (OpenSearch 1.1)."""
    document = Element("OpenSearchDescription", xmlns="http://a9.com/-/spec/opensearch/1.1/")
    add(document, "ShortName", view.title[:16])
    add(document, "LongName", view.title[:48])
    add(document, "Description", f"Search {view.title}"[:1024])
    add(document, "Url", type="text/html", template=f"{root}/search?q={{searchTerms}}")
    add(
        document,
        "Url",
        type="application/opensearchdescription+xml",
        rel="self",
        template=f"{root}/opensearch.xml",
    )
    add(document, "Image", f"{root}/favicon.ico", width="32", height="32", type="image/vnd.microsoft.icon")
    add(document, "Language", view.lang)
    add(document, "InputEncoding", "UTF-8")
    add(document, "OutputEncoding", "UTF-8")
    return xml_bytes(document)


@remembered
def llms(snapshot: Snapshot, root: str) -> str:
    """The site as a page of Markdown for language models (llmstxt.org)."""
    return "\n".join(_llms_lines(snapshot, root)) + "\n"


def _llms_lines(snapshot: Snapshot, root: str) -> Iterator[str]:
    view = site_view(snapshot)
    yield f"# {_line(view.title)}"
    if view.description:
        yield f"\n> {_line(view.description)}"
    owner = ", ".join(filter(None, (view.owner.name, view.owner.role, view.owner.location)))
    yield f"\nThe site of {_line(owner)}."
    for collection in all_collections(snapshot):
        if collection.count:
            yield f"\n## {_line(collection.title)}\n"
            yield from _entries(snapshot, collection.name, root)
    if pages := list(_entries(snapshot, PAGES, root)):
        yield "\n## Pages\n"
        yield from pages
    yield "\n## Optional\n"
    yield from (
        _link(
            f"{collection.title}, as JSON", f"{root}/api/v1/content/{collection.name}", "every entry, paged"
        )
        for collection in all_collections(snapshot)
        if collection.count
    )
    yield _link("Feed", f"{root}/feed.json", "the newest entries in full")
    yield _link("Sitemap", f"{root}/sitemap.xml", "every page")


def _entries(snapshot: Snapshot, collection: str, root: str) -> Iterator[str]:
    cards: tuple[Card, ...] = list_cards(snapshot, Filter(collection=collection), limit=LISTED)
    return (_link(card.title, root + card.url, card.summary) for card in cards)


def _link(title: str, address: str, note: str) -> str:
    label = re.sub(r"([\\\[\]])", r"\\\1", _line(title))
    address = address.replace("(", "%28").replace(")", "%29")
    return f"- [{label}]({address})" + (f": {_line(note)}" if note else "")


def _line(text: str) -> str:
    return " ".join(text.split())
