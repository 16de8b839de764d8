"""Whoever keeps the site walks through the rooms of the studio, and looks after what is in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Literal

import pyotp
import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.axe import violations
from tests.browser.people import Porch, Someone

pytestmark = pytest.mark.chromium
_numbers = count(1)
ROOMS = ["", "/people", "/outbox", "/jobs", "/traffic", "/content", "/health", "/flags"]
SCREENS: list[tuple[Literal["light", "dark"], int]] = [("light", 1280), ("dark", 390)]
JOB = (
    "INSERT INTO job (id, kind, payload, priority, attempts, fence, created_at, run_at, parked_at, error)"
    " VALUES (?, ?, ?, 10, 10, 0, ?, ?, ?, ?)"
)
MAIL = (
    "INSERT INTO mail (kind, message_id, sender, recipient, subject, text, created_at, job_id)"
    " VALUES ('test', ?, 'porch@example.org', ?, ?, 'It arrived.', ?, ?)"
)

PAYLOAD = "UPDATE job SET payload = json_object('mail', (SELECT id FROM mail WHERE job_id = ?)) WHERE id = ?"


def with_role(porch: Porch, role: str) -> Someone:
    """Somebody who has joined and was given a role."""
    joined = Someone(porch, f"{role}{next(_numbers)}").register()
    porch.write("UPDATE account SET role = ? WHERE username = ?", role, joined.name)
    return joined.elsewhere()


@pytest.fixture(scope="module")
def owner(quiet_porch: Porch) -> Iterator[Someone]:
    """The owner of the site, signed in."""
    someone = with_role(quiet_porch, "owner")
    yield someone
    assert someone.troubles == []
    quiet_porch.write("UPDATE account SET role = 'member' WHERE username = ?", someone.name)
    Someone.present.remove(someone)
    someone.context.close()


@pytest.mark.parametrize(
    ("role", "reach"),
    [
        ("owner", ["Comments", "Inbox", "People", "Mail", "Jobs", "Traffic", "Health", "Flags"]),
        ("moderator", ["Comments"]),
        ("member", []),
    ],
)
def test_the_palette_and_the_menu_lead_to_the_rooms_that_are_open(
    quiet_porch: Porch, role: str, reach: list[str]
) -> None:
    page = with_role(quiet_porch, role).page
    page.goto("/about", wait_until="networkidle")
    page.get_by_role("button", name="Your account").click()
    way = page.locator("#account-menu").get_by_role("link", name="Studio")
    expect(way).to_be_visible(visible=bool(reach))
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    group = page.get_by_role("group", name="Studio")
    expect(page.get_by_role("option", name="Sign out")).to_be_visible()
    found = group.get_by_role("option").all_text_contents()
    assert [name for name in found if name in reach] == reach
    if role != "owner":
        assert found == reach
    if reach:
        page.keyboard.type(reach[-1])
        group.get_by_role("option", name=reach[-1]).click()
        page.wait_for_url(f"**/studio/{reach[-1].lower()}")
        page.get_by_role("button", name="Your account").click()
        way.click()
        page.wait_for_url("**/studio")


def given_up(porch: Porch, kind: str, error: str, payload: dict[str, int] | None = None) -> int:
    """A job that was given up."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    number = 1_000_000 * next(_numbers)
    porch.write(JOB, number, kind, json.dumps(payload or {}), now, now, now, error)
    return number


def enter(page: Page, room: str, heading: str) -> None:
    page.goto(f"/studio{room}")
    expect(page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()
    expect(page.locator("[data-inside]")).to_be_visible()


def test_what_waits_leads_to_its_room_and_a_mail_is_sent_again(owner: Someone, quiet_porch: Porch) -> None:
    subject, now = f"Letter {next(_numbers)}", datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    job = given_up(quiet_porch, "mail.send", "550 No such mailbox.")
    recipient = f"late{job}@example.org"
    quiet_porch.write(MAIL, f"<{job}@example.org>", recipient, subject, now, job)
    quiet_porch.write(PAYLOAD, job, job)
    page = owner.page
    enter(page, "", "Studio")
    page.get_by_role("link", name="Mails that were given up").click()
    page.get_by_label("State").select_option("parked")
    row = page.get_by_role("listitem").filter(has_text=subject)
    expect(row).to_contain_text("550 No such mailbox.")
    again = page.get_by_role("button", name=f"Send again: {subject}")
    again.focus()
    page.keyboard.press("Enter")
    expect(row).not_to_contain_text("given up")
    quiet_porch.mail_to(recipient, re.compile("It arrived"))


def test_a_job_that_failed_runs_again(owner: Someone, quiet_porch: Porch) -> None:
    number = given_up(quiet_porch, "sweep_outbox", "OSError: No space left on device")
    page = owner.page
    enter(page, "/jobs", "Jobs")
    row = page.get_by_role("listitem").filter(has_text=str(number))
    expect(row).to_contain_text("No space left")
    page.get_by_role("button", name=f"Run again: Sweep outbox {number}").click()
    expect(row).not_to_contain_text("given up")
    page.get_by_label("State").select_option("done")
    expect(page.get_by_role("listitem").filter(has_text=str(number))).to_be_visible()


def test_the_plot_tells_each_day_by_pointing_and_by_keys(owner: Someone, quiet_porch: Porch) -> None:
    today = datetime.now(UTC).date()
    for ago, views in ((1, 41), (2, 1)):
        day = (today - timedelta(days=ago)).isoformat()
        quiet_porch.write("INSERT INTO page_view VALUES ('/plotted', ?, 'news.example.net', ?)", day, views)
    page = owner.page
    enter(page, "/traffic", "Traffic")
    slider = page.get_by_role("slider", name="Views by day")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r": \d+ views$"))
    page.keyboard.press("ArrowLeft")
    before = today - timedelta(days=2)
    expect(page.locator(".plot-value")).to_contain_text(f"{before.day} {before:%b %Y}: 1 view")
    expect(page.get_by_role("listitem").filter(has_text="/plotted")).to_contain_text("42 views")
    expect(page.get_by_role("listitem").filter(has_text="news.example.net")).to_contain_text("42 views")
    page.get_by_role("radio", name="7 days").check()
    expect(slider).to_have_attribute("aria-valuemax", "6")
    page.keyboard.press("Tab")
    slider.hover(position={"x": 1, "y": 20})
    expect(slider).to_have_attribute("aria-valuenow", "0")


def test_a_moderator_comes_into_the_rooms_of_moderators_alone(quiet_porch: Porch) -> None:
    page = with_role(quiet_porch, "moderator").page
    enter(page, "", "Studio")
    rooms = page.get_by_role("navigation", name="Studio").get_by_role("link")
    expect(rooms).to_have_text(["Overview", "Comments"])
    page.goto("/studio/outbox")
    expect(page.get_by_role("heading", name="This room is not for your role")).to_be_focused()
    expect(page.get_by_text("Only the owner of the site comes in here.")).to_be_visible()
    expect(page.locator("[data-inside]")).to_be_hidden()


def test_a_member_is_told_what_the_studio_is_and_a_stranger_signs_in(quiet_porch: Porch) -> None:
    page = Someone(quiet_porch).register().page
    page.goto("/studio")
    expect(page.get_by_text("The studio is for those who look after this site.")).to_be_visible()
    expect(page.get_by_role("navigation", name="Studio")).to_be_hidden()
    stranger = Someone(quiet_porch).page
    stranger.goto("/studio/jobs")
    stranger.wait_for_url("**/sign-in?to=%2Fstudio%2Fjobs")


def test_a_second_factor_that_is_stale_is_shown_again_by_a_code(owner: Someone) -> None:
    page = owner.settings()
    section = owner.section("Second step")
    section.get_by_role("button", name="Set it up").click()
    expect(section.locator(".totp-secret")).to_have_text(re.compile(r"\w{4}"))
    secret = section.locator(".totp-secret").inner_text()
    section.get_by_label("Code").fill(pyotp.TOTP(secret.replace(" ", "")).now())
    section.get_by_role("button", name="Switch it on").click()
    codes = section.locator(".recovery li")
    code = codes.first.inner_text()
    stale = True

    def answer(route: Route, request: Request) -> None:
        problem = {
            "code": "second-factor-needed",
            "title": "This needs a second factor",
            "detail": "Show it.",
        }
        if stale:
            route.fulfill(status=403, content_type="application/problem+json", body=json.dumps(problem))
        else:
            route.continue_()

    page.route("**/api/v1/studio/flags", answer)
    page.goto("/studio/flags")
    expect(page.get_by_role("heading", name="Show your second factor")).to_be_focused()
    page.get_by_role("button", name="Show it now").click()
    dialog = page.get_by_role("dialog", name="Is it you?")
    dialog.get_by_label("Code").fill("000000")
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_text("That is not a good code")).to_be_visible()
    dialog.get_by_label("Code").fill(code)
    stale = False
    dialog.get_by_role("button", name="Continue").click()
    expect(page.locator("[data-inside]")).to_be_visible()
    assert owner.questions("POST /api/v1/me/proof/code") == 2


@pytest.mark.node
def test_every_room_can_be_used_by_everyone_on_every_screen(owner: Someone) -> None:
    page = owner.tab()
    for room in ROOMS:
        for scheme, width in SCREENS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"/studio{room}")
            expect(page.locator("[data-inside]")).to_be_visible()
            assert (room, violations(page)) == (room, [])
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert (room, wide) == (room, 0)
