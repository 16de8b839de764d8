"""Usernames: the shape on both sides of each limit, and who looks like whom."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portico.features.accounts.errors import UnfitUsername
from portico.features.accounts.names import RESERVED, folded, skeleton, usable


@pytest.mark.parametrize("name", ["abc", "a" * 30, "a-b", "a_b", "0x0", "a--b", "Ada", "ADA9"])
def test_a_name_of_three_to_thirty_letters_digits_and_marks_is_taken(name: str) -> None:
    assert usable(name) == name.lower()


@pytest.mark.parametrize(
    "name",
    [
        "",
        "ab",
        "a" * 31,
        "-ab",
        "ab-",
        "_ab",
        "ab_",
        "a b",
        "a.b",
        "a@b",
        "ab\n",
        "abc\n",
        "ａｄａ",
        "аda",  # a Cyrillic first letter
        "\u212aim",  # the Kelvin sign, of which lower() makes a k
        "\u0131da",
        "straße",
        "ada\u200d",
        "a\u202eda",
        "a\x00da",
    ],
)
def test_any_other_is_refused_where_it_was_typed(name: str) -> None:
    with pytest.raises(UnfitUsername) as refused:
        usable(name)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/body/username", "unfit")]


@pytest.mark.parametrize(
    "name", [*sorted(name for name in RESERVED if len(name) > 2), "adrnin", "r00t", "Sett-ings", "p0rtico"]
)
def test_names_that_speak_for_the_site_are_nobodys_nor_what_looks_like_them(name: str) -> None:
    with pytest.raises(UnfitUsername) as refused:
        usable(name)
    assert refused.value.errors[0].code == "reserved"


def test_a_name_that_an_address_of_the_site_begins_with_is_nobodys() -> None:
    assert usable("blog") == "blog"
    with pytest.raises(UnfitUsername):
        usable("blog", reserved={"blog"})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("modern", "modem"),
        ("vvalter", "walter"),
        ("clara", "dara"),
        ("c1ara", "dara"),
        ("modem", "moder-n"),
        ("bob", "b0b"),
        ("lisa", "1isa"),
        ("lisa", "iisa"),
        ("susan", "5u5an"),
        ("ada_b", "adab"),
        ("ada-b", "ada_b"),
    ],
)
def test_names_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(
    ("one", "other"), [("ada", "eda"), ("ada", "adaa"), ("ada2", "ada3"), ("mona", "nona")]
)
def test_names_that_differ_at_a_glance_have_two(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(st.text("arnvcl01i5_-", min_size=3, max_size=30))
def test_looking_alike_does_not_depend_on_which_is_looked_at_first(name: str) -> None:
    # What is made of a skeleton is that skeleton, so that being alike is one relation for all.
    assert skeleton(skeleton(name)) == skeleton(name)


@given(st.text(max_size=40))
def test_folding_touches_ascii_capitals_alone(text: str) -> None:
    changed = [(before, after) for before, after in zip(text, folded(text), strict=True) if before != after]
    assert all("A" <= before <= "Z" and after == before.lower() for before, after in changed)
