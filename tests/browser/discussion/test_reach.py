"""The discussion is there for everybody: by the keyboard alone, in any width, script and scheme."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.people import Porch, Someone
from tests.browser.talks import Evening, Said
from tests.browser.watch import overflow

pytestmark = pytest.mark.chromium


def test_all_of_it_works_by_the_keyboard_alone(ada: Someone, evening: Evening) -> None:
    evening.say([Said("Is anybody there?")])
    talk = evening.open(ada)
    press = ada.page.keyboard.press

    def reach(role: str, name: str) -> None:
        for _step in range(60):
            press("Tab")
            if talk.page.locator(":focus").and_(talk.page.get_by_role(role, name=name)).count():  # type: ignore[arg-type]
                return
        raise AssertionError(f"the keyboard does not reach {name}")

    reach("textbox", "Join the discussion")
    ada.page.keyboard.type("By keys alone.")
    press("Control+Enter")
    talk.taken("By keys alone.")
    expect(talk.comment("By keys alone.")).to_be_focused()
    reach("button", "React")
    press("Enter")
    press("ArrowRight")
    press("Enter")
    expect(talk.comment("By keys alone.").get_by_role("button", name="Heart: 1 person")).to_be_visible()
    reach("button", "Reply")
    press("Enter")
    ada.page.keyboard.type("And an answer.")
    press("Tab")
    press("Enter")
    talk.taken("And an answer.")
    reach("button", "More")
    press("Enter")
    press("Enter")
    expect(talk.section.get_by_label("Edit your comment")).to_be_focused()
    press("Control+a")
    ada.page.keyboard.type("And a better answer.")
    press("Control+Enter")
    expect(talk.comment("And a better answer.")).to_be_focused()
    reach("button", "More")
    press("Enter")
    press("ArrowDown")
    press("Enter")
    press("Shift+Tab")
    press("Enter")
    expect(talk.told).to_have_text("Comment deleted.")
    expect(talk.comment("And a better answer.")).to_have_count(0)
    assert talk.page.locator(":focus").count() == 1


@pytest.mark.parametrize("width", [390, 1440])
def test_long_words_and_other_scripts_stay_within_the_page(
    quiet_porch: Porch, evening: Evening, width: int
) -> None:
    said = [Said("W" * 400, guest="Ü" * 80), Said("שלום לכולם, זה ערב טוב", guest="אברהם", to=0)]
    said += [Said(f"<pre><code>{'x = 1; ' * 60}</code></pre>", to=depth) for depth in range(1, 8)]
    evening.say(said)
    talk = evening.open(Someone(quiet_porch, viewport={"width": width, "height": 900}))
    expect(talk.section.locator(".comment")).to_have_count(9)
    assert overflow(talk.page) == 0
    assert talk.comment("שלום").locator("p").evaluate("(it) => getComputedStyle(it).direction") == "rtl"


@pytest.mark.node
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_discussion_can_be_used_by_everyone(
    ada: Someone, ben: Someone, evening: Evening, scheme: str
) -> None:
    evening.say([Said("A claim.", by=ben.name), Said("A doubt.", by=ada.name, to=0), Said("Out.", to=1)])
    ada.page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    talk = evening.open(ada)
    talk.comment("A claim.").get_by_role("button", name="React").click()
    ada.page.get_by_role("button", name="Thumbs up", exact=True).click()
    talk.comment("A doubt.").get_by_role("button", name="Reply").click()
    assert violations(ada.page) == []
