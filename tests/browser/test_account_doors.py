"""Coming in and going out, in a real browser against a real server, with the codes of real mails."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import ANOTHER, CODE, Porch, Someone

pytestmark = pytest.mark.chromium

LONG_AGO = "2020-01-01 00:00:00.000000"


@pytest.fixture
def visitor(quiet_porch: Porch) -> Someone:
    return Someone(quiet_porch)


def test_a_wrong_code_is_told_and_the_right_one_lets_in(visitor: Someone) -> None:
    visitor.page.goto("/register")
    visitor.page.get_by_label("E-mail").fill(visitor.email)
    visitor.page.get_by_label("Username").fill(visitor.name)
    visitor.page.get_by_label("Password", exact=True).fill(ANOTHER)
    visitor.page.get_by_role("button", name="Continue", exact=True).click()
    expect(visitor.page.get_by_role("heading", name="Look in your mail")).to_be_visible()
    expect(visitor.code_field).to_be_focused()

    visitor.code_field.fill("ZZZZZZZZ")
    visitor.page.keyboard.press("Enter")
    expect(visitor.code_field).to_have_attribute("aria-invalid", "true")
    expect(visitor.page.get_by_text("4 more tries")).to_be_visible()

    code = visitor.porch.mail_to(visitor.email, CODE)
    visitor.code_field.fill(code.replace("-", "").lower())
    expect(visitor.code_field).to_have_value(code)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(f"**/@{visitor.name}")
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(visitor.name)
    assert visitor.troubles == []


def test_another_code_can_be_asked_for_after_a_minute(visitor: Someone) -> None:
    page = visitor.page
    page.clock.install()
    page.goto("/sign-in")
    page.get_by_role("button", name="Mail me a code").click()
    page.get_by_label("E-mail", exact=True).fill(Someone(visitor.porch).register().email)
    name = page.get_by_label("E-mail", exact=True).input_value().partition("@")[0]
    page.keyboard.press("Enter")
    again = page.get_by_role("button", name=re.compile("Another code|Send another code"))
    expect(again).to_be_disabled()
    first = visitor.porch.mail_to(f"{name}@example.org", CODE, 2)

    statement = "UPDATE verification SET sent_at = ? WHERE purpose = 'code' AND email LIKE ?"
    visitor.porch.write(statement, LONG_AGO, f"{name}@%")
    page.clock.fast_forward(61_000)
    expect(again).to_be_enabled()
    again.click()
    expect(page.get_by_text("Another code is on its way")).to_be_visible()
    second = visitor.porch.mail_to(f"{name}@example.org", CODE, 3)
    visitor.code_field.fill(first)
    page.keyboard.press("Enter")
    expect(page.get_by_text("That is not the code")).to_be_visible()
    visitor.code_field.fill(second)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/@{name}")


def test_a_code_that_is_over_says_so(visitor: Someone) -> None:
    visitor.page.clock.install()
    visitor.page.goto("/forgot")
    visitor.page.get_by_label("E-mail").fill(visitor.email)
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_text(re.compile(r"The code works for \d+:\d\d more"))).to_be_visible()
    visitor.page.clock.fast_forward(11 * 60_000)
    expect(visitor.page.get_by_text("The code has expired.")).to_be_visible()


def test_the_keyboard_alone_signs_in(quiet_porch: Porch) -> None:
    name = Someone(quiet_porch).register().name
    page = Someone(quiet_porch).page
    page.goto("/sign-in")
    page.get_by_label("E-mail or username").focus()
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text=re.compile("."))).to_be_visible()
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "text")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("a lighthouse in autumn rain")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/@{name}")


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/about", "/about"),
        ("//evil.test/", "/@{name}"),
        ("https://evil.test/", "/@{name}"),
        ("/%09/evil.test", "/%09/evil.test"),
        ("/\\evil.test", "/@{name}"),
    ],
)
def test_the_way_on_stays_on_this_site(quiet_porch: Porch, wanted: str, reached: str) -> None:
    member = Someone(quiet_porch, "wayfarer")
    if not quiet_porch.mails_to(member.email):
        member.register()
    page = Someone(quiet_porch).page
    page.goto(f"/sign-in?{'to=' + wanted.replace('%', '%25')}")
    page.get_by_label("E-mail or username").fill(member.name)
    page.get_by_label("Password", exact=True).fill("a lighthouse in autumn rain")
    page.keyboard.press("Enter")
    page.wait_for_url(quiet_porch.address + reached.format(name=member.name))


def test_a_forgotten_password_is_chosen_anew_and_every_device_is_signed_out(quiet_porch: Porch) -> None:
    member = Someone(quiet_porch).register()
    page = Someone(quiet_porch).page
    page.goto("/forgot")
    page.get_by_label("E-mail").fill(member.email)
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Code").fill(quiet_porch.mail_to(member.email, CODE, 2))
    page.get_by_label("New password").fill(ANOTHER)
    page.get_by_role("button", name="Use this password").click()
    expect(page.get_by_role("heading", name="It is changed")).to_be_visible()

    member.page.goto("/settings")
    member.page.wait_for_url("**/sign-in?to=*")
    member.give("a lighthouse in autumn rain")
    expect(member.page.get_by_role("alert").filter(has_text=re.compile("."))).to_be_visible()
    member.sign_in(ANOTHER)


def test_closed_doors_are_told(visitor: Someone) -> None:
    visitor.page.goto("/auth/callback#error=denied")
    expect(visitor.page.get_by_text("You did not go on there")).to_be_visible()
    assert visitor.page.url.endswith("/auth/callback")
    for path in ("/welcome", "/email-undo"):
        visitor.page.goto(path)
        expect(visitor.page.get_by_role("heading", name="The link is incomplete")).to_be_visible()


def test_without_scripts_the_doors_say_what_is_needed(quiet_porch: Porch) -> None:
    page = Someone(quiet_porch, java_script_enabled=False).page
    for path in ("/sign-in", "/register", "/forgot", "/welcome", "/email-undo", "/settings"):
        page.goto(path)
        # Words of a page without scripts are found by no other means.
        expect(page.locator("noscript .notice")).to_be_visible()
        expect(page.locator("main input:visible")).to_have_count(0)
