"""The policies of pages hold in a real browser, and no page of ours meets its own."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route

from tests.browser.conftest import Opener

pytestmark = pytest.mark.chromium

KINDS = (
    *("/", "/blog", "/blog?page=2", "/blog/postcard-charts", "/projects", "/about", "/faq", "/skills"),
    *("/achievements", "/resume", "/contact", "/tags", "/search?q=light", "/authors/mira-solane"),
    *("/nothing-here", "/api/docs"),
)
WATCH = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`));
"""
INJECTED = {
    "an inline script": "<script>window.harmed = true</script>",
    "a handler": "<img src=x onerror='window.harmed = true'>",
    "a script of another origin": "<script src='https://evil.test/a.js'></script>",
    "a data script": "<script src='data:text/javascript,window.harmed=true'></script>",
    "a second import map": '<script type=importmap>{"imports":{"portico/say":"/evil.js"}}</script>',
    "a frame of another origin": "<iframe src='https://evil.test/'></iframe>",
    "a frame with its own text": "<iframe srcdoc='<script>parent.harmed = true</script>'></iframe>",
    "a base": "<base href='https://evil.test/'>",
    "an object": "<object data='https://evil.test/a.swf'></object>",
    "an inline style": "<p style='position: fixed'>over everything</p>",
}


def watched(page: Page, address: str) -> list[str]:
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    found: list[str] = page.evaluate("window.violations")
    return found


@pytest.mark.parametrize("path", KINDS)
def test_no_page_asks_for_what_its_policy_forbids(open_page: Opener, path: str) -> None:
    page = open_page("/robots.txt", java_script_enabled=True).page
    assert watched(page, path) == []


@pytest.mark.parametrize("markup", INJECTED.values(), ids=INJECTED)
def test_what_is_injected_into_a_page_does_nothing(open_page: Opener, markup: str) -> None:
    page = open_page("/robots.txt").page

    def inject(route: Route) -> None:
        answer = route.fetch()
        body = re.sub(r"(<body[^>]*>)", lambda match: match[1] + markup, answer.text(), count=1)
        route.fulfill(response=answer, body=body)

    page.route("**/about", inject)
    violations = watched(page, "/about")
    # A frame with its own text reports to itself.
    assert violations or "srcdoc" in markup
    assert page.evaluate("window.harmed") is None
    assert page.evaluate("new URL('x', document.baseURI).origin === location.origin")


@pytest.mark.parametrize(
    "sink",
    [
        "document.body.innerHTML = '<p>text</p>'",
        "document.body.insertAdjacentHTML('beforeend', '<p>text</p>')",
        "new DOMParser().parseFromString('<p>text</p>', 'text/html')",
        "Object.assign(document.createElement('script'), { src: '/a.js' })",
        "trustedTypes.createPolicy('any', { createHTML: (text) => text })",
    ],
)
def test_scripts_cannot_make_markup_of_text(open_page: Opener, sink: str) -> None:
    page = open_page("/about").page
    outcome = page.evaluate(
        f"() => {{ try {{ {sink}; return 'done'; }} catch (error) {{ return error.name; }} }}"
    )
    assert outcome == "TypeError"


def test_the_palette_finds_without_markup_of_text(open_page: Opener) -> None:
    page = open_page("/about").page
    page.keyboard.press("Control+k")
    page.keyboard.type("light")
    page.locator(".palette mark").first.wait_for()
    assert page.locator(".palette-passage").count() > 0


def test_no_other_site_can_frame_a_page(open_page: Opener, demo: str) -> None:
    page = open_page("/about").page
    page.route(
        "http://evil.test/",
        lambda route: route.fulfill(body=f"<iframe src='{demo}/about'></iframe>", content_type="text/html"),
    )
    page.goto("http://evil.test/", wait_until="networkidle")
    assert not [frame for frame in page.frames if frame.url.startswith(demo) and frame.query_selector("main")]
