"""A new site: the link that the server writes when it starts makes the account of the owner, once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.people import PAGES, PASSWORD
from tests.support.server import Server
from tests.support.sites import write_site

pytestmark = pytest.mark.chromium

LINK = re.compile(r"/welcome#\S+")


def test_the_link_of_the_first_start_makes_the_owner(chromium: Browser, tmp_path: Path) -> None:
    with Server(write_site(tmp_path / "site", PAGES), tmp_path / "var") as server:
        link = LINK.search(server.text())
        assert link
        page = chromium.new_page(base_url=server.address)
        page.goto(link[0])
        assert "#" not in page.url
        page.get_by_label("E-mail").fill("ada@example.org")
        page.get_by_label("Username").fill("ada")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Create the owner’s account").click()
        expect(page.get_by_text("Signed in as ada")).to_be_visible()
        page.goto("/@ada")
        expect(page.get_by_text("Keeper of this site")).to_be_visible()

        again = chromium.new_page(base_url=server.address)
        again.goto(link[0])
        again.get_by_label("E-mail").fill("eve@example.org")
        again.get_by_label("Username").fill("eve")
        again.get_by_label("Password", exact=True).fill(PASSWORD)
        again.get_by_role("button", name="Create the owner’s account").click()
        expect(again.get_by_role("alert")).not_to_be_empty()
        for one in (page, again):
            one.close()
