"""How entries are grouped: the collections of the site, and the tags and years that occur in each."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from portico.features.content.addresses import PAGES, quoted_path
from portico.features.content.models import Collection, Tag, Year
from portico.features.content.reading import PUBLISHED, Filter, count_entries, tag_of
from portico.features.content.snapshot import Snapshot, remembered


@remembered
def all_collections(snapshot: Snapshot) -> tuple[Collection, ...]:
    """Every collection with its counts, in the order of the site's configuration."""
    tags = _tags_by_collection(snapshot)
    years = _years_by_collection(snapshot)
    return tuple(
        Collection(
            **folder,
            url="/" + quoted_path(folder["name"]),
            count=count_entries(snapshot, Filter(collection=folder["name"])),
            tags=tags.get(folder["name"], ()),
            years=years.get(folder["name"], ()),
        )
        for folder in snapshot.meta("collections")
    )


def find_collection(snapshot: Snapshot, name: str) -> Collection | None:
    """One collection by name."""
    return next((c for c in all_collections(snapshot) if c.name == name), None)


@remembered
def all_tags(snapshot: Snapshot) -> tuple[Tag, ...]:
    """Every tag in use, the most used first."""
    counted: Counter[str] = Counter()
    names: dict[str, str] = {}
    for tags in _tags_by_collection(snapshot).values():
        for tag in tags:
            counted[tag.slug] += tag.count
            names.setdefault(tag.slug, tag.name)
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(tag_of(slug, names[slug], count) for slug, count in ranked)


def find_tag(snapshot: Snapshot, slug: str) -> Tag | None:
    """One tag in use."""
    return next((tag for tag in all_tags(snapshot) if tag.slug == slug), None)


@remembered
def _tags_by_collection(snapshot: Snapshot) -> dict[str, tuple[Tag, ...]]:
    rows = snapshot.rows(
        "SELECT e.collection, t.slug, t.name, count(*) AS uses FROM tag t JOIN entry e ON e.id = t.entry_id"  # noqa: S608
        f" WHERE {PUBLISHED} AND e.collection != :pages"
        " GROUP BY e.collection, t.slug, t.name ORDER BY uses DESC, t.name",
        {"as_of": snapshot.as_of, "pages": PAGES},
    )
    counted: dict[str, dict[str, tuple[str, int]]] = defaultdict(dict)
    for collection, slug, name, uses in rows:
        kept, so_far = counted[collection].get(slug, (name, 0))
        counted[collection][slug] = (kept, so_far + uses)
    return {
        collection: tuple(tag_of(slug, name, uses) for slug, (name, uses) in tags.items())
        for collection, tags in counted.items()
    }


@remembered
def _years_by_collection(snapshot: Snapshot) -> dict[str, tuple[Year, ...]]:
    counted: dict[str, Counter[int]] = defaultdict(Counter)
    zone = snapshot.config.zone
    for collection, published in snapshot.rows(
        f"SELECT e.collection, e.published FROM entry e WHERE {PUBLISHED}",  # noqa: S608
        {"as_of": snapshot.as_of},
    ):
        counted[collection][datetime.fromtimestamp(published, zone).year] += 1
    return {
        collection: tuple(Year(year=year, count=count) for year, count in sorted(years.items(), reverse=True))
        for collection, years in counted.items()
    }
