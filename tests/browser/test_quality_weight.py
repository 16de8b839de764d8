"""What an article makes a browser load before anybody touches it, as it comes over the wire."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.chromium

KB = 1024
CODE = 30 * KB
FONTS = 100 * KB
QUIET = 1000
"""Milliseconds without a request after which nothing more comes unasked."""
PATHS = ("/blog/what-grows-in-the-joints", "/blog/postcard-charts", "/blog/the-clap-test")
"""A plain one, one with charts, one with formulas and code."""


@pytest.fixture(scope="module", params=PATHS)
def weight(request: pytest.FixtureRequest, chromium: Browser, demo: str) -> Counter[str]:
    """The bytes of all bodies that a first visit to an article loads, by their kind, compressed as sent."""
    context = chromium.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    done: list[Request] = []
    page.on("requestfinished", lambda one: done.append(one))  # noqa: PLW0108 - playwright marks what it calls
    page.goto(demo + request.param, wait_until="load")
    page.wait_for_selector("html[data-ready]", state="attached")
    # Browsers tell of a pointer that rests on the page too, or not: what comes then is counted always.
    page.mouse.move(30, 40)
    _until_quiet(page, done)
    weighed: Counter[str] = Counter()
    # What is fetched for the next page, or to be kept, costs this one nothing: it comes when all is done.
    # What reloads a page when a file of the site is written is sent to its author alone.
    for one in (one for one in done if "/js/live-reload." not in one.url):
        weighed[one.resource_type] += one.sizes()["responseBodySize"]
    assert any("/js/reveal." in one.url for one in done)
    context.close()
    return weighed


def test_the_code_of_an_article_is_light(weight: Counter[str]) -> None:
    assert 5 * KB < weight["stylesheet"] + weight["script"] <= CODE


def test_the_fonts_of_an_article_are_light(weight: Counter[str]) -> None:
    assert 5 * KB < weight["font"] <= FONTS


def _until_quiet(page: Page, done: list[Request]) -> None:
    before = -1
    while before < len(done):
        before = len(done)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(QUIET)
