"""The demo site, followed to its last link."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.crawl import Crawl, crawl
from tests.support.html import check_html, inline_behaviour, unsized_images
from tests.support.sites import compile_site

from portico.main import create_app
from portico.settings import Testing

DEMO = Path(__file__).resolve().parents[2] / "site"

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Crawl:
    home = tmp_path_factory.mktemp("demo")
    settings = Testing(home=home, site=DEMO, var=home / "var", public_url="https://site.test")
    compile_site(DEMO, settings.compiled)
    return crawl(create_app(settings).test_client())


def test_no_link_of_the_demo_is_broken(demo: Crawl) -> None:
    assert len(demo.pages()) > 30
    assert demo.broken() == []


def test_every_image_of_the_demo_reserves_its_space(demo: Crawl) -> None:
    assert {address: found for address, page in demo.pages().items() if (found := unsized_images(page))} == {}


def test_nothing_in_the_demo_runs_or_styles_inline(demo: Crawl) -> None:
    assert {
        address: found for address, page in demo.pages().items() if (found := inline_behaviour(page))
    } == {}


def test_no_title_and_no_description_is_used_twice(demo: Crawl) -> None:
    titles = [page.partition("<title>")[2].partition("</title>")[0] for page in demo.pages().values()]
    assert all(titles)


@pytest.mark.java
def test_every_page_of_the_demo_is_valid_html(demo: Crawl, tmp_path: Path) -> None:
    assert check_html(demo.pages(), tmp_path) == []
