"""A real browser on a real server: both are started once and used by all tests here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.people import Porch, Someone, porch
from tests.browser.sites import AWKWARD
from tests.browser.watch import Watched, until
from tests.support.demo import compiled_demo
from tests.support.server import serving
from tests.support.sites import DEMO, write_site

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
HEIGHT = 900
# What passes through a worker is hidden from the routes that tests lay.
USUALLY: dict[str, Any] = {"reduced_motion": "reduce", "service_workers": "block"}
_AWAKE = """() => Promise.race([
  new Promise((_, fail) => setTimeout(() => fail("a behaviour did not arrive"), 10_000)),
  Promise.all([...document.querySelectorAll(":not(:defined)")].map(
    (element) => customElements.whenDefined(element.localName))),
]).then(() => true)"""


def awake(page: Page) -> Page:
    """A page whose behaviours have arrived: a key that is pressed before them is lost."""
    page.evaluate(_AWAKE)
    return page


class Opener(Protocol):
    """Opens a page of the demo site, or of another site by its whole address, for a visitor of their own."""

    def __call__(
        self, address: str, *, width: int = 1280, scripts: Sequence[str] = (), **options: Any
    ) -> Watched:
        """Options are those of a playwright context; nothing moves unless `reduced_motion` says so.

        The scripts run before those of each page.
        """


@pytest.fixture(scope="session")
def chromium(chromium_path: str) -> Iterator[Browser]:
    # A machine with more to do than this takes longer than the five seconds that are usual.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo site."""
    # One process writes a database, and the test processes side by side have a server each.
    var = shutil.copytree(compiled_demo(tmp_path_factory) / "var", tmp_path_factory.mktemp("demo") / "var")
    with serving(DEMO, var) as address:
        yield address


@pytest.fixture(scope="session")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site of everything that breaks layouts."""
    home = tmp_path_factory.mktemp("awkward")
    with serving(write_site(home / "site", AWKWARD), home / "var") as address:
        yield address


@pytest.fixture(scope="session")
def quiet_porch(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porch]:
    """A site that people can join."""
    with porch(chromium, tmp_path_factory.mktemp("porch")) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _visitors_go_home() -> Iterator[None]:
    """Close the browsers of those who came during a test."""
    before = len(Someone.present)
    yield
    while len(Someone.present) > before:
        Someone.present.pop().context.close()


@pytest.fixture
def open_page(chromium: Browser, demo: str) -> Iterator[Opener]:
    contexts: list[BrowserContext] = []

    def open_one(address: str, *, width: int = 1280, scripts: Sequence[str] = (), **options: Any) -> Watched:
        viewport: Any = {"width": width, "height": HEIGHT}
        context = chromium.new_context(base_url=demo, viewport=viewport, **(USUALLY | options))
        contexts.append(context)
        for script in scripts:
            context.add_init_script(script)
        watched = Watched(context.new_page())
        watched.page.goto(address, wait_until="load")
        if options.get("java_script_enabled", True):
            awake(watched.page)
        return watched

    yield open_one
    for context in contexts:
        context.close()


class Mover(Protocol):
    """Opens a page for a visitor who has been here before and likes things to move."""

    def __call__(self, address: str, *scripts: str, **options: Any) -> Page:
        """The scripts run before those of each page."""


@pytest.fixture
def moving(open_page: Opener, demo: str) -> Mover:
    """A page on which things move, and no preloader stands before it."""
    visited = {"origin": demo, "localStorage": [{"name": "visited", "value": "yes"}]}

    def open_one(address: str, *scripts: str, **options: Any) -> Page:
        options = {"reduced_motion": "no-preference", "storage_state": {"origins": [visited]}} | options
        page = open_page(address, scripts=scripts, **options).page
        until(page, "document.documentElement.dataset.ready === ''")
        page.mouse.move(1, 1)
        page.wait_for_load_state("networkidle")
        return page

    return open_one
