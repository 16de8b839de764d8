"""What the door says to somebody who chooses no passkey after all."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.people import Porch, Someone

pytestmark = pytest.mark.chromium


def test_whoever_chooses_none_is_told(quiet_porch: Porch) -> None:
    # A passkey belongs to a name; an address of numbers has none.
    page = Someone(quiet_porch, base_url=quiet_porch.address.replace("127.0.0.1", "localhost")).page
    page.goto("/sign-in")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')); }"
    )
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
