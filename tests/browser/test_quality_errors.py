"""The page of a failure that nobody expected is for everyone too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.watch import overflow
from tests.support.server import PROBE, Server
from tests.support.sites import post, write_site

pytestmark = [pytest.mark.chromium, pytest.mark.node]


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page whose view fails."""
    home = tmp_path_factory.mktemp("failing")
    site = write_site(home / "site", {"content/blog/one.md": post()})
    with Server(site, home / "var", program=PROBE) as server:
        yield server.address + "/probe/failing"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_where_everything_failed(open_page: Opener, failing: str, scheme: str) -> None:
    page = open_page(failing, width=390, color_scheme=scheme).page
    assert page.inner_text("h1") == "Something went wrong"
    assert violations(page) == []
    assert overflow(page) == 0
