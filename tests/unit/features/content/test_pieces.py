"""What readers do something with is found by its names and addresses, also by those that it had before."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.sites import compile_site, post, read_site, write_site

from portico.features.content.pieces import Piece, comments_of, find_piece, find_piece_at
from portico.features.content.snapshot import Snapshot

SITE = {
    "site.toml": '[collections.news]\ncomments = "closed"\n[collections.logs]\ncomments = "hidden"\n',
    "content/blog/hello.md": post("Hello", aliases="[/old-hello, /news/hello-there, '/blog/über alles']"),
    "content/blog/2026/deep.md": post("Deep"),
    "content/blog/quiet.md": post("Quiet", comments="hidden"),
    "content/blog/draft.md": post("Draft", draft="true", aliases="[/old-draft]"),
    "content/blog/later.md": post("Later", date="2099-01-01", aliases="[/old-later]"),
    "content/news/hello.md": post("News"),
    "content/news/open.md": post("Open", comments="open"),
    "content/logs/one.md": post("One"),
    "content/pages/about.md": post("About"),
    "content/pages/guests.md": post("Guests", comments="open", aliases="[/visitors]"),
}
COMMENTS = {
    ("blog", "hello"): "open",
    ("blog", "2026/deep"): "open",
    ("blog", "quiet"): "hidden",
    ("news", "hello"): "closed",
    ("news", "open"): "open",
    ("logs", "one"): "hidden",
    ("pages", "about"): "hidden",
    ("pages", "guests"): "open",
}


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("pieces")
    compile_site(write_site(folder / "site", SITE), folder / "compiled")
    return read_site(folder / "compiled")


def test_everything_published_is_found_by_its_name_and_by_its_address(shelf: Snapshot) -> None:
    for (collection, slug), comments in COMMENTS.items():
        piece = find_piece(shelf, collection, slug)
        assert piece is not None
        assert (piece.collection, piece.slug, piece.comments) == (collection, slug, comments)
        assert find_piece_at(shelf, piece.path) == piece
        assert find_piece_at(shelf, f"{piece.path}/") == piece


def test_one_slug_in_two_collections_is_two_pieces(shelf: Snapshot) -> None:
    found = [find_piece(shelf, collection, "hello") for collection in ("blog", "news")]
    assert [piece and piece.title for piece in found] == ["Hello", "News"]


def test_what_was_renamed_is_found_by_every_name_that_it_had(shelf: Snapshot) -> None:
    hello = find_piece(shelf, "blog", "hello")
    assert hello is not None
    assert set(hello.former) == {("pages", "old-hello"), ("news", "hello-there"), ("blog", "über alles")}
    for collection, slug in hello.former:
        assert find_piece(shelf, collection, slug) == hello
    for path in ("/old-hello", "/news/hello-there", "/blog/%C3%BCber%20alles", "/blog/über alles"):
        assert find_piece_at(shelf, path) == hello
    assert find_piece_at(shelf, "/visitors") == find_piece(shelf, "pages", "guests")


def test_drafts_and_what_is_of_a_later_date_are_not_there_by_any_name(shelf: Snapshot) -> None:
    for slug in ("draft", "later"):
        assert find_piece(shelf, "blog", slug) is None
        assert find_piece_at(shelf, f"/blog/{slug}") is None
        assert find_piece_at(shelf, f"/old-{slug}") is None


@given(collection=st.text(max_size=40), slug=st.text(max_size=60))
def test_any_other_name_is_none(shelf: Snapshot, collection: str, slug: str) -> None:
    found: Piece | None = find_piece(shelf, collection, slug)
    assert found is None or (collection, slug) in {(found.collection, found.slug), *found.former}
    at = find_piece_at(shelf, f"/{collection}/{slug}")
    assert at is None or isinstance(at, Piece)


def test_an_entry_says_more_than_its_collection_and_pages_are_not_talked_about_unasked(
    shelf: Snapshot,
) -> None:
    assert comments_of(shelf, "news", None) == "closed"
    assert comments_of(shelf, "news", "open") == "open"
    assert comments_of(shelf, "pages", None) == "hidden"
    assert comments_of(shelf, "nothing-known", None) == "open"
