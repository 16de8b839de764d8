"""Collections, tags and years, counted over what is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import SiteMaker
from tests.support.sites import post

from portico.features.content.reading import Filter, count_entries
from portico.features.content.snapshot import Snapshot
from portico.features.content.taxonomy import all_collections, all_tags, find_collection, find_tag


def test_collections_are_counted(shelf: Snapshot) -> None:
    assert {c.name: c.count for c in all_collections(shelf)} == {"blog": 7, "projects": 1}
    blog = find_collection(shelf, "blog")
    assert blog is not None
    assert [(year.year, year.count) for year in blog.years] == [(2026, 4), (2025, 2), (2024, 1)]
    assert {tag.slug: tag.count for tag in blog.tags} == {"all": 7, "even0": 4, "even1": 3}
    assert find_collection(shelf, "nothing") is None


def test_tags_are_counted_over_collections(shelf: Snapshot) -> None:
    assert next((tag.slug, tag.name, tag.count) for tag in all_tags(shelf)) == ("all", "All", 8)
    assert find_tag(shelf, "hidden") is None
    assert find_tag(shelf, "page") is None


@pytest.mark.parametrize(
    ("zone", "year"), [("UTC", 2025), ("Europe/Helsinki", 2026), ("America/New_York", 2025)]
)
def test_a_year_begins_where_the_site_is(
    make_site: SiteMaker, build: Callable[[Path], Snapshot], zone: str, year: int
) -> None:
    site = make_site({"site.toml": f'timezone = "{zone}"', "a.md": post(date="2025-12-31T23:30:00Z")})
    snapshot = build(site)
    (collection,) = all_collections(snapshot)
    assert [y.year for y in collection.years] == [year]
    assert count_entries(snapshot, Filter(year=year)) == 1
    assert count_entries(snapshot, Filter(year=4051 - year)) == 0
