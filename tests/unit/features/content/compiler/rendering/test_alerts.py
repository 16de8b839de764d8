"""GitHub's alerts."""

from __future__ import annotations

from .conftest import Rendered


def test_an_alert_is_the_callout_of_its_kind(rendered: Rendered) -> None:
    alert = rendered("> [!WARNING]\n> Mind the *gap*.").html
    assert alert == rendered('<Callout type="warning">\nMind the *gap*.\n</Callout>').html
    assert "callout-warning" in alert


def test_a_quote_of_the_same_look_stays_a_quote(rendered: Rendered) -> None:
    assert rendered("> [!OTHER]\n> x").html.startswith("<blockquote>")
