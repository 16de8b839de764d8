"""The signal strip: numbers that take turns, that can be made to stand still, and that are always there."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener

pytestmark = pytest.mark.chromium

NUMBERS = [("40", "arcades measured"), ("212", "rooms recorded"), ("9", "libraries served")]
MOVING: dict[str, Any] = {"reduced_motion": "no-preference"}
SHORT_TURNS = "strip => strip.style.setProperty('--turn', '0.3s')"
CLOCK = "document.querySelector('[data-lit]').getAnimations({ subtree: true })[0]"


def lit(page: Page) -> str:
    return page.locator("signal-strip [data-lit] dd").inner_text()


def test_each_number_has_its_turn_again_and_again(open_page: Opener) -> None:
    page = open_page("/", **MOVING).page
    page.locator("signal-strip[data-running=on]").evaluate(SHORT_TURNS)
    for value in ("212", "9", "1", "40", "212"):
        expect(page.locator("signal-strip [data-lit] dd")).to_have_text(value, timeout=15_000)
    expect(page.locator("signal-strip [data-lit]")).to_have_count(1)


def test_it_stands_still_when_told_to_and_goes_on(open_page: Opener) -> None:
    page = open_page("/", **MOVING).page
    page.get_by_role("button", name="Pause").click()
    page.wait_for_function(f"() => {CLOCK}.playState === 'paused'")
    before, time = lit(page), page.evaluate(f"{CLOCK}.currentTime")
    page.wait_for_timeout(500)
    assert page.evaluate(f"{CLOCK}.currentTime") == time
    page.locator("signal-strip").evaluate(SHORT_TURNS)
    page.get_by_role("button", name="Play").click()
    expect(page.locator("signal-strip [data-lit] dd")).not_to_have_text(before, timeout=15_000)


def test_it_stands_still_under_the_pointer(open_page: Opener) -> None:
    page = open_page("/", **MOVING).page
    page.locator("signal-strip[data-running] dt").first.hover()
    page.wait_for_function(f"() => {CLOCK}.playState === 'paused'")


def test_numbers_that_come_later_take_their_turn(open_page: Opener) -> None:
    page = open_page("/", **MOVING).page
    page.locator("signal-strip[data-running=on]").evaluate(
        """strip => {
          const late = strip.querySelector("dl > div").cloneNode(true);
          late.removeAttribute("data-lit");
          late.querySelector("dd").textContent = "17";
          strip.querySelector("dl").append(late);
          strip.style.setProperty("--turn", "0.3s");
        }"""
    )
    expect(page.locator("signal-strip [data-lit] dd")).to_have_text("17", timeout=15_000)


@pytest.mark.parametrize("options", [{}, {"java_script_enabled": False}, MOVING])
def test_every_number_is_there_to_be_read(open_page: Opener, options: dict[str, Any]) -> None:
    page = open_page("/", **options).page
    for value, label in NUMBERS:
        number = page.locator("signal-strip dl > div", has_text=label)
        expect(number.locator("dd")).to_have_text(value)
        expect(number).to_be_visible()


def test_nothing_moves_for_who_wants_no_motion(open_page: Opener) -> None:
    page = open_page("/").page
    expect(page.locator("html")).to_have_attribute("data-ready", "")
    expect(page.locator("signal-strip[data-running]")).to_have_count(0)
    expect(page.locator(".signal-pause")).to_be_hidden()
    assert page.evaluate("document.querySelector('.signals').getAnimations({ subtree: true }).length") == 0


def test_places_elsewhere_are_named_and_drawn_by_what_is_there(open_page: Opener) -> None:
    places = open_page("/").page.locator(".signal-places a")
    assert places.all_inner_texts() == ["Code", "Drawings", "Recordings"]
    drawn = [place.locator("path").get_attribute("d") for place in places.all()]
    assert len(set(drawn)) == 3
