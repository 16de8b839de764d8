"""Lists and entries are read in a fixed order with few statements."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import SiteMaker
from tests.support.sites import compile_site, post, read_site, write_site
from tests.support.sql import query_plan, statements

from portico.features.content.models import Card
from portico.features.content.reading import (
    Filter,
    Key,
    all_authors,
    all_problems,
    cards_by_author,
    count_entries,
    find_alias,
    find_entry,
    key_of,
    list_cards,
)
from portico.features.content.snapshot import Snapshot

BLOG = Filter(collection="blog")


def slugs(cards: tuple[Card, ...]) -> list[str]:
    return [card.slug for card in cards]


IN_ORDER = ["0", "2", "6", "deep/1", "4", "deep/3", "deep/5"]


def test_a_list_is_newest_first_and_by_name_within_a_moment(shelf: Snapshot) -> None:
    assert slugs(list_cards(shelf, BLOG, limit=20)) == IN_ORDER


@pytest.mark.parametrize("size", [1, 2, 3, 7])
@pytest.mark.parametrize("chosen", [BLOG, Filter(), Filter(tag="all")])
def test_going_on_from_card_to_card_sees_each_entry_once(shelf: Snapshot, size: int, chosen: Filter) -> None:
    whole = list_cards(shelf, chosen, limit=100)
    walked: list[Card] = []
    after: Key | None = None
    while cards := list_cards(shelf, chosen, limit=size, after=after):
        walked += cards
        after = key_of(cards[-1])
    assert tuple(walked) == whole
    assert len(whole) == count_entries(shelf, chosen)


def test_neighbours_follow_the_list(shelf: Snapshot) -> None:
    for position, slug in enumerate(IN_ORDER):
        found = find_entry(shelf, "blog", slug)
        assert found is not None
        newer = found.entry.next.slug if found.entry.next else None
        older = found.entry.previous.slug if found.entry.previous else None
        assert newer == (IN_ORDER[position - 1] if position else None)
        assert older == (IN_ORDER[position + 1] if position + 1 < len(IN_ORDER) else None)


@pytest.mark.parametrize(
    ("chosen", "count"),
    [(Filter(year=2025), 2), (Filter(tag="even1"), 3), (Filter(tag="even1", year=2026), 1)],
)
def test_lists_can_be_filtered(shelf: Snapshot, chosen: Filter, count: int) -> None:
    assert len(list_cards(shelf, chosen, limit=20)) == count_entries(shelf, chosen) == count


def test_an_unpublished_entry_is_seen_only_in_preview(shelf: Snapshot) -> None:
    for slug in ("draft", "later"):
        assert find_entry(shelf, "blog", slug) is None
        assert find_entry(shelf, "blog", slug, preview=True) is not None


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/old", "/projects/p"),
        ("/alte Seite", "/projects/p"),
        ("/Ünter", "/projects/p"),
        ("/old-draft", None),
        ("/old-later", None),
        ("/nothing", None),
    ],
)
def test_old_addresses_lead_to_published_entries(shelf: Snapshot, path: str, address: str | None) -> None:
    assert find_alias(shelf, path) == address


def test_authors_have_pages_and_entries(shelf: Snapshot) -> None:
    author = all_authors(shelf)["ada"]
    assert (author.name, author.url, [link.url for link in author.links]) == (
        "Ada L",
        "/authors/ada",
        ["https://ada.example"],
    )
    assert slugs(cards_by_author(shelf, author, limit=5)) == ["p"]
    found = find_entry(shelf, "projects", "p")
    assert found is not None
    assert [(person.name, person.url) for person in found.entry.authors] == [("Ada L", "/authors/ada")]


def test_what_nobody_signed_is_the_owners(tmp_path: Path) -> None:
    files = {
        "site.toml": '[owner]\nname = "Ada L"\n',
        "content/blog/own.md": post("Own"),
        "content/blog/guest.md": post("Guest", author="ben"),
        "content/authors/ada.md": post("Ada", name="Ada L"),
        "content/authors/ben.md": post("Ben", name="Ben"),
    }
    compile_site(write_site(tmp_path / "site", files), tmp_path / "compiled")
    site = read_site(tmp_path / "compiled")
    written = {
        name: slugs(cards_by_author(site, author, limit=5)) for name, author in all_authors(site).items()
    }
    assert written == {"ada": ["own"], "ben": ["guest"]}


def test_related_entries_share_the_most_tags(shelf: Snapshot) -> None:
    found = find_entry(shelf, "blog", "0")
    assert found is not None
    assert slugs(found.entry.related) == ["2", "6", "4"]


def test_pages_have_no_neighbours(shelf: Snapshot) -> None:
    found = find_entry(shelf, "pages", "about")
    assert found is not None
    assert (found.entry.previous, found.entry.next) == (None, None)


def test_the_opening_of_a_list_is_no_entry_of_it(shelf: Snapshot) -> None:
    assert find_entry(shelf, "blog", "") is not None
    assert "" not in slugs(list_cards(shelf, BLOG, limit=20))


def test_a_list_takes_one_statement(shelf: Snapshot) -> None:
    all_authors(shelf)
    with statements(shelf) as told:
        list_cards(shelf, BLOG, limit=20)
    assert len(told) == 1


def test_an_entry_takes_four_statements(shelf: Snapshot) -> None:
    all_authors(shelf)
    with statements(shelf) as told:
        find_entry(shelf, "blog", "0")
    assert len(told) == 4


def test_a_list_goes_by_its_index_without_sorting(shelf: Snapshot) -> None:
    all_authors(shelf)
    with statements(shelf) as told:
        list_cards(shelf, BLOG, limit=20)
    plan = query_plan(shelf, told[-1])
    assert "USING INDEX entry_by_date (collection=? AND draft=? AND published<?)" in plan
    assert "SCAN" not in plan
    assert "TEMP B-TREE" not in plan


def test_problems_are_listed_by_file_and_line(
    make_site: SiteMaker, build: Callable[[Path], Snapshot]
) -> None:
    body = "<Unknown />\n\ntext\n\n<Other />"
    snapshot = build(make_site({"b.md": post(body=body), "a.md": post(body=body)}))
    assert [(p.path, p.line) for p in all_problems(snapshot)] == [
        ("a.md", 6),
        ("a.md", 10),
        ("b.md", 6),
        ("b.md", 10),
    ]


def test_a_date_in_lisbon_is_that_day_in_lisbon(
    make_site: SiteMaker, build: Callable[[Path], Snapshot]
) -> None:
    site = make_site({"site.toml": 'timezone = "Europe/Lisbon"', "a.md": post(date="2026-07-01")})
    (card,) = list_cards(build(site), BLOG, limit=1)
    assert card.published is not None
    assert card.published.isoformat() == "2026-06-30T23:00:00+00:00"
