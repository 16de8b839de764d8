"""The sitemap (sitemaps.org): every address worth finding, in one file or, past 10,000, in several."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from xml.etree.ElementTree import Element

from portico.features.content.addresses import INTRODUCED
from portico.features.content.reading import all_authors
from portico.features.content.site import records
from portico.features.content.snapshot import Snapshot, remembered
from portico.features.content.taxonomy import all_collections, all_tags
from portico.platform.clock import from_seconds
from portico.platform.xml_text import add, xml_bytes

MOST = 10_000
"""Addresses in one file."""
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
OWN_PAGES = {"/skills": "skills", "/achievements": "achievements", "/resume": "experience"}
"""Portico's own pages, and the data file without which they are empty."""

Place = tuple[str, int | None]
"""A path, and when its page last changed."""


@remembered
def count_parts(snapshot: Snapshot, *, contact: bool) -> int:
    """How many files the sitemap needs."""
    return max(1, -(-sum(1 for _ in places(snapshot, contact=contact)) // MOST))


@remembered
def sitemap(snapshot: Snapshot, part: int, root: str, *, contact: bool) -> bytes:
    """One file of addresses, counted from 1, of the site that lies at the address `root`."""
    zone = snapshot.config.zone
    document = Element("urlset", xmlns=NAMESPACE)
    for path, changed in islice(places(snapshot, contact=contact), (part - 1) * MOST, part * MOST):
        place = add(document, "url")
        add(place, "loc", root + path)
        if changed is not None:
            add(place, "lastmod", from_seconds(changed).astimezone(zone).isoformat())
    return xml_bytes(document)


def sitemap_index(snapshot: Snapshot, root: str, *, contact: bool) -> bytes:
    """The list of the files."""
    document = Element("sitemapindex", xmlns=NAMESPACE)
    for part in range(1, count_parts(snapshot, contact=contact) + 1):
        add(add(document, "sitemap"), "loc", f"{root}/sitemap-{part}.xml")
    return xml_bytes(document)


def places(snapshot: Snapshot, *, contact: bool) -> Iterator[Place]:
    """Every page that search engines should know, each once."""
    newest = {
        row["collection"]: row["changed"]
        for row in snapshot.rows(
            "SELECT collection, max(max(published, coalesce(updated, 0))) AS changed FROM entry"
            " WHERE draft = 0 AND published <= ? GROUP BY collection",
            (snapshot.as_of,),
        )
    }
    yield "/", max(newest.values(), default=None)
    for collection in all_collections(snapshot):
        yield collection.url, newest.get(collection.name)
    yield from ((path, None) for path, kind in OWN_PAGES.items() if records(snapshot, kind))
    if contact:
        yield "/contact", None
    tags = all_tags(snapshot)
    yield from (("/tags", None),) if tags else ()
    yield from ((tag.url, None) for tag in tags)
    yield from ((author.url, None) for author in all_authors(snapshot).values() if author.url)
    yield from _entries(snapshot)


def _entries(snapshot: Snapshot) -> Iterator[Place]:
    # A copy of something published elsewhere names its original, which is the address to be found.
    rows = snapshot.rows(
        "SELECT e.url, max(e.published, coalesce(e.updated, 0)) FROM entry e JOIN body b ON b.entry_id = e.id"
        " WHERE e.draft = 0 AND e.published <= ? AND e.slug != '' AND b.canonical IS NULL"
        " ORDER BY e.collection, e.slug",
        (snapshot.as_of,),
    )
    introductions = {f"/{name}" for name in INTRODUCED}
    yield from ((url, changed) for url, changed in rows if url not in introductions)
