"""What somebody sets about their account, in a real browser against a real server with real mails."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import ANOTHER, CODE, PASSWORD, Porch, Someone
from tests.browser.watch import until

pytestmark = pytest.mark.chromium

LINK = re.compile(r"http://\S+/email-undo#\S+")
LONG_AGO = "2020-01-01 00:00:00.000000"
TRUSTED_FOR = 6_000
"""Milliseconds after which the server looks anew how a session stands that was changed behind its back."""


@pytest.fixture
def member(quiet_porch: Porch) -> Someone:
    return Someone(quiet_porch).register()


def is_signed_out(page: Page) -> None:
    page.goto("/settings")
    page.wait_for_url("**/sign-in?to=*")


def test_strangers_are_asked_to_sign_in_and_come_back(quiet_porch: Porch, member: Someone) -> None:
    page = Someone(quiet_porch).page
    page.goto("/settings")
    page.wait_for_url("**/sign-in?to=%2Fsettings")
    page.get_by_label("E-mail or username").fill(member.name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Signed in as {member.name}")).to_be_visible()


def test_a_new_password_keeps_this_session_and_ends_the_others(member: Someone) -> None:
    other = member.elsewhere()
    member.settings()
    password = member.section("Password")
    password.get_by_label("New password").fill(ANOTHER)
    password.get_by_role("button", name="Change it").click()
    expect(password.get_by_text("The new password is in use.")).to_be_visible()
    member.settings()
    is_signed_out(other.page)
    other.sign_in(ANOTHER)


def test_a_password_that_is_too_easy_is_told_at_its_field(member: Someone) -> None:
    member.settings()
    password = member.section("Password")
    password.get_by_label("New password").fill("short")
    password.get_by_role("button", name="Change it").click()
    expect(password.get_by_label("New password")).to_have_attribute("aria-invalid", "true")
    expect(password.get_by_label("New password")).to_be_focused()


def test_a_change_that_matters_asks_who_it_is_and_then_goes_through(member: Someone) -> None:
    whose = "(SELECT id FROM account WHERE username = ?)"
    statement = f"UPDATE login_session SET proved_at = ? WHERE account_id = {whose}"
    member.porch.write(statement, LONG_AGO, member.name)
    member.page.wait_for_timeout(TRUSTED_FOR)
    page = member.settings()
    tokens = member.section("Tokens for programs")
    tokens.get_by_label("Name of a new token").fill("Editor")
    tokens.get_by_role("button", name="Make a token").click()
    asked = page.get_by_role("dialog", name="Is it you?")
    asked.get_by_role("button", name="Not now").click()
    expect(tokens.get_by_text("Nothing was changed.")).to_be_visible()

    tokens.get_by_role("button", name="Make a token").click()
    asked.get_by_label("Password", exact=True).fill("not the password")
    page.keyboard.press("Enter")
    expect(asked.get_by_role("alert")).not_to_be_empty()
    asked.get_by_label("Password", exact=True).fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(asked).to_be_hidden()
    expect(tokens.get_by_text("This is the token.")).to_be_visible()


def test_a_token_is_shown_once_works_and_is_revoked(member: Someone) -> None:
    page = member.settings()
    tokens = member.section("Tokens for programs")
    tokens.get_by_label("Name of a new token").fill("Editor")
    tokens.get_by_role("button", name="Make a token").click()
    expect(tokens.get_by_text("This is the token.")).to_be_visible()
    token = tokens.locator("[data-token]").text_content() or ""
    assert token.startswith("portico_")
    asked = urllib.request.Request(
        f"{member.porch.address}/api/v1/me", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(asked, timeout=20) as answer:
        assert json.load(answer)["username"] == member.name
    page.reload()
    expect(tokens.get_by_text("Editor (")).to_be_visible()
    assert token not in page.content()
    tokens.get_by_role("button", name="Revoke: Editor").click()
    expect(tokens.get_by_text("Editor (")).to_be_hidden()
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(asked, timeout=20)


def test_a_new_address_holds_after_its_code_and_the_old_one_can_undo_it(member: Someone) -> None:
    page = member.settings()
    email = member.section("E-mail")
    fresh = f"new-{member.email}"
    email.get_by_label("Another address").fill(fresh)
    email.get_by_role("button", name="Send a code there").click()
    email.get_by_role("textbox", name="Code").fill(member.porch.mail_to(fresh, CODE))
    email.get_by_role("button", name="Use this address").click()
    expect(email.locator("[data-email]")).to_have_text(fresh)

    link = member.porch.mail_to(member.email, LINK)
    reader = Someone(member.porch).page
    reader.goto(member.porch.address + link[link.index("/email-undo") :])
    assert "#" not in reader.url
    reader.get_by_role("button", name="Use my address again").click()
    expect(reader.get_by_role("heading", name="Your address works again")).to_be_visible()
    is_signed_out(page)


def test_other_devices_are_listed_and_signed_out(member: Someone) -> None:
    other = member.elsewhere()
    member.settings()
    devices = member.section("Devices")
    expect(devices.get_by_role("listitem")).to_have_count(2)
    devices.get_by_role("listitem").filter(has_not_text="this device").get_by_role("button").click()
    expect(devices.get_by_role("listitem")).to_have_count(1)
    other.page.goto("/settings")
    other.page.wait_for_url("**/sign-in?to=*")


def test_signing_out_everywhere_ends_every_session(member: Someone) -> None:
    other = member.elsewhere()
    page = member.settings()
    member.section("Devices").get_by_role("button", name="Sign out everywhere").click()
    page.wait_for_url("**/sign-in?to=*")
    is_signed_out(page)
    is_signed_out(other.page)


def test_a_closed_account_can_be_had_back(member: Someone) -> None:
    assert member.page.goto(f"/@{member.name}").ok
    page = member.settings()
    leaving = member.section("Leaving")
    leaving.get_by_label("Write your username").fill("somebody else")
    leaving.get_by_role("button", name="Close my account").click()
    expect(leaving.get_by_text("That is not your username.")).to_be_visible()
    leaving.get_by_label("Write your username").fill(member.name)
    leaving.get_by_role("button", name="Close my account").click()
    page.wait_for_url("**/sign-in?notice=closed")
    expect(page.get_by_text("Your account is closed.")).to_be_visible()
    stranger = Someone(member.porch).page
    # Not even the browser that has just shown the page shows it again.
    for visitor in (stranger, page):
        assert visitor.goto(f"/@{member.name}").status == 404
    page.goto("/sign-in")

    member.give(PASSWORD)
    expect(page.get_by_role("heading", name="Welcome back?")).to_be_visible()
    page.get_by_role("button", name="Open it again").click()
    page.wait_for_url(f"**/@{member.name}")


def test_an_authenticator_app_is_asked_for_and_a_recovery_code_stands_in(member: Someone) -> None:
    page = member.settings()
    step = member.section("Second step")
    step.get_by_role("button", name="Set it up").click()
    expect(step.get_by_alt_text("The picture that an authenticator app reads")).to_be_visible()
    until(page, "document.querySelector('.totp-picture').naturalWidth")
    secret = (step.locator("[data-secret]").text_content() or "").replace(" ", "")
    step.get_by_label("Code that the app shows").fill(pyotp.TOTP(secret).now())
    step.get_by_role("button", name="Switch it on").click()
    expect(step.locator("[data-codes] li")).to_have_count(10)
    codes = step.locator("[data-codes] li").all_text_contents()
    assert len(set(codes)) == 10
    step.get_by_role("button", name="I have kept them").click()
    expect(step.get_by_text("10 recovery codes are left.")).to_be_visible()

    other = Someone(member.porch, member.name)
    other.give(PASSWORD)
    expect(other.page.get_by_role("heading", name="One more step")).to_be_visible()
    other.code_field.fill("000000")
    other.page.keyboard.press("Enter")
    expect(other.code_field).to_have_attribute("aria-invalid", "true")
    other.code_field.fill(codes[0])
    other.page.keyboard.press("Enter")
    other.page.wait_for_url(f"**/@{member.name}")


def test_all_of_ones_data_comes_in_one_file(member: Someone, tmp_path: Path) -> None:
    page = member.settings()
    privacy = member.section("Privacy")
    privacy.get_by_role("button", name="Gather my data").click()
    link = privacy.get_by_role("link", name="Download the file")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    download.value.save_as(tmp_path / "mine.zip")
    with zipfile.ZipFile(tmp_path / "mine.zip") as file:
        assert member.email in "".join(file.read(name).decode("utf-8", "ignore") for name in file.namelist())
