"""Every page of the demo site, reached by its links, as a browser on a small telephone sees it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Browser

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.watch import Watched, overflow

pytestmark = pytest.mark.chromium

LINKS = "[...document.querySelectorAll('a[href]:not([type]):not([download])')].map(link => link.href)"
FILES = (".csv", ".json", ".txt", ".xml", ".svg", ".jpg", ".png", ".mp4", ".bib", ".pdf")
LISTS = ("/", "/blog", "/projects", "/tags", "/search", "/search?q=light")
ARTICLES = ("/blog/postcard-charts", "/projects/arcade-survey", "/about", "/faq")
RECORDS = ("/skills", "/achievements", "/resume", "/contact", "/authors/mira-solane")
ELSEWHERE = ("/nothing-here", "/offline")


@dataclass(frozen=True, slots=True)
class Visit:
    """What opening a page brought."""

    troubles: tuple[str, ...]
    foreign: tuple[str, ...]
    overflow: int
    links: tuple[str, ...]


@pytest.fixture(scope="module")
def visits(chromium: Browser, demo: str) -> dict[str, Visit]:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    watched = Watched(context.new_page())
    found: dict[str, Visit] = {}
    pending = {demo + "/"}
    while pending:
        address = pending.pop()
        found[address] = _visit(watched, address)
        # Lists can be filtered by topic and year at once, which makes many pages of one kind.
        pending |= {link for link in found[address].links if _is_page(link, demo) and "&" not in link}
        pending -= set(found)
    context.close()
    return found


def test_the_links_lead_to_every_kind_of_page(visits: dict[str, Visit], demo: str) -> None:
    paths = {address.removeprefix(demo).partition("?")[0] for address in visits}
    assert {"/", "/blog", "/projects", "/recipes", "/about", "/faq", "/skills", "/tags", "/search"} < paths
    assert len(paths) > 40


def test_no_page_has_an_error(visits: dict[str, Visit]) -> None:
    assert {address: visit.troubles for address, visit in visits.items() if visit.troubles} == {}


def test_nothing_is_loaded_from_elsewhere(visits: dict[str, Visit]) -> None:
    assert {address: visit.foreign for address, visit in visits.items() if visit.foreign} == {}


def test_no_page_is_wider_than_the_telephone(visits: dict[str, Visit]) -> None:
    assert {address: visit.overflow for address, visit in visits.items() if visit.overflow} == {}


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", LISTS + ARTICLES + RECORDS + ELSEWHERE)
def test_axe_finds_nothing(open_page: Opener, path: str, scheme: str) -> None:
    assert violations(open_page(path, color_scheme=scheme).page) == []


def test_the_page_of_the_api_draws_itself_from_here(open_page: Opener) -> None:
    watched = open_page("/api/docs")
    # It draws what is seen and no more.
    watched.page.get_by_text("/api/v1/auth/codes").first.wait_for()
    assert watched.troubles == []
    assert watched.foreign == []


def _is_page(link: str, origin: str) -> bool:
    return link.startswith(origin + "/") and not link.endswith(FILES)


def _visit(watched: Watched, address: str) -> Visit:
    watched.forget()
    watched.page.goto(address, wait_until="load")
    links = {urldefrag(link).url for link in watched.page.evaluate(LINKS)}
    return Visit(tuple(watched.troubles), tuple(watched.foreign), overflow(watched.page), tuple(links))
