"""What moves, when, and that nothing does for whoever asked for stillness."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Page, expect

from tests.browser.conftest import Mover, Opener, awake
from tests.browser.watch import until
from tests.support.server import ROOT

pytestmark = pytest.mark.chromium

ARTICLE = "/blog/postcard-charts"
KINDS = ("/", "/projects", "/blog", ARTICLE)
PRELOADED = "document.documentElement.dataset.ready === ''"
SCROLL = "part => scrollTo({top: part * (document.body.scrollHeight - innerHeight), behavior: 'instant'})"
MOVING = """() => document.getAnimations().map(({ animationName, effect }) =>
  `${effect.target.className} ${effect.pseudoElement ?? ''} ${animationName}`)"""
LAST_BLOCK = "[...document.querySelectorAll('.prose > *')].at(-1)"
JUST_BELOW = 60
CONTRAST = """() => {
  const header = document.querySelector(".site-header");
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  const light = colour => {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map(value => value / 255)
      .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const stone = light(getComputedStyle(header).backgroundColor);
  return Math.min(...[...header.querySelectorAll("a, .count")].map(text => {
    const pair = [light(getComputedStyle(text).color), stone].sort((a, b) => b - a);
    return (pair[0] + 0.05) / (pair[1] + 0.05);
  }));
}"""
"""The least contrast of a word in the header with what it stands on (WCAG 2.2, relative luminance)."""


def scroll(page: Page, part: float) -> None:
    """To a part of the way between the head (0) and the foot (1)."""
    page.evaluate(SCROLL, part)
    page.evaluate("new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))")


def scroll_to(page: Page, selector: str, at: float) -> None:
    """Until an element's upper edge stands at a part of the window's height."""
    page.locator(selector).first.evaluate(
        "(element, at) => scrollTo({top: scrollY + element.getBoundingClientRect().top - at * innerHeight,"
        " behavior: 'instant'})",
        at,
    )
    page.evaluate("new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))")


@pytest.mark.parametrize("path", KINDS)
def test_for_whoever_asks_for_stillness_nothing_moves(moving: Mover, path: str) -> None:
    page = moving(path, reduced_motion="reduce")
    for part in (0.0, 0.3, 0.7, 1.0):
        scroll(page, part)
        assert page.evaluate(MOVING) == []
        assert page.locator("[data-enter]").count() == 0
    page.locator("main").click(position={"x": 5, "y": 5})
    assert page.locator(".click-mark").count() == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_reading_comes_before_entering(moving: Mover) -> None:
    page = moving("/blog")
    page.wait_for_selector("[data-enter=waiting]")
    tops = "[...document.querySelectorAll('[data-enter]')].map(block => block.getBoundingClientRect().top)"
    assert page.evaluate(f"Math.min(...{tops}) >= innerHeight")


def test_blocks_enter_in_the_order_of_reading(moving: Mover) -> None:
    page = moving("/blog")
    page.wait_for_selector("[data-enter=waiting]")
    page.evaluate("""() => {
      window.entered = [];
      addEventListener("animationstart", ({ target, animationName, timeStamp }) => {
        if (animationName === "enter") entered.push(target);
      }, true);
    }""")
    scroll(page, 1.0)
    until(page, "document.querySelectorAll('[data-enter]').length === 0")
    assert page.evaluate("entered.length") > 2
    assert page.evaluate("""entered.every((element, index) => index === 0
      || entered[index - 1].compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)""")


def test_nothing_enters_before_the_page_stands(open_page: Opener) -> None:
    counting = """document.addEventListener("preloader-complete", () => {
      window.before = document.querySelectorAll("[data-enter]").length; });"""
    page = open_page("/blog", scripts=[counting], reduced_motion="no-preference").page
    page.mouse.move(1, 1)
    page.wait_for_selector("[data-enter=waiting]", state="attached", timeout=15_000)
    assert page.evaluate("before") == 0


def test_what_has_not_entered_is_found_printed_and_reached_by_its_anchor(moving: Mover) -> None:
    page = moving("/")
    waiting = page.locator(".row[data-enter=waiting]").last
    waiting.evaluate("element => { element.id = 'there'; }")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.getElementById('there')).opacity") == "1"
    page.emulate_media(media="screen")
    page.evaluate("location.hash = 'there'")
    expect(page.locator("#there")).not_to_have_attribute("data-enter", "waiting")
    expect(page.locator("#there")).to_have_css("opacity", "1")
    until(page, "document.getElementById('there').getBoundingClientRect().top < innerHeight")


def test_a_focused_block_waits_no_longer(moving: Mover) -> None:
    page = moving("/")
    link = page.locator(".row[data-enter=waiting] a").last
    link.evaluate("element => element.focus({ preventScroll: true })")
    assert link.evaluate("element => getComputedStyle(element.closest('.row')).opacity") == "1"


@pytest.mark.parametrize(("path", "title"), [("/", ".hero-title"), (ARTICLE, ".article h1")])
def test_a_layered_title_answers_to_scroll_and_is_read_once(moving: Mover, path: str, title: str) -> None:
    page = moving(path)
    shadow = f"getComputedStyle(document.querySelector('{title}'), '::before')"
    words = page.locator(title).inner_text().replace("\n", " ")
    assert words in page.evaluate(f"{shadow}.content")
    before = page.evaluate(f"{shadow}.translate")
    page.evaluate("scrollTo({top: 300, behavior: 'instant'})")
    until(page, f"{shadow}.translate !== '{before}'")
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    named = [node["name"]["value"] for node in tree if node.get("role", {}).get("value") == "heading"]
    assert named.count(words) == 1
    texts = [node["name"]["value"] for node in tree if node.get("role", {}).get("value") == "StaticText"]
    assert [text for text in texts if text.strip() == words] == [words]


def test_covers_answer_to_scroll(moving: Mover) -> None:
    page = moving("/projects")
    places = set()
    for at in (0.9, 0.5, 0.1):
        scroll_to(page, ".plate:nth-child(2) .plate-frame", at)
        places.add(
            page.evaluate("getComputedStyle(document.querySelectorAll('.plate-frame img')[1]).translate")
        )
    assert len(places) == 3


def test_a_picture_widens_to_the_whole_window(moving: Mover) -> None:
    page = moving("/", width=1440)
    seen = (
        "[...['::before', '::after'].map(side => getComputedStyle(picture, side))].map(side =>"
        " Math.abs(parseFloat(side.translate)) || 0)"
    )
    left = []
    for at in (0.6, 0.35, -0.1):
        scroll_to(page, ".full-plate", at)
        left.append(page.evaluate(f"(picture => {seen})(document.querySelector('.full-plate picture'))"))
    assert left[0][0] < left[1][0] < left[2][0] == 101
    assert left[0][1] < left[1][1] < left[2][1] == 101
    assert page.evaluate("document.querySelector('.full-plate img').getBoundingClientRect().width") >= 1440


def test_the_ranges_pass_one_another(moving: Mover) -> None:
    page = moving("/")
    heights = (
        "[...document.querySelectorAll('.mountains .range')].map(range => range.getBoundingClientRect().top)"
    )
    scroll_to(page, ".mountains", 0.9)
    low = page.evaluate(heights)
    scroll_to(page, ".mountains", 0.1)
    moved = [before - after for before, after in zip(low, page.evaluate(heights), strict=True)]
    assert moved == sorted(moved)
    assert len(set(moved)) == len(moved) == 4


def test_scrolling_moves_nothing_out_of_its_place(moving: Mover) -> None:
    page = moving("/")
    page.evaluate("""() => { window.shifts = [];
      new PerformanceObserver(list => shifts.push(...list.getEntries().map(entry => entry.value)))
        .observe({ type: "layout-shift", buffered: true }); }""")
    for step in range(12):
        scroll(page, step / 11)
    assert page.evaluate("shifts.reduce((sum, value) => sum + value, 0)") < 0.01


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_the_header_turns_with_the_surface_beneath_it(moving: Mover, scheme: str, width: int) -> None:
    page = moving("/", width=width, color_scheme=scheme)
    tones = set()
    for place in (".hero", ".writing", ".full-plate", ".mountains", ".invitation"):
        scroll_to(page, place, 0.0 if place == ".hero" else -0.02)
        until(page, "document.querySelector('.site-header').dataset.over")
        page.wait_for_timeout(300)
        tone = page.locator(".site-header").get_attribute("data-over")
        assert tone == ("light" if beneath(page) > 0.5 else "dark"), place
        assert page.evaluate(CONTRAST) >= 4.5, place
        tones.add(tone)
    assert tones == ({"light", "dark"} if scheme == "light" else {"dark"})


def beneath(page: Page) -> float:
    """How light the strip of the page is on which the header stands, from 0 to 1, by its pixels."""
    box = page.locator(".site-header").bounding_box()
    assert box
    middle = (max(box["y"], 0) + box["y"] + box["height"]) / 2
    page.evaluate("document.querySelector('.site-header').style.setProperty('visibility', 'hidden')")
    strip = page.screenshot(clip={"x": box["width"] / 2 - 20, "y": middle - 2, "width": 40, "height": 4})
    page.evaluate("document.querySelector('.site-header').style.removeProperty('visibility')")
    return lightness(strip)


def lightness(png: bytes) -> float:
    """The mean of a picture's pixels, from 0 (black) to 1 (white)."""
    return float(ImageStat.Stat(Image.open(BytesIO(png)).convert("L")).mean[0]) / 255


def test_the_header_turns_with_the_theme(moving: Mover) -> None:
    page = moving("/blog", color_scheme="light")
    header = page.locator(".site-header")
    expect(header).to_have_attribute("data-over", "light")
    page.emulate_media(color_scheme="dark")
    expect(header).to_have_attribute("data-over", "dark")


def test_the_grain_lies_over_everything_and_in_nobodys_way(moving: Mover) -> None:
    page = moving("/")
    grain = "getComputedStyle(document.body, '::after')"
    assert "grain" in page.evaluate(f"{grain}.backgroundImage")
    assert page.evaluate(f"[{grain}.position, {grain}.pointerEvents]") == ["fixed", "none"]
    assert page.evaluate("document.elementFromPoint(400, 450).closest('main') !== null")
    assert (ROOT / "src/portico/web/static/img/grain.png").stat().st_size < 1500
    page.emulate_media(media="print")
    assert page.evaluate(f"{grain}.content") == "none"
    page.emulate_media(media="screen", forced_colors="active")
    assert page.evaluate(f"{grain}.content") == "none"


def test_a_click_leaves_a_mark_that_goes_again(moving: Mover) -> None:
    page = moving("/about")
    page.evaluate("""() => { window.marks = [];
      new MutationObserver(records => records.flatMap(record => [...record.addedNodes])
        .filter(node => node.className === "click-mark")
        .forEach(node => { const { left, right, top, bottom } = node.getBoundingClientRect();
          marks.push([(left + right) / 2, (top + bottom) / 2, getComputedStyle(node).pointerEvents]); }))
        .observe(document.body, { childList: true }); }""")
    page.mouse.click(300, 420)
    until(page, "marks.length === 1")
    assert page.evaluate("marks[0]") == [300, 420, "none"]
    until(page, "!document.querySelector('.click-mark')")
    page.locator("theme-switch button").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("marks.length") == 1


def below_header(page: Page, anchor: str) -> float:
    """By how many pixels the head of a section stands below the header."""
    heading = page.locator(f"[id='{anchor.removeprefix('#')}']")
    gap: float = heading.evaluate("""heading => heading.getBoundingClientRect().top
      - document.querySelector(".site-header").getBoundingClientRect().bottom""")
    return gap


def test_a_way_within_the_page_is_walked_and_ends_below_the_header(moving: Mover) -> None:
    page = moving(ARTICLE, width=1440)
    # What lies between has been drawn ahead, so that the way has its length.
    until(page, f"getComputedStyle({LAST_BLOCK}).contentVisibility === 'visible'")
    page.evaluate("window.ways = new Set(); addEventListener('scroll', () => ways.add(scrollY))")
    link = page.locator(".contents a").last
    link.click()
    page.evaluate("new Promise(resolve => addEventListener('scrollend', resolve))")
    assert page.evaluate("ways.size") > 2
    assert 0 <= below_header(page, link.get_attribute("href") or "") <= JUST_BELOW
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") > 0


def test_whoever_goes_elsewhere_before_all_is_drawn_arrives_there_too(moving: Mover) -> None:
    page = moving(ARTICLE, "window.requestIdleCallback = () => 0", width=1440)
    link = page.locator(".contents a").last
    awake(page)
    assert page.evaluate(f"getComputedStyle({LAST_BLOCK}).contentVisibility") == "auto"
    link.click()
    page.evaluate("new Promise(resolve => addEventListener('scrollend', resolve))")
    assert 0 <= below_header(page, link.get_attribute("href") or "") <= JUST_BELOW


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_opened_at_an_anchor_is_there_at_once(moving: Mover, width: int) -> None:
    page = moving(ARTICLE, width=width)
    anchor = page.locator(".contents a").last.get_attribute("href") or ""
    page = moving(
        ARTICLE + anchor,
        "window.ways = []; addEventListener('scroll', () => ways.push(scrollY))",
        width=width,
    )
    until(page, f"getComputedStyle({LAST_BLOCK}).contentVisibility === 'visible'")
    assert 0 <= below_header(page, anchor) <= JUST_BELOW
    # It is held in its place while what lies above is drawn, and never walks there from the top.
    ways = page.evaluate("ways")
    assert ways[0] > page.evaluate("scrollY") / 2
    assert len(ways) < 8
