"""What an article makes a browser load before anybody touches it, as it comes over the wire."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Browser, Request

pytestmark = pytest.mark.chromium

KB = 1024
CODE = 34 * KB
"""Thirty are aimed at: a plain article takes 30.4 with all that moves, one with charts 32.7."""
FONTS = 100 * KB
PATHS = ("/blog/what-grows-in-the-joints", "/blog/postcard-charts")


@pytest.fixture(params=PATHS)
def weight(request: pytest.FixtureRequest, chromium: Browser, demo: str) -> Counter[str]:
    """The bytes of all bodies that a first visit to an article loads, by their kind, compressed as sent."""
    context = chromium.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    done: list[Request] = []
    page.on("requestfinished", lambda one: done.append(one))  # noqa: PLW0108 - playwright marks what it calls
    page.goto(demo + request.param, wait_until="load")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.wait_for_load_state("networkidle")
    weighed: Counter[str] = Counter()
    # What is fetched for the next page, or to be kept, costs this one nothing: it comes when all is done.
    for one in done:
        weighed[one.resource_type] += one.sizes()["responseBodySize"]
    context.close()
    return weighed


def test_the_code_of_an_article_is_light(weight: Counter[str]) -> None:
    assert 5 * KB < weight["stylesheet"] + weight["script"] <= CODE


def test_the_fonts_of_an_article_are_light(weight: Counter[str]) -> None:
    assert 5 * KB < weight["font"] <= FONTS
