"""Front matter in the spellings of the wild."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.features.content.compiler.front_block import BrokenFrontMatter, split
from portico.features.content.compiler.frontmatter import FrontMatter, normalise

LISBON = ZoneInfo("Europe/Lisbon")


def read(block: str) -> FrontMatter:
    return normalise(split(f"---\n{block}\n---\n").values, path="x.md", zone=UTC)[0]


def codes(block: str) -> list[str]:
    return [p.code for p in normalise(split(f"---\n{block}\n---\n").values, path="x.md", zone=UTC)[1]]


@pytest.mark.parametrize("name", ["date", "published", "created", "publishedAt", "pubDate"])
def test_dates_have_many_names(name: str) -> None:
    assert read(f"{name}: 2026-03-14").published == datetime(2026, 3, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-14",
        "2026-3-14",
        "20260314",
        "2026/03/14",
        '"2026-03-14"',
        "2026-03-14 00:00:00",
        "2026-03-14T00:00:00Z",
        "2026-03-14T01:00:00+01:00",
        "2026-03-14 00:00:00 +0000",
        "14 March 2026",
        "March 14, 2026",
        "14 Mar 2026",
        "Mar 14, 2026",
        "Sat, 14 Mar 2026 00:00:00 +0000",
    ],
)
def test_dates_have_many_spellings(written: str) -> None:
    assert read(f"date: {written}").published == datetime(2026, 3, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["2026-02-30", "2026-13-01", "tomorrow", "0001-01-01", "0001-01-01T00:00:00+14:00", "[1]", "12345"],
)
def test_an_impossible_date_is_reported_and_left_out(written: str) -> None:
    assert read(f"date: {written}").published is None
    assert codes(f"date: {written}") == ["odd-value"]


@pytest.mark.parametrize("written", ["9999-12-31", "9999-12-31T23:59:59-12:00"])
def test_the_end_of_time_stays_in_the_future(written: str) -> None:
    published = read(f"date: {written}").published
    assert published is not None
    assert published.year == 9998


@pytest.mark.parametrize(("month", "offset"), [(1, 0), (7, 1)])
def test_a_date_without_a_zone_is_in_the_zone_of_the_site(month: int, offset: int) -> None:
    matter, _ = normalise({"date": f"2026-{month:02}-10T12:00"}, path="x.md", zone=LISBON)
    assert matter.published == datetime(2026, month, 10, 12 - offset, tzinfo=UTC)


def test_toml_dates_are_dates() -> None:
    values = split("+++\ndate = 2026-03-14T01:00:00+01:00\n+++\n").values
    assert normalise(values, path="x.md", zone=UTC)[0].published == datetime(2026, 3, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    "written", ["tags: [a, b]", "tags: a, b", "categories: [a, b]", "keywords: a,b", "tags:\n- a\n- b"]
)
def test_tags_have_many_spellings(written: str) -> None:
    assert read(written).tags == ("a", "b")


def test_tags_of_several_names_are_joined() -> None:
    assert read("tags: [a]\ncategories: [b, a]").tags == ("a", "b")


@pytest.mark.parametrize(
    "written",
    [
        "image: /a.png",
        "cover: /a.png",
        "images: [/a.png, /b.png]",
        "banner: {src: /a.png}",
        "images: [[/a.png]]",
    ],
)
def test_a_cover_has_many_spellings(written: str) -> None:
    assert read(written).image == "/a.png"


@pytest.mark.parametrize(
    ("written", "hidden"),
    [
        ("draft: true", True),
        ("draft: 'yes'", True),
        ("published: false", True),
        ("draft: false", False),
        ("a: 1", False),
    ],
)
def test_drafts(written: str, hidden: bool) -> None:
    assert read(written).draft is hidden


def test_published_true_is_no_date() -> None:
    assert codes("published: true") == []


def test_what_has_no_meaning_is_kept_as_facts() -> None:
    assert read("role: Lead\nyear: 2026\nlinks: {a: 2026-01-02}").facts == {
        "role": "Lead",
        "year": 2026,
        "links": {"a": "2026-01-02"},
    }


def test_too_many_facts_are_reported_and_left_out() -> None:
    block = "numbers: [" + ",".join(map(str, range(3000))) + "]"
    assert read(block).facts == {}
    assert codes(block) == ["too-much-front-matter"]


@pytest.mark.parametrize(
    "written", ["title: {a: b}", "tags: 3", "canonical: nowhere", "lang: 12", "lang: english please"]
)
def test_a_value_of_the_wrong_kind_is_reported(written: str) -> None:
    assert codes(written) == ["odd-value"]


@pytest.mark.parametrize("written", ["title: 0x" + "f" * 20_000, "tags: [0x" + "f" * 20_000 + "]"])
def test_a_number_too_long_to_write_is_no_name(written: str) -> None:
    matter = read(written)
    assert (matter.title, matter.tags) == (None, ())


def test_control_characters_do_not_reach_pages() -> None:
    assert read('title: "a\\x01b\\uE000"').title == "a�b\ue000"


@given(st.text(max_size=80))
def test_any_text_is_cut_or_refused(text: str) -> None:
    with suppress(BrokenFrontMatter):
        normalise(split(f"---\n{text}\n---\nbody").values, path="x.md", zone=LISBON)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.dates()
    | st.datetimes(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from(
    [
        "title",
        "slug",
        "date",
        "updated",
        "tags",
        "author",
        "image",
        "aliases",
        "lang",
        "canonical",
        "draft",
        "x",
    ]
)


@given(st.dictionaries(NAMES, VALUES))
def test_any_values_have_a_meaning(values: dict[str, Any]) -> None:
    matter, problems = normalise(values, path="x.md", zone=LISBON)
    assert all(problem.path == "x.md" for problem in problems)
    assert matter.published is None or 1000 <= matter.published.year < 9999


@pytest.mark.parametrize("written", ["maybe", "2", "[true]"])
def test_a_draft_that_is_neither_yes_nor_no_stays_hidden(written: str) -> None:
    matter, problems = normalise(split(f"---\ndraft: {written}\n---\n").values, path="a.md", zone=UTC)
    assert matter.draft
    assert [problem.code for problem in problems] == ["odd-value"]
