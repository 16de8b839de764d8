"""The demo site in the two themes of examples/themes: each another voice, and both for everyone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.watch import overflow
from tests.support.demo import compiled_demo
from tests.support.server import serving
from tests.support.sites import DEMO

pytestmark = [pytest.mark.chromium, pytest.mark.node]

THEMES = Path(__file__).resolve().parents[2] / "examples" / "themes"
PATHS = ("/", "/blog", "/blog/postcard-charts")


@pytest.fixture(scope="module", params=sorted(folder.name for folder in THEMES.iterdir() if folder.is_dir()))
def themed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo site in a theme."""
    home = tmp_path_factory.mktemp(request.param)
    site = shutil.copytree(DEMO, home / "site")
    shutil.copytree(THEMES / request.param, site / "theme")
    # The pictures are encoded already, which takes longest.
    encoded = compiled_demo(tmp_path_factory) / "var" / "media"
    shutil.copytree(encoded, home / "var" / "media")
    with serving(site, home / "var") as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_themed_page_is_for_everyone(open_page: Opener, themed: str, scheme: str) -> None:
    for path in PATHS:
        watched = open_page(themed + path, width=390, color_scheme=scheme)
        assert violations(watched.page) == [], path
        assert overflow(watched.page) == 0, path
        assert watched.troubles == [], path


def test_a_themed_page_is_set_in_its_own_type(open_page: Opener, themed: str) -> None:
    page = open_page(themed + "/").page
    style = "getComputedStyle(document.querySelector('h1'))"
    family = page.evaluate(f"{style}.fontFamily").partition(",")[0].strip('"')
    assert family in ("Barlow Condensed", "Courier Prime")
    assert page.evaluate(f"document.fonts.check('16px \"{family}\"')")
