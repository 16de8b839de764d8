"""Codes: forty bits that people can type."""

from __future__ import annotations

from collections import Counter

import pytest

from portico.features.accounts.budgets import GUESSES_AT_ADDRESS
from portico.features.accounts.codes import ALPHABET, LENGTH, digest, folded, matches, new_code, shown
from portico.features.accounts.verifications import TRIES

KEY = b"k" * 32


def test_a_code_is_eight_characters_of_crockfords_alphabet() -> None:
    assert len(ALPHABET) == 32
    assert not set("ILOU") & set(ALPHABET)
    for _ in range(1000):
        code = new_code()
        assert len(code) == LENGTH == 8
        assert set(code) <= set(ALPHABET)


def test_every_character_comes_up_as_often_as_any_other() -> None:
    counted = Counter("".join(new_code() for _ in range(20_000)))
    expected = 20_000 * LENGTH / 32
    chi_squared = sum((counted[letter] - expected) ** 2 / expected for letter in ALPHABET)
    # 31 degrees of freedom: beyond 80 once in about 300,000 runs.
    assert chi_squared < 80


def test_a_spray_of_ten_thousand_addresses_for_a_day_hits_less_than_once_in_a_hundred_thousand() -> None:
    guesses = 10_000 * GUESSES_AT_ADDRESS.amount
    assert guesses / len(ALPHABET) ** LENGTH < 1e-5
    assert GUESSES_AT_ADDRESS.amount >= TRIES


def test_a_code_is_shown_in_two_halves_and_comes_back_as_one() -> None:
    assert shown("7KQ2M9XD") == "7KQ2-M9XD"
    assert folded(shown("7KQ2M9XD")) == "7KQ2M9XD"


@pytest.mark.parametrize(
    "typed", ["7KQ0M1XD", "7kq0-m1xd", " 7KQ0 M1XD ", "7KQO-MIXD", "7kqo-mlxd", "7-K-Q-0-M-1-X-D"]
)
def test_what_was_meant_is_what_is_compared(typed: str) -> None:
    assert matches(KEY, "one", typed, digest(KEY, "one", "7KQ0M1XD"))


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "7KQ0M1X",
        "7KQ0M1XDD",
        "7KQ0M1XE",
        "７KQ0M1XD",
        "7KQ0M1XD\n",
        "7KQ0\u200bM1XD",
        "\ud800",
        "7KQ0M1XD" * 100_000,
    ],
)
def test_anything_else_is_another_code(typed: str) -> None:
    assert not matches(KEY, "one", typed, digest(KEY, "one", "7KQ0M1XD"))


def test_a_code_is_good_for_its_conversation_and_its_site_alone() -> None:
    kept = digest(KEY, "one", "7KQ0M1XD")
    assert not matches(KEY, "two", "7KQ0M1XD", kept)
    assert not matches(b"another site", "one", "7KQ0M1XD", kept)
    assert b"7KQ0M1XD" not in kept
