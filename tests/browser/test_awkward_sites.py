"""Sites with far too much in them, and with nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.sites import PATHS
from tests.browser.watch import overflow
from tests.support.server import serving

pytestmark = pytest.mark.chromium


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site without a single file."""
    home: Path = tmp_path_factory.mktemp("empty")
    (home / "site").mkdir()
    with serving(home / "site", home / "var") as address:
        yield address


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_awkward_content_stays_within_the_page(
    open_page: Opener, awkward: str, path: str, width: int
) -> None:
    assert overflow(open_page(awkward + path, width=width).page) == 0


@pytest.mark.node
@pytest.mark.parametrize("path", PATHS)
def test_awkward_content_is_accessible(open_page: Opener, awkward: str, path: str) -> None:
    assert violations(open_page(awkward + path).page) == []


def test_a_book_of_twenty_thousand_words_opens_at_once(open_page: Opener, awkward: str) -> None:
    page = open_page(awkward + "/blog/book").page
    # What lies below the fold is not laid out yet, and `innerText` leaves it out.
    assert len((page.text_content("article") or "").split()) > 20_000
    milliseconds = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    assert milliseconds < 5000


def test_a_right_to_left_article_runs_from_the_right(open_page: Opener, awkward: str) -> None:
    page = open_page(awkward + "/blog/rtl").page
    assert page.evaluate("getComputedStyle(document.querySelector('.prose')).direction") == "rtl"


def test_a_picture_from_elsewhere_keeps_its_space_before_it_arrives(open_page: Opener, awkward: str) -> None:
    page = open_page(awkward + "/blog/remote").page
    box = page.locator(".prose img").bounding_box()
    assert box
    assert box["height"] > 100


@pytest.mark.parametrize("path", ["/", "/blog", "/tags", "/skills", "/resume", "/contact", "/search?q=stone"])
def test_an_empty_site_still_looks_after_its_visitors(open_page: Opener, empty: str, path: str) -> None:
    watched = open_page(empty + path, width=360)
    assert watched.troubles == []
    assert overflow(watched.page) == 0
    assert len(watched.page.inner_text("main").split()) > 3
