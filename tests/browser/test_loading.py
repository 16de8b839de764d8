"""From the first paint to the next page: the preloader, what is fetched early, and having no connection."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

pytestmark = pytest.mark.chromium

PATIENCE = 20_000
RECORD = """
  window.completed = [];
  window.figures = [];
  window.waited = [];
  document.addEventListener("preloader-complete", () => {
    completed.push(performance.now());
    waited.push(document.querySelector("signal-strip[data-running]") !== null);
  });
  new MutationObserver(() => {
    const figure = document.querySelector(".preloader-figure")?.textContent;
    if (figure && figures.at(-1) !== Number(figure)) figures.push(Number(figure));
  }).observe(document, { subtree: true, childList: true, characterData: true });
"""
# On a busy machine, nothing but what has come decides.
NO_DEADLINE = """
  const wait = window.setTimeout;
  window.setTimeout = (call, time, ...rest) => (time > 2000 ? 0 : wait(call, time, ...rest));
  performance.now = () => 0;
"""
NO_STORAGE = "Object.defineProperty(window, 'localStorage', { get() { throw new Error('closed'); } });"
SAVE_DATA = """
  Object.defineProperty(navigator, "connection", { value: { saveData: true, effectiveType: "4g" } });
"""
COVERED = "getComputedStyle(document.querySelector('.preloader')).position === 'fixed'"
WORDS_BENEATH = "['h1', '.foot'].every(part => document.querySelector(part).innerText.length > 10)"
PREFETCHED = "navigational-prefetch"
MEDIA = re.compile(r"/media/.*\.(avif|webp|jpg)$")
Visitor = Callable[..., Page]


@pytest.fixture
def visitor(chromium: Browser, demo: str) -> Iterator[Visitor]:
    """Gives an empty page of somebody who has never been here, and minds no motion."""
    contexts: list[BrowserContext] = []

    def arrive(**options: Any) -> Page:
        usual: Any = {"viewport": {"width": 1280, "height": 900}, "service_workers": "block"}
        context = chromium.new_context(base_url=demo, **(usual | options))
        context.add_init_script(RECORD)
        contexts.append(context)
        return context.new_page()

    yield arrive
    for context in contexts:
        context.unroute_all(behavior="ignoreErrors")
        context.close()


def wait_until_complete(page: Page) -> None:
    page.wait_for_function("() => completed.length > 0", timeout=PATIENCE)
    expect(page.locator(".preloader")).to_have_count(0, timeout=PATIENCE)
    assert page.evaluate("document.documentElement.dataset.ready") == ""
    assert page.evaluate("completed.length") == 1


def hang(route: Route) -> None:
    """Leave a request without an answer."""


class TestTheFirstVisit:
    def test_shows_how_much_has_come_and_the_page_is_whole_beneath(self, visitor: Visitor) -> None:
        page, held = visitor(), list[Route]()

        def hold(route: Route) -> None:
            held.append(route)

        page.add_init_script(NO_DEADLINE)
        page.route(MEDIA, hold)
        page.goto("/", wait_until="domcontentloaded")
        expect(page.locator(".preloader-words")).to_contain_text("Loading")
        page.wait_for_function("() => figures.length > 1", timeout=PATIENCE)
        assert page.evaluate(COVERED)
        assert page.evaluate(WORDS_BENEATH)
        assert page.evaluate("completed") == []
        for route in held:
            route.continue_()
        wait_until_complete(page)
        figures = page.evaluate("figures")
        assert figures[0] == 0
        assert figures == sorted(figures)

    def test_ends_at_a_hundred_when_everything_has_come(self, visitor: Visitor) -> None:
        page = visitor()
        page.add_init_script(NO_DEADLINE)
        page.goto("/")
        wait_until_complete(page)
        assert page.evaluate("figures.at(-1)") == 100

    def test_says_to_screen_readers_what_it_shows_in_few_steps(self, visitor: Visitor) -> None:
        page = visitor()
        page.route(MEDIA, hang)
        page.goto("/", wait_until="domcontentloaded")
        bar = page.get_by_role("progressbar", name="Loading")
        expect(bar).to_have_attribute("aria-valuenow", re.compile("^(25|50|75)$"), timeout=PATIENCE)

    def test_a_key_ends_it(self, visitor: Visitor) -> None:
        page = visitor()
        page.add_init_script(NO_DEADLINE)
        page.route(MEDIA, hang)
        page.goto("/", wait_until="domcontentloaded")
        page.wait_for_function("() => figures.length > 1", timeout=PATIENCE)
        assert page.evaluate("completed") == []
        page.keyboard.press("Shift")
        page.wait_for_function("() => completed.length === 1", timeout=PATIENCE)

    def test_the_signals_wait_for_it(self, visitor: Visitor) -> None:
        page = visitor()
        page.goto("/")
        expect(page.locator("signal-strip")).to_have_attribute("data-running", "on", timeout=PATIENCE)
        assert page.evaluate("waited") == [False]


class TestThePageIsShownAllTheSame:
    def test_when_a_picture_hangs_it_takes_two_and_a_half_seconds(self, visitor: Visitor) -> None:
        page = visitor()
        page.route(MEDIA, hang)
        page.goto("/", wait_until="domcontentloaded")
        wait_until_complete(page)
        assert page.evaluate("completed[0]") >= 2400
        assert page.evaluate("figures.at(-1)") < 100

    @pytest.mark.parametrize("lost", [MEDIA, re.compile(r"/api/v1/manifest$"), re.compile(r"\.woff2$")])
    def test_when_files_are_lost(self, visitor: Visitor, lost: re.Pattern[str]) -> None:
        page = visitor()
        page.add_init_script(NO_DEADLINE)
        page.route(lost, lambda route: route.abort())
        page.goto("/")
        wait_until_complete(page)
        assert page.evaluate("figures.at(-1)") == 100

    def test_when_the_script_of_the_preloader_is_lost(self, visitor: Visitor) -> None:
        page = visitor()
        page.route(re.compile(r"/preloader\.\w+\.js$"), lambda route: route.abort())
        page.goto("/")
        page.wait_for_function("() => completed.length === 1", timeout=PATIENCE)
        assert not page.locator(".preloader").is_visible()

    def test_when_all_modules_are_lost(self, visitor: Visitor) -> None:
        page = visitor()
        page.route(re.compile(r"/(main|ready)\.\w+\.js$"), lambda route: route.abort())
        page.goto("/")
        expect(page.locator(".preloader")).to_be_hidden(timeout=PATIENCE)
        page.locator(".site-nav a").first.click()
        page.wait_for_url("**/projects")


class TestThereIsNoPreloader:
    def see_none(self, page: Page, path: str = "/") -> None:
        page.goto(path, wait_until="domcontentloaded")
        assert not page.locator(".preloader").is_visible()
        page.wait_for_function("() => completed.length === 1", timeout=PATIENCE)

    def test_on_a_second_visit(self, visitor: Visitor) -> None:
        page = visitor()
        page.goto("/")
        wait_until_complete(page)
        again = page.context.new_page()
        again.route(MEDIA, hang)
        self.see_none(again, "/blog")

    def test_with_reduced_motion(self, visitor: Visitor) -> None:
        page = visitor(reduced_motion="reduce")
        page.route(MEDIA, hang)
        self.see_none(page)

    def test_where_nothing_can_be_remembered(self, visitor: Visitor) -> None:
        page = visitor()
        page.add_init_script(NO_STORAGE)
        page.route(MEDIA, hang)
        self.see_none(page)

    def test_without_scripts(self, visitor: Visitor) -> None:
        page = visitor(java_script_enabled=False)
        page.goto("/", wait_until="load")
        assert not page.locator(".preloader").is_visible()
        assert page.locator("h1").is_visible()


def cover_of(page: Page, path: str | None) -> str:
    assert path
    other = page.context.new_page()
    other.goto(path)
    return str(other.locator(".article-cover img").evaluate("image => image.currentSrc"))


def far_link(page: Page) -> Locator:
    """A link that nobody would fetch ahead without a sign."""
    page.goto("/projects")
    page.wait_for_load_state("networkidle")
    link = page.locator("main .plate-link").last
    link.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    return link


class TestTheNextPage:
    @pytest.mark.parametrize("sign", ["hover", "focus"])
    def test_its_cover_is_fetched_in_its_size_when_its_link_is_pointed_at(
        self, visitor: Visitor, sign: str
    ) -> None:
        page, asked = visitor(), list[str]()
        link = far_link(page)
        page.on("request", lambda request: asked.append(request.url))
        getattr(link, sign)()
        cover = cover_of(page, link.get_attribute("href"))
        until(page, lambda: cover in asked)

    def test_the_likeliest_ones_are_fetched_in_a_quiet_moment(self, visitor: Visitor) -> None:
        page = visitor()
        page.goto("/projects")
        cover = cover_of(page, page.locator("main .plate-link").first.get_attribute("href"))
        page.bring_to_front()
        page.wait_for_function(
            "url => performance.getEntriesByName(url).length > 0", arg=cover, timeout=PATIENCE
        )

    def test_nothing_is_fetched_for_who_saves_data(self, visitor: Visitor) -> None:
        page, asked = visitor(reduced_motion="reduce"), list[str]()
        page.add_init_script(SAVE_DATA)
        page.on("request", lambda request: asked.append(request.url))
        far_link(page).hover()
        page.wait_for_timeout(500)
        assert [url for url in asked if "manifest" in url and "api" in url] == []

    def test_the_browser_fetches_it_ahead_and_it_is_counted_when_it_is_shown(
        self, visitor: Visitor, demo: str
    ) -> None:
        page = visitor()
        devtools = page.context.new_cdp_session(page)
        ready, wrong = list[str](), list[str]()
        devtools.on("Preload.ruleSetUpdated", lambda told: wrong.append(told["ruleSet"].get("errorType", "")))
        devtools.on("Preload.prefetchStatusUpdated", lambda told: ready.append(told["status"]))
        devtools.send("Preload.enable")
        link = far_link(page)
        path = str(link.get_attribute("href"))
        before = views(demo, path)
        link.hover()
        until(page, lambda: "Ready" in ready)
        link.click()
        page.wait_for_url(f"**{path}")
        assert page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType") == PREFETCHED
        until(page, lambda: views(demo, path) == before + 1)
        assert set(wrong) == {""}

    @pytest.mark.parametrize("path", ["/api/v1/site", "/media/x.jpg", "/search?q=stone"])
    def test_what_is_no_page_is_not_fetched_ahead(self, visitor: Visitor, path: str) -> None:
        page = visitor()
        devtools = page.context.new_cdp_session(page)
        asked: list[str] = []
        devtools.on("Preload.prefetchStatusUpdated", lambda told: asked.append(told["key"]["url"]))
        devtools.send("Preload.enable")
        link = far_link(page)
        link.evaluate("(link, path) => link.setAttribute('href', path)", path)
        link.hover()
        page.wait_for_timeout(600)
        page.locator('.site-nav a[href="/blog"]').hover()
        until(page, lambda: any(url.endswith("/blog") for url in asked))
        assert not [url for url in asked if url.endswith(path)]


def views(demo: str, path: str) -> int:
    with urllib.request.urlopen(f"{demo}/api/v1/views?path={path}", timeout=20) as answer:
        return int(json.load(answer)["views"])


def until(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(200)
    raise AssertionError("it never came to hold")


class TestWithoutAConnection:
    def arrive(self, visitor: Visitor) -> Page:
        page = visitor(service_workers="allow")
        page.goto("/about")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        return page

    def test_a_page_says_so_at_the_address_that_was_asked_for(self, visitor: Visitor) -> None:
        page = self.arrive(visitor)
        page.context.new_cdp_session(page).send("Network.clearBrowserCache")
        page.context.set_offline(True)
        page.goto("/blog")
        expect(page.get_by_role("heading", level=1)).to_have_text("No connection")
        assert page.url.endswith("/blog")
        assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('20px Playfair'))")
        assert page.evaluate("document.styleSheets.length > 3")
        page.context.set_offline(False)
        page.get_by_role("link", name="Try again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Blog", timeout=PATIENCE)

    def test_nothing_but_that_page_is_ever_kept(self, visitor: Visitor) -> None:
        page = self.arrive(visitor)
        for path in ("/", "/blog", "/blog/the-clap-test"):
            page.goto(path)
        kept = page.evaluate(
            """async () => {
              const found = [];
              for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys()) found.push(request.url);
              return found.map((url) => new URL(url).pathname);
            }"""
        )
        assert "/offline" in kept
        assert [path for path in kept if path != "/offline" and not path.startswith("/static/portico/")] == []

    def test_a_page_of_the_site_is_never_an_old_one(self, visitor: Visitor) -> None:
        page = self.arrive(visitor)
        page.reload()
        assert page.evaluate("navigator.serviceWorker.controller !== null")
        assert page.get_by_role("heading", level=1).text_content() != "No connection"
