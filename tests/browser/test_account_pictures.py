"""Pictures that people send of themselves: to a folder of the site, or straight to a bucket."""

from __future__ import annotations

import io
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.people import Porch, Someone, porch
from tests.support import s3

pytestmark = pytest.mark.chromium

SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}
"""A network on which a picture takes a while, as the protocol of Chromium takes it."""
NOTE_PROGRESS = """() => {
  window.told = [];
  const progress = document.querySelector("progress");
  const note = () => window.told.push(progress.value);
  new MutationObserver(note).observe(progress, { attributeFilter: ["value"] });
}"""


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Left half red, right half blue, and not small."""
    path = tmp_path_factory.mktemp("pictures") / "halves.png"
    image = Image.new("RGB", (600, 300), "red")
    image.paste("blue", (300, 0, 600, 300))
    image.save(path, compress_level=0)
    return path


@pytest.fixture(scope="module")
def bucket(guarded_s3: str) -> str:
    """The address of a bucket, as the settings take it."""
    return s3.new_bucket(guarded_s3)


@pytest.fixture(scope="module")
def bucket_porch(chromium: Browser, bucket: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porch]:
    """A site that keeps its pictures in the bucket, which lets browsers send by the rule of the guide."""
    with porch(chromium, tmp_path_factory.mktemp("porch"), PORTICO_STORAGE_URL=bucket) as opened:
        s3.let_send(bucket, opened.address)
        yield opened


@pytest.fixture
def member(quiet_porch: Porch) -> Someone:
    return Someone(quiet_porch).register()


@pytest.fixture(params=["folder", "bucket"])
def sender(request: pytest.FixtureRequest) -> Someone:
    """A member of a site with each kind of storage."""
    kind = {"folder": "quiet_porch", "bucket": "bucket_porch"}[request.param]
    return Someone(request.getfixturevalue(kind)).register()


def choose(page: Page, place: str, path: Path) -> None:
    """Choose a file in the dialog of the picture or the banner."""
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=f"Change the {place}").click()
    chooser.value.set_files(path)


def goes_to(who: Someone) -> str:
    """The origin that the page lets their pictures go to."""
    answer = who.page.request.get(f"/@{who.name}")
    allowed = re.search(r"connect-src ([^;]*)", answer.headers["content-security-policy"])
    assert allowed
    return next((each for each in allowed[1].split() if each.startswith("http")), who.porch.address)


def test_a_picture_is_cropped_by_the_keyboard_and_sent(sender: Someone, picture: Path) -> None:
    page = sender.page
    sent: list[Request] = []
    page.on("requestfinished", lambda request: sent.append(request) if request.method == "PUT" else None)
    choose(page, "picture", picture)
    expect(page.get_by_label("Left to right")).to_be_visible()
    page.get_by_label("Left to right").focus()
    page.keyboard.press("End")
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_text("The picture is changed.")).to_be_visible()
    (put,) = sent
    assert put.url.startswith(goes_to(sender) + "/")
    # Only the right half is kept, in the header as well.
    src = page.locator("[data-picture=avatar] img").get_attribute("src") or ""
    with urllib.request.urlopen(sender.porch.address + src, timeout=20) as answer:
        kept = Image.open(io.BytesIO(answer.read())).convert("RGB")
    assert kept.width == kept.height
    red, _, blue = kept.getpixel((kept.width // 2, kept.height // 2))  # type: ignore[misc]
    assert blue > red + 150
    face = "getComputedStyle(document.querySelector('.member'), '::before').backgroundImage"
    assert src in page.evaluate(face)
    page.reload()
    expect(page.locator("[data-picture=avatar] img")).to_have_attribute("src", src)
    assert sender.troubles == []


def test_how_much_has_been_sent_is_told(sender: Someone, picture: Path) -> None:
    page = sender.page
    choose(page, "banner", picture)
    page.evaluate(NOTE_PROGRESS)
    wire = sender.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", SLOW)
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_role("progressbar", name="Sending")).to_be_visible()
    expect(page.get_by_text("The picture is changed.")).to_be_visible()
    told = page.evaluate("told")
    assert told == sorted(told)
    assert told[-1] == 1
    assert [share for share in told if 0.1 < share < 0.9]
    expect(page.get_by_role("progressbar", name="Sending")).to_be_hidden()


def test_the_frame_follows_the_hand(member: Someone, picture: Path) -> None:
    page = member.page
    choose(page, "banner", picture)
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
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n" + b"nothing" * 20)
    choose(member.page, "picture", broken)
    expect(member.page.get_by_text("This picture cannot be read.")).to_be_visible()


def test_a_picture_can_be_taken_away(sender: Someone, picture: Path) -> None:
    page = sender.page
    choose(page, "banner", picture)
    page.get_by_role("button", name="Use it").click()
    expect(page.get_by_text("The picture is changed.")).to_be_visible()
    with page.expect_file_chooser():
        page.get_by_role("button", name="Change the banner").click()
    page.get_by_role("button", name="Show none").click()
    expect(page.get_by_text("The picture is removed.")).to_be_visible()
    page.reload()
    expect(page.locator("[data-picture=banner] img")).to_have_count(0)


def test_a_bucket_that_hears_no_browser_of_ours_is_told_of(
    bucket_porch: Porch, bucket: str, picture: Path
) -> None:
    member = Someone(bucket_porch).register()
    s3.let_send(bucket, "https://other.example")
    choose(member.page, "picture", picture)
    member.page.get_by_role("button", name="Use it").click()
    expect(member.page.get_by_text("The picture could not be sent.")).to_be_visible()
    s3.let_send(bucket, bucket_porch.address)
    member.page.get_by_role("button", name="Use it").click()
    expect(member.page.get_by_text("The picture is changed.")).to_be_visible()
