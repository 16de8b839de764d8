"""The demo site, followed to its last link."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.integration.conftest import DemoSettings
from tests.support.crawl import Crawl, crawl
from tests.support.html import check_html, inline_behaviour, unsized_images

from portico.main import create_app


@pytest.fixture(scope="module")
def demo(demo_settings: DemoSettings) -> Crawl:
    return crawl(create_app(demo_settings("https://site.test")).test_client())


def test_no_link_of_the_demo_is_broken(demo: Crawl) -> None:
    assert len(demo.pages()) > 30
    assert demo.broken() == []


def test_every_image_of_the_demo_reserves_its_space(demo: Crawl) -> None:
    assert {address: found for address, page in demo.pages().items() if (found := unsized_images(page))} == {}


def test_nothing_in_the_demo_runs_or_styles_inline(demo: Crawl) -> None:
    assert {
        address: found for address, page in demo.pages().items() if (found := inline_behaviour(page))
    } == {}


def test_every_page_of_the_demo_has_a_title_of_its_own(demo: Crawl) -> None:
    titles: dict[str, set[str]] = {}
    for address, page in demo.pages().items():
        titles.setdefault(page.partition("<title>")[2].partition("</title>")[0], set()).add(
            address.partition("?")[0]
        )
    assert {title: shared for title, shared in titles.items() if len(shared) > 1 or not title} == {}


@pytest.mark.java
def test_every_page_of_the_demo_is_valid_html(demo: Crawl, tmp_path: Path) -> None:
    assert check_html(demo.pages(), tmp_path) == []
