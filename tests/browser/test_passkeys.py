"""Second factors in a real browser: passkeys of Chromium's virtual authenticator, an app, recovery codes."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pyotp
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import awake
from tests.browser.people import PASSWORD, Porch, Someone

pytestmark = pytest.mark.chromium

LONG_AGO = "2020-01-01 00:00:00.000000"
TRUST = 5.5
"""Seconds after which the server has forgotten how a session stood."""
STEP = 30
SUGGESTS_NOTHING = "PublicKeyCredential.isConditionalMediationAvailable = async () => false"


class Holder(Someone):
    """Somebody whose browser has an authenticator, which answers only while it is told to."""

    def __init__(self, porch: Porch) -> None:
        # Browsers make passkeys for names alone, not for the number of a machine.
        super().__init__(replace(porch, address=porch.address.replace("127.0.0.1", "localhost")))
        self.tool = self.context.new_cdp_session(self.page)
        self.tool.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": False,
        }
        made = self.tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.authenticator = {"authenticatorId": made["authenticatorId"]}

    def touches(self, yes: bool = True) -> None:
        """Have them touch whatever asks for it, or nothing."""
        self.tool.send("WebAuthn.setAutomaticPresenceSimulation", self.authenticator | {"enabled": yes})

    def passkeys(self) -> int:
        """How many passkeys their device holds."""
        return len(self.tool.send("WebAuthn.getCredentials", self.authenticator)["credentials"])

    def add_passkey(self) -> list[str]:
        """Add a passkey in the settings; gives the recovery codes that come with it."""
        self.settings()
        self.touches()
        self.section("Passkeys").get_by_role("button", name="Add a passkey").click()
        codes = self.section("Second step").locator("[data-codes] li")
        expect(codes).to_have_count(10)
        self.touches(yes=False)
        return codes.all_inner_texts()

    def leave(self) -> Page:
        """Sign out here, and go to the door."""
        self.context.clear_cookies()
        self.page.goto("/sign-in")
        return self.page


@pytest.fixture
def holder(quiet_porch: Porch) -> Holder:
    """Somebody who has just joined."""
    someone = Holder(quiet_porch)
    someone.register()
    return someone


def finish(holder: Holder, code: str) -> None:
    """The second half of a sign-in, by a code."""
    expect(holder.page.get_by_role("heading", name="One more step")).to_be_visible()
    holder.code_field.fill(code)
    holder.page.get_by_role("button", name="Continue", exact=True).click()


def test_a_passkey_is_added_and_then_opens_the_door_alone(holder: Holder) -> None:
    holder.add_passkey()
    assert holder.passkeys() == 1
    expect(holder.section("Passkeys").get_by_role("listitem")).to_have_count(1)
    # Else the touch answers what the browser suggests by itself, before anything is pressed.
    holder.page.add_init_script(SUGGESTS_NOTHING)
    page = awake(holder.leave())
    holder.touches()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"**/@{holder.name}")
    assert holder.troubles == []


def test_the_browser_suggests_the_passkey_below_the_first_field(holder: Holder) -> None:
    holder.add_passkey()
    # Whoever chooses it from the list comes in without a press on any button of the page.
    holder.touches()
    holder.leave()
    holder.page.wait_for_url(f"**/@{holder.name}")


def test_a_passkey_is_asked_for_after_the_password(holder: Holder) -> None:
    holder.add_passkey()
    holder.leave()
    holder.give(PASSWORD)
    expect(holder.page.get_by_role("heading", name="One more step")).to_be_visible()
    holder.touches()
    holder.page.get_by_role("button", name="Use a passkey instead").click()
    holder.page.wait_for_url(f"**/@{holder.name}")


def test_who_has_lost_the_passkey_comes_in_by_a_recovery_code(holder: Holder) -> None:
    first, *_ = holder.add_passkey()
    holder.leave()
    holder.give(PASSWORD)
    finish(holder, first.lower())
    holder.page.wait_for_url(f"**/@{holder.name}")


def test_a_passkey_proves_who_one_is_before_it_is_removed(holder: Holder) -> None:
    holder.add_passkey()
    holder.porch.write(
        "UPDATE login_session SET proved_at = ?"
        " WHERE account_id = (SELECT id FROM account WHERE username = ?)",
        LONG_AGO,
        holder.name,
    )
    time.sleep(TRUST)
    holder.settings()
    holder.section("Passkeys").get_by_role("button", name=re.compile("Remove")).click()
    expect(holder.page.get_by_role("heading", name="Is it you?")).to_be_visible()
    holder.touches()
    holder.page.get_by_role("button", name="Use a passkey").click()
    expect(holder.section("Passkeys").get_by_role("listitem")).to_have_count(0)
    holder.touches(yes=False)
    holder.leave()
    holder.sign_in()


def test_an_app_is_set_up_by_what_the_page_shows_and_asked_for_then(holder: Holder) -> None:
    section = holder.settings().get_by_role("region", name="Second step")
    section.get_by_role("button", name="Set it up").click()
    picture = section.get_by_role("img")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    app = pyotp.TOTP(section.locator("[data-secret]").inner_text().replace(" ", ""))
    section.get_by_label("Code that the app shows").fill("000000")
    section.get_by_role("button", name="Switch it on").click()
    expect(section.get_by_text("That is not the code")).to_be_visible()
    section.get_by_label("Code that the app shows").fill(app.now())
    section.get_by_role("button", name="Switch it on").click()
    codes = section.locator("[data-codes] li")
    expect(codes).to_have_count(10)
    first = codes.first.inner_text()
    section.get_by_role("button", name="I have kept them").click()
    expect(section.get_by_text("10 recovery codes are left.")).to_be_visible()

    holder.leave()
    holder.give(PASSWORD)
    # The code that confirmed the app is used up; the next one is good half a minute early.
    finish(holder, app.at(int(time.time()) + STEP))
    holder.page.wait_for_url(f"**/@{holder.name}")

    holder.leave()
    holder.give(PASSWORD)
    finish(holder, first)
    holder.page.wait_for_url(f"**/@{holder.name}")
    holder.settings()
    expect(holder.section("Second step").get_by_text("9 recovery codes are left.")).to_be_visible()
