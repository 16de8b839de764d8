"""Callouts."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def test_a_callout_says_its_kind(draw: Callable[..., str]) -> None:
    html = draw("Callout", "<p>Mind the gap.</p>", type="warning")
    assert html == (
        '<div class="callout callout-warning" role="note">'
        '<p class="callout-title">Warning</p><p>Mind the gap.</p></div>'
    )


@pytest.mark.parametrize(("written", "kind"), [("info", "note"), ("danger", "caution"), ("WARN", "warning")])
def test_other_tools_names_of_kinds_are_understood(draw: Callable[..., str], written: str, kind: str) -> None:
    assert f"callout-{kind}" in draw("AlertBox", level=written)


def test_a_title_takes_the_place_of_the_kind(draw: Callable[..., str]) -> None:
    assert '<p class="callout-title">Read this</p>' in draw("Callout", title="Read this")
    assert '<p class="callout-title">Note</p>' in draw("Callout", title="!")
