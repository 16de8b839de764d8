"""Somebody's page: one address for whoever looks, and for its holder what is theirs."""

from __future__ import annotations

import io
import urllib.request
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.people import Porch, Someone

pytestmark = pytest.mark.chromium

ME = "GET /api/v1/me"


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Left half red, right half blue."""
    path = tmp_path_factory.mktemp("pictures") / "halves.png"
    image = Image.new("RGB", (600, 300), "red")
    image.paste("blue", (300, 0, 600, 300))
    image.save(path)
    return path


@pytest.fixture
def member(quiet_porch: Porch) -> Someone:
    return Someone(quiet_porch).register()


def test_the_page_is_the_same_for_everyone_and_the_rest_merged(quiet_porch: Porch, member: Someone) -> None:
    stranger, other = Someone(quiet_porch), Someone(quiet_porch).register()
    pages = []
    for who in (stranger, other, member):
        answer = who.page.goto(f"/@{member.name}", wait_until="networkidle")
        assert answer
        pages.append(answer.body())
    assert pages[0] == pages[1] == pages[2]
    assert member.email.encode() not in pages[0]
    expect(member.page.get_by_text(member.email)).to_be_visible()
    for who in (stranger, other):
        expect(who.page.get_by_role("heading", name="Only you see this")).to_be_hidden()
        expect(who.page.get_by_role("button", name="Settings")).to_be_hidden()
    assert stranger.asked == []


def test_a_picture_is_cropped_by_the_keyboard_and_sent(member: Someone, picture: Path) -> None:
    page = member.page
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Change the picture").click()
    chooser.value.set_files(picture)
    page.get_by_label("Left to right").focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_text("The picture is changed.")).to_be_visible()
    # Only the right half is kept, in the header as well.
    src = page.locator("[data-picture=avatar] img").get_attribute("src") or ""
    with urllib.request.urlopen(member.porch.address + src, timeout=20) as answer:
        kept = Image.open(io.BytesIO(answer.read())).convert("RGB")
    assert kept.width == kept.height
    red, _, blue = kept.getpixel((kept.width // 2, kept.height // 2))  # type: ignore[misc]
    assert blue > red + 150
    face = "getComputedStyle(document.querySelector('.member'), '::before').backgroundImage"
    assert src in page.evaluate(face)
    page.reload()
    expect(page.locator("[data-picture=avatar] img")).to_have_attribute("src", src)


def test_the_frame_follows_the_hand(member: Someone, picture: Path) -> None:
    page = member.page
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Change the banner").click()
    chooser.value.set_files(picture)
    page.get_by_label("Size").fill("0.5")
    frame = page.locator("[data-frame]")
    before = frame.bounding_box()
    assert before
    page.mouse.move(before["x"] + 10, before["y"] + 10)
    page.mouse.down()
    page.mouse.move(before["x"] + 70, before["y"] + 40, steps=6)
    page.mouse.up()
    after = frame.bounding_box()
    assert after
    assert after["x"] - before["x"] == pytest.approx(60, abs=8)
    assert after["y"] - before["y"] == pytest.approx(30, abs=8)
    assert after["width"] / after["height"] == pytest.approx(3, abs=0.05)


def test_what_is_no_picture_is_told(member: Someone, tmp_path: Path) -> None:
    page = member.page
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + b"nothing" * 20)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Change the picture").click()
    chooser.value.set_files(broken)
    expect(page.get_by_text("This picture cannot be read.")).to_be_visible()


def test_a_picture_can_be_taken_away(member: Someone, picture: Path) -> None:
    page = member.page
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Change the banner").click()
    chooser.value.set_files(picture)
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_text("The picture is changed.")).to_be_visible()
    with page.expect_file_chooser():
        page.get_by_role("button", name="Change the banner").click()
    page.get_by_role("button", name="Show none").click()
    expect(page.get_by_text("The picture is gone.")).to_be_visible()
    page.reload()
    expect(page.locator("[data-picture=banner] img")).to_have_count(0)


def test_the_settings_open_as_a_dialog_and_the_page_shows_what_they_changed(member: Someone) -> None:
    page = member.page
    page.get_by_role("button", name="Settings").click()
    dialog = page.get_by_role("dialog", name="Settings")
    dialog.get_by_label("Name", exact=True).fill("Ada Lovelace")
    dialog.get_by_label("About you").fill("Counts columns.")
    dialog.get_by_role("button", name="Add a link").click()
    page.keyboard.type("Code")
    dialog.get_by_label("Address", exact=True).fill("http://plain.example")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_label("Address", exact=True)).to_have_attribute("aria-invalid", "true")
    dialog.get_by_label("Address", exact=True).fill("https://code.example/ada")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Saved.")).to_be_visible()
    dialog.get_by_role("button", name="Close", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada Lovelace")
    link = page.get_by_role("link", name="Code")
    expect(link).to_have_attribute("href", "https://code.example/ada")
    assert "me" in (link.get_attribute("rel") or "").split()


def test_the_page_can_be_shared(member: Someone) -> None:
    member.context.grant_permissions(["clipboard-read", "clipboard-write"])
    member.page.reload()
    member.page.get_by_role("button", name="Copy the link").click()
    expect(member.page.get_by_role("button", name="Copied")).to_be_visible()
    assert f"/@{member.name}" in member.page.evaluate("navigator.clipboard.readText()")
