"""A newcomer on their own machine becomes the owner and reads a code, without any mail being set up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import Opener
from tests.browser.watch import overflow
from tests.support.server import Server
from tests.support.sites import write_site

pytestmark = pytest.mark.chromium

PASSWORD = "a lighthouse in autumn"
CODE = re.compile("[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A new site on its author's machine."""
    home: Path = tmp_path_factory.mktemp("workshop")
    site = write_site(home / "site", {"site.toml": 'title = "A place"\n'})
    with Server(site, home / "var", {"PORTICO_ENV": "development", "PORTICO_HOME": str(home)}) as server:
        yield server


def test_the_first_start_leads_to_an_owner_and_a_code_is_read_in_the_mailbox(
    workshop: Server, open_page: Opener
) -> None:
    link = re.search(r"http://localhost:\d+/welcome#\S+", workshop.text())
    assert link
    watched = open_page(link[0], permissions=["clipboard-read", "clipboard-write"])
    page, root = watched.page, link[0].partition("/welcome")[0]
    page.get_by_label("E-mail").fill("ada@example.org")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_function("() => !location.pathname.startsWith('/welcome')")

    asked = page.request.post(f"{root}/api/v1/auth/codes", data={"email": "ada@example.org"})
    assert asked.status == 202
    page.goto(f"{root}/studio/mail")
    for _ in range(40):
        if page.get_by_role("link", name="Your code to sign in").count():
            break
        page.wait_for_timeout(250)
        page.reload()
    assert overflow(page) == 0
    assert violations(page) == []
    page.get_by_role("link", name="Your code to sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Your code to sign in")
    code = page.locator("copy-code code").inner_text()
    assert CODE.fullmatch(code)
    page.get_by_role("button", name="Copy the code").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == code
    letter = page.frame_locator("iframe")
    expect(letter.locator("strong")).to_have_text(code)
    assert violations(page) == []
    assert watched.troubles == []
    assert watched.foreign == []


def test_links_of_a_letter_open_in_a_tab_of_their_own(workshop: Server, open_page: Opener) -> None:
    root = f"http://localhost:{workshop.port}"
    watched = open_page(f"{root}/studio/mail/previews/welcome", width=390)
    assert overflow(watched.page) == 0
    with watched.page.context.expect_page() as opened:
        watched.page.frame_locator("iframe").get_by_role("link", name="Your settings").click()
    opened.value.wait_for_url("**/settings*")
    assert watched.page.url.endswith("/previews/welcome")
    assert watched.troubles == []
