"""Visitors write to the owner, with and without scripts, and the owner answers from the inbox."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.axe import violations
from tests.browser.people import Porch, Someone, porch
from tests.browser.watch import until
from tests.support.turnstile import SECRET, SITE_KEY, cloudflare

pytestmark = pytest.mark.chromium
WIDGET = """
window.turnstile = {
  render(place, options) {
    window.rendered = { sitekey: options.sitekey, action: options.action, theme: options.theme };
    place.textContent = "A check";
    window.solve = (token) => options.callback(token);
    return "widget";
  },
  reset() { window.resets = (window.resets ?? 0) + 1; },
};
"""
SCRIPT = "https://challenges.cloudflare.com/**"
TEXT = "How did you measure the echo of the arcade?"
TO_ADA = "ada@example.org"


def arrive(page: Page) -> None:
    """Open the page, and wait until its script is there: before that the form is sent as without it."""
    page.goto("/contact")
    page.evaluate("customElements.whenDefined('contact-form').then(() => true)")


def write(page: Page, text: str = TEXT, email: str = "eve@example.org") -> None:
    page.get_by_label("Name").fill("Eve")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Letter", exact=True).fill(text)


def send(page: Page) -> None:
    page.get_by_role("button", name="Send the letter").click()


def come_from_elsewhere(porch: Porch) -> None:
    """Let those who have written be of another network than those who write next."""
    porch.write("UPDATE contact_message SET network = NULL")


@pytest.fixture(scope="module")
def checked_porch(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porch]:
    """A site that has letters checked by Turnstile."""
    with cloudflare() as guard:
        keys = {"SITE_KEY": SITE_KEY, "SECRET": SECRET, "URL": guard.url}
        environ = {f"PORTICO_TURNSTILE_{name}": value for name, value in keys.items()}
        with porch(chromium, tmp_path_factory.mktemp("checked"), **environ) as opened:
            yield opened


def test_a_letter_needs_no_script(quiet_porch: Porch) -> None:
    visitor = Someone(quiet_porch, java_script_enabled=False)
    page = visitor.page
    page.goto("/contact")
    page.get_by_role("radio", name="Work together").check()
    write(page)
    page.get_by_label("Name").fill("  ")
    send(page)
    expect(page.locator("#letter-name-error")).to_have_text("Say who you are.")
    expect(page.get_by_label("Letter", exact=True)).to_have_value(TEXT)
    expect(page.get_by_role("radio", name="Work together")).to_be_checked()
    page.get_by_label("Name").fill("Eve")
    send(page)
    expect(page.get_by_role("heading", name="Your letter is on its way")).to_be_visible()
    come_from_elsewhere(quiet_porch)
    assert TEXT in quiet_porch.mail_to(TO_ADA, re.compile(re.escape(TEXT)))


def test_slips_are_told_as_one_leaves_a_field_and_what_was_written_outlives_a_reload(
    quiet_porch: Porch,
) -> None:
    visitor = Someone(quiet_porch)
    page = visitor.page
    arrive(page)
    email = page.get_by_label("E-mail")
    email.fill("eve")
    email.press("Tab")
    expect(page.locator("#letter-email-error")).to_have_text(
        "Write a whole address, such as ada@example.org."
    )
    letter = page.get_by_label("Letter", exact=True)
    letter.fill("Too short")
    letter.press("Tab")
    expect(page.locator("#letter-text-error")).to_have_text("Give 10 or more characters.")
    send(page)
    expect(page.get_by_label("Name")).to_be_focused()
    write(page, text="A letter that is begun, and kept.")
    expect(page.locator("#letter-text-error")).to_be_hidden()
    page.reload()
    expect(letter).to_have_value("A letter that is begun, and kept.")
    assert visitor.troubles == []


def test_a_letter_is_sent_once_however_often_the_button_is_pressed_and_kept_when_it_is_refused(
    quiet_porch: Porch,
) -> None:
    visitor = Someone(quiet_porch)
    page = visitor.page
    arrive(page)
    once = "A letter that the server does not hear at first."
    write(page, text=once)
    page.route("**/api/v1/contact", lambda route: route.abort(), times=1)
    send(page)
    expect(page.get_by_role("alert").filter(has_text="Check the connection")).to_be_visible()
    expect(page.get_by_label("Letter", exact=True)).to_have_value(once)
    page.get_by_role("button", name="Send the letter").dblclick()
    expect(page.get_by_role("heading", name="Your letter is on its way")).to_be_focused()
    assert visitor.questions("POST /api/v1/contact") == 2
    quiet_porch.mail_to(TO_ADA, re.compile(re.escape(once)))
    assert sum(once in mail for mail in quiet_porch.mails_to(TO_ADA)) == 1
    page.get_by_role("button", name="Write another one").click()
    expect(page.get_by_label("Letter", exact=True)).to_have_value("")
    assert visitor.troubles == []


def test_the_check_is_loaded_when_somebody_begins_to_write(checked_porch: Porch) -> None:
    visitor = Someone(checked_porch, color_scheme="dark")
    page, asked = visitor.page, []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=WIDGET, content_type="text/javascript")

    page.route(SCRIPT, answer)
    arrive(page)
    page.wait_for_load_state("networkidle")
    assert asked == []
    write(page)
    until(page, "window.rendered !== undefined")
    assert asked == ["https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit"]
    assert page.evaluate("window.rendered") == {"sitekey": SITE_KEY, "action": "contact", "theme": "auto"}
    page.evaluate("solve('invalid-token')")
    send(page)
    expect(page.get_by_role("alert").filter(has_text="The check found no person")).to_be_visible()
    assert page.evaluate("window.resets") == 1
    page.evaluate("solve('good-token')")
    send(page)
    expect(page.get_by_role("heading", name="Your letter is on its way")).to_be_visible()
    assert visitor.troubles == []


def test_who_cannot_load_the_check_is_given_the_address(checked_porch: Porch) -> None:
    visitor = Someone(checked_porch)
    page = visitor.page
    page.route(SCRIPT, lambda route: route.abort())
    arrive(page)
    write(page)
    expect(page.locator("[data-instead]")).to_contain_text(TO_ADA)
    send(page)
    expect(page.get_by_role("alert").filter(has_text="could not be loaded")).to_be_visible()
    expect(page.get_by_label("Letter", exact=True)).to_have_value(TEXT)
    plain = Someone(checked_porch, java_script_enabled=False).page
    plain.goto("/contact")
    expect(plain.locator("noscript .notice")).to_contain_text(TO_ADA)
    expect(plain.get_by_role("button", name="Send the letter")).to_be_hidden()


@pytest.mark.node
def test_the_owner_reads_answers_and_puts_away(quiet_porch: Porch) -> None:
    visitor = Someone(quiet_porch, java_script_enabled=False)
    for text in ("Buy a lighthouse now, it is cheap.", "May I come and see the arcade by lamplight?"):
        visitor.page.goto("/contact")
        write(visitor.page, text=text)
        send(visitor.page)
        visitor.page.wait_for_url("**/contact/sent")
        come_from_elsewhere(quiet_porch)
    owner = Someone(quiet_porch).register()
    quiet_porch.write("UPDATE account SET role = 'owner' WHERE username = ?", owner.name)
    page = owner.elsewhere().page
    page.goto("/studio/inbox")
    page.get_by_label("Words, name or address").fill("by lamplight")
    expect(page.locator("[data-list] li")).to_have_count(1)
    page.get_by_role("link", name="by lamplight").click()
    expect(page.get_by_role("heading", name="A question")).to_be_focused()
    expect(page.locator("[data-list] li")).to_have_attribute("data-state", "read")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    page.get_by_label("Answer").fill("Come on Friday.\n\nAda")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator("[data-answers]")).to_contain_text("Come on Friday.")
    expect(page.locator("[data-list] li")).to_have_attribute("data-state", "answered")
    quiet_porch.mail_to("eve@example.org", re.compile("Come on Friday"))
    page.get_by_label("Words, name or address").fill("lighthouse now")
    page.get_by_role("link", name="lighthouse now").click()
    page.get_by_role("button", name="This is spam").click()
    expect(page.locator("[data-list] li")).to_have_count(0)
    page.get_by_role("button", name="Delete", exact=True).click()
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator("[data-letter]")).to_be_hidden()
    page.get_by_label("State").select_option("spam")
    expect(page.locator("[data-empty]")).to_be_visible()
    with page.expect_download() as downloaded:
        page.get_by_role("button", name="Download all letters").click()
    assert downloaded.value.suggested_filename == "letters.jsonl"
    lines = downloaded.value.path().read_text().splitlines()
    assert any("by lamplight" in line and "Come on Friday" in line for line in lines)
    assert not any("lighthouse now" in line for line in lines)
    quiet_porch.write("UPDATE account SET role = 'member' WHERE username = ?", owner.name)


@pytest.mark.node
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_the_page_can_be_used_by_everyone(quiet_porch: Porch, width: int, scheme: str) -> None:
    viewport = {"width": width, "height": 900}
    page = Someone(quiet_porch, viewport=viewport, color_scheme=scheme).page
    arrive(page)
    send(page)
    expect(page.get_by_label("Name")).to_be_focused()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
