"""What people write about themselves is what it looks like."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portico.features.profiles import words


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ada   Lovelace  ", "Ada Lovelace"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("李小龙", "李小龙"),
        ("नेहा", "नेहा"),
        ("O’Brien-Å", "O’Brien-Å"),
        ("👩🏽", "👩🏽"),
        ("", ""),
        ("é" * 64, "é" * 64),
        ("e\u0323" * 64, "ẹ" * 64),
        ("क्ष" * 32, "क्ष" * 32),
    ],
)
def test_names_of_many_languages_are_kept(given: str, kept: str) -> None:
    assert words.name(given) == kept


@pytest.mark.parametrize(
    "given",
    ["x" * 65, "a\nb", "a\tb", "\u202eadA", "a\u200bb", "a\u2066b", "\ufeffAda", "a\u200db", "a\x00",
     "a\ue000", "a\u2028b", "\ud800", "a\U000e0041", "a" + "\u0301" * 6],
    ids=ascii,
)  # fmt: skip
def test_names_that_deceive_are_refused(given: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        words.name(given)


def test_lines_and_joiners_are_kept_in_a_text() -> None:
    assert words.bio(" one\r\ntwo \n\n\n\nthree\n") == "one\ntwo\n\nthree"
    assert words.bio("می\u200cخواهم 👩\u200d🚀") == "می\u200cخواهم 👩\u200d🚀"
    assert words.length("👩🏽\u200d🚀") == 2


@pytest.mark.parametrize("given", ["x" * 501, "a\u202eb", "a\x1bb", "a\u200bb"], ids=ascii)
def test_texts_that_deceive_are_refused(given: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        words.bio(given)


@pytest.mark.parametrize("given", ["", "  ", "x" * 41, "a\u202eb"], ids=ascii)
def test_a_link_is_called_something(given: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        words.label(given)


@pytest.mark.parametrize(
    "given",
    [
        "https://example.org",
        "https://example.org:8443/a?b#c",
        "https://münchen.example/ü",
        "https://xn--a.example",
    ],
)
def test_secure_addresses_are_kept(given: str) -> None:
    assert words.secure_address(given) == given


@pytest.mark.parametrize(
    "given",
    ["", "http://example.org", "javascript:alert(1)", "https:example.org", "https://", "https://localhost",
     "https://ada@example.org", "https://example.org:99999", "https://exa mple.org", "https://example.org/\n",
     'https://example.org/"', "https://example.org\\@evil.org", "//example.org",
     "https://[::1", "data:text/html,x"],
    ids=ascii,
)  # fmt: skip
def test_other_addresses_are_refused(given: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        words.secure_address(given)


@pytest.mark.parametrize("check", [words.name, words.bio, words.label, words.secure_address])
def test_long_nonsense_is_refused_at_once(check: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        check("a " * 100_000 + "\n" * 100_000)
