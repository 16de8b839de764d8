"""Search finds what readers mean, in a fixed order, whatever they type."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import SiteMaker
from tests.support.sites import compile_site, post, read_site, write_site
from tests.support.sql import statements

from portico.features.content.reading import Filter
from portico.features.content.search import match_expression, search
from portico.features.content.snapshot import Snapshot

EVERYTHING = Filter()
LIBRARY = {
    "content/blog/arch.md": post("The stone arch", body="How builders carried weight.", tags="[stone]"),
    "content/blog/weight.md": post(
        "Weight", body="An arch made of stone leads its weight aside.", date="2025-05-05"
    ),
    "content/blog/cafe.md": post("Café society", body="A naïve façade. <script>alert(1)</script> & so on."),
    "content/projects/bridge.md": post(
        "A bridge", body="Stone, again: a bridge of stone.", tags="[stone, Bridge]"
    ),
    "content/blog/draft.md": post("Secret arch", draft="true"),
    "content/blog/future.md": post("Coming arch", date="2030-01-01"),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("library")
    compile_site(write_site(folder / "site", LIBRARY), folder / "compiled")
    return read_site(folder / "compiled")


def found(snapshot: Snapshot, query: str, chosen: Filter = EVERYTHING) -> list[str]:
    return [hit.slug for hit in search(snapshot, query, chosen, limit=10).hits]


def test_a_title_counts_more_than_a_body(library: Snapshot) -> None:
    assert found(library, "arch") == ["arch", "weight"]
    assert found(library, "weight") == ["weight", "arch"]


def test_words_match_from_their_start(library: Snapshot) -> None:
    assert found(library, "buil") == ["arch"]
    assert found(library, "uilders") == []


def test_every_word_must_occur(library: Snapshot) -> None:
    assert found(library, "stone builders") == ["arch"]
    assert found(library, "stone nowhere") == []


@pytest.mark.parametrize(
    "query", ["cafe", "café", "CAFÉ", "cafe\N{COMBINING ACUTE ACCENT}", "facade", "naive"]
)
def test_case_and_accents_do_not_matter(library: Snapshot, query: str) -> None:
    assert found(library, query) == ["cafe"]


def test_quoted_words_are_a_phrase(library: Snapshot) -> None:
    assert found(library, '"made of stone"') == ["weight"]
    assert found(library, '"stone of made"') == []


@pytest.mark.parametrize(
    ("chosen", "slugs"),
    [
        (Filter(collection="projects"), ["bridge"]),
        (Filter(tag="stone"), ["arch", "bridge"]),
        (Filter(year=2025), ["weight"]),
        (Filter(collection="blog", tag="stone", year=2026), ["arch"]),
        (Filter(collection="nothing"), []),
    ],
)
def test_results_can_be_filtered(library: Snapshot, chosen: Filter, slugs: list[str]) -> None:
    assert sorted(found(library, "stone", chosen)) == slugs


@pytest.mark.parametrize("query", ["secret", "coming", "draft"])
def test_drafts_and_scheduled_entries_are_never_found(library: Snapshot, query: str) -> None:
    assert found(library, query) == []


def test_matches_are_marked_and_the_rest_is_escaped(library: Snapshot) -> None:
    (hit,) = search(library, "cafe so", EVERYTHING, limit=1).hits
    assert hit.title_html == "<mark>Café</mark> <mark>society</mark>"
    assert "&amp; <mark>so</mark> on" in hit.snippet_html
    assert "<script" not in hit.snippet_html


def test_marks_come_in_pairs_whatever_the_text_holds(
    make_site: SiteMaker, build: Callable[[Path], Snapshot]
) -> None:
    text = "# An \ue000arch\ue001 \ue001\ue000 <b>\n\n\ue000 some arch \ue000"
    snapshot = build(make_site({"a.md": text}))
    (hit,) = search(snapshot, "arch", EVERYTHING, limit=1).hits
    for text in (hit.title_html, hit.snippet_html):
        assert text.count("<mark>") == text.count("</mark>") > 0
        assert "\ue000" not in text


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "!!!",
        '"',
        '""',
        '"""',
        "*",
        "NEAR(",
        "AND",
        "a AND",
        "title:",
        "-",
        "^",
        "()",
        "_",
        "\x00",
        "²",
        "'",
    ],
)
def test_operators_have_no_meaning(library: Snapshot, query: str) -> None:
    assert search(library, query, EVERYTHING, limit=10).total == len(found(library, query))


@pytest.mark.parametrize("query", ["stone OR builders", "NOT stone", "title:stone", "stone NEAR arch"])
def test_operators_are_words(library: Snapshot, query: str) -> None:
    assert found(library, query) == []


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60) | st.text(alphabet='ab"*^-+():{} NEARODT_\x00', max_size=30))
def test_any_query_has_an_answer(library: Snapshot, query: str) -> None:
    results = search(library, query, EVERYTHING, limit=3)
    assert len(results.hits) <= results.total


def test_a_query_is_cut_to_what_is_sensible() -> None:
    assert match_expression("word " * 1000).count('"word"*') == 16


def test_the_second_identical_search_runs_no_sql(library: Snapshot) -> None:
    search(library, "stone arch", EVERYTHING, limit=7)
    with statements(library) as told:
        search(library, "stone arch", EVERYTHING, limit=7)
    assert told == []


def test_pages_of_results_make_up_the_whole(make_site: SiteMaker, build: Callable[[Path], Snapshot]) -> None:
    snapshot = build(make_site({f"{n:02}.md": post("Same words", body="The same body.") for n in range(22)}))
    whole = search(snapshot, "same", EVERYTHING, limit=100)
    pages = [search(snapshot, "same", EVERYTHING, limit=4, offset=n) for n in range(0, 24, 4)]
    assert [hit.slug for page in pages for hit in page.hits] == [hit.slug for hit in whole.hits]
    assert {page.total for page in pages} == {22}
