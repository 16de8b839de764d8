"""The report says plainly what was kept, what was missed, and how to measure it again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from benchmarks.figures import Figure, Rate
from benchmarks.report import as_json, as_page

KEPT = Figure(name="Idle sync", value=1.234, unit="s", limit=2, command="python -m benchmarks content")
MISSED = Figure(name="Cold sync", value=20.5, unit="s", limit=20, command="python -m benchmarks content")
FREE = Figure(name="Search, median", value=1.5, unit="ms", command="python -m benchmarks search")
RATE = Rate(
    name="Home",
    path="/",
    size=2048,
    portico=100,
    uncompressed=95,
    flask=400,
    wsgi=1000,
    twin=800,
    wall=90,
    command="python -m benchmarks rates",
    cost="a name",
)


def test_a_promise_that_was_kept_stands_beside_its_limit() -> None:
    assert "| Idle sync | 1.23 s | at most 2 s |" in as_page({}, [KEPT], [])


@pytest.mark.parametrize(("limit", "shown"), [(1.25, "1.25"), (0.2, "0.2"), (1000, "1,000"), (150.0, "150")])
def test_a_limit_stands_as_it_was_set(limit: float, shown: str) -> None:
    assert f"| at most {shown} s |" in as_page({}, [replace(KEPT, limit=limit)], [])


def test_a_promise_that_was_missed_is_said_in_bold() -> None:
    assert "| **20.5 s, missed** | at most 20 s |" in as_page({}, [MISSED], [])


@pytest.mark.parametrize(("score", "shown"), [(98, "98.0 of 100"), (97, "**97.0 of 100, missed**")])
def test_a_promise_may_be_the_least_too(score: float, shown: str) -> None:
    figure = Figure(name="A score", value=score, unit="of 100", least=98, command="python -m benchmarks x")
    assert f"| {shown} | at least 98 of 100 |" in as_page({}, [figure], [])


def test_what_was_not_promised_cannot_be_missed() -> None:
    assert "| Search, median | 1.50 ms |  |" in as_page({}, [FREE], [])


def test_every_figure_names_its_command() -> None:
    assert as_page({}, [KEPT, MISSED, FREE], []).count("`python -m benchmarks ") == 3


def test_rates_are_put_in_proportion() -> None:
    shown = "| Home `/` | 2.0 | 100 | 95 | 90 | 400 | 1,000 | 800 | 25% | 10.0% | 12.5% |"
    assert shown in as_page({}, [], [RATE])


def test_a_rate_that_falls_short_says_by_how_much_and_why() -> None:
    kept, missed = replace(RATE, least_of_flask=0.25), replace(RATE, least_of_wsgi=0.8)
    page = as_page({}, [], [kept, missed])
    assert "| 25% of Flask |" in page
    assert "| **80% of WSGI, missed** |" in page
    assert page.count("points short") == 1
    assert "Home: 70.0 points short. A request costs 9000.0 µs more than the bare answer" in page


def test_a_topic_that_was_not_measured_has_no_section() -> None:
    assert "## Requests" not in as_page({}, [KEPT], [])


def test_programs_read_the_same_figures() -> None:
    document = json.loads(as_json({"Memory": "24 GB"}, [KEPT], [RATE]))
    assert document["figures"][0]["value"] == 1.234
    assert document["rates"][0]["of_flask"] == 0.25
    assert document["machine"] == {"Memory": "24 GB"}
