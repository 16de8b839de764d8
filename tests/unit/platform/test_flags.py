"""A flag is on for nobody, a share of visitors, or everybody, and stays as it is for each of them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from portico.platform.flags import BadSwitch, Flag, Flags, switches

SEARCH = Flag("new-search", "Ada", date(2026, 5, 1), "Search that also finds notes.")
CARDS = Flag("big-cards", "Ada", date(2026, 6, 1), "Larger cards.")
DECLARED = (SEARCH, CARDS)
SUBJECTS = [str(number) for number in range(10_000)]


def at(share: int) -> Flags:
    return Flags(DECLARED, {"new-search": share})


def on(flags: Flags, name: str = "new-search") -> set[str]:
    return {subject for subject in SUBJECTS if flags.on(name, subject)}


def test_a_flag_that_is_not_switched_is_off() -> None:
    assert on(Flags(DECLARED, {})) == set()
    assert Flags(DECLARED, {}).share("big-cards") == 0


def test_a_flag_that_is_on_is_on_for_everybody() -> None:
    assert len(on(at(100))) == len(SUBJECTS)


@pytest.mark.parametrize("share", [1, 25, 50, 99])
def test_a_share_of_visitors_is_that_share(share: int) -> None:
    assert len(on(at(share))) / len(SUBJECTS) == pytest.approx(share / 100, abs=0.02)


def test_who_has_it_keeps_it_when_the_share_grows() -> None:
    shares = [on(at(share)) for share in (0, 1, 10, 50, 99, 100)]
    assert all(few <= many for few, many in pairwise(shares))


def test_the_answer_is_the_same_in_every_process() -> None:
    found = [at(25).on("new-search", subject) for subject in ("ada", "grace", "alan", "mary")]
    assert found == [False, True, False, True]


def test_each_flag_has_visitors_of_its_own() -> None:
    flags = Flags(DECLARED, {"new-search": 50, "big-cards": 50})
    both = on(flags) & on(flags, "big-cards")
    assert len(both) / len(SUBJECTS) == pytest.approx(0.25, abs=0.02)


def test_a_flag_that_is_not_declared_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        at(100).on("old-search", "ada")


def test_switches_are_read() -> None:
    assert switches(["new-search=25%", "big-cards=on"], DECLARED) == {"new-search": 25, "big-cards": 100}
    assert switches(["new-search=off", "big-cards=0%"], DECLARED) == {"new-search": 0, "big-cards": 0}
    assert switches([], DECLARED) == {}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["old-search=on"], "switches 'old-search', and there is no such flag"),
        (["new-search"], "must switch new-search on, off, or"),
        (["new-search=101%"], "must switch new-search on, off, or"),
        (["new-search=-1%"], "must switch new-search on, off, or"),
        (["new-search=half"], "must switch new-search on, off, or"),
        (["new-search=on", "new-search=off"], "switches new-search more than once"),
    ],
)
def test_a_switch_that_cannot_be_is_refused(words: list[str], told: str) -> None:
    with pytest.raises(BadSwitch, match=told):
        switches(words, DECLARED)
