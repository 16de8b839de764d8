"""How pages look where that is a promise: by day and by night, moving and still, on paper, nearly empty."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Opener

pytestmark = pytest.mark.chromium

FILM = "/blog/postcard-charts"
PAGES_OF_PDF = re.compile(rb"/Type\s*/Page\b")


@pytest.mark.parametrize(("scheme", "shown"), [("light", ".by-day"), ("dark", ".by-night")])
def test_the_first_picture_shows_the_hour_of_the_theme(open_page: Opener, scheme: str, shown: str) -> None:
    page = open_page("/", color_scheme=scheme).page
    expect(page.locator(".hero-picture picture:visible")).to_have_count(1)
    expect(page.locator(f"picture{shown}")).to_be_visible()


def test_a_visitor_who_chooses_the_dark_sees_the_night(open_page: Opener) -> None:
    page = open_page("/", color_scheme="light").page
    switch = page.locator("theme-switch button")
    switch.click()
    switch.click()
    expect(page.locator("picture.by-night")).to_be_visible()
    expect(page.locator("picture.by-day")).to_be_hidden()


def test_a_film_stands_still_until_it_is_asked_to_move(open_page: Opener) -> None:
    page = open_page(FILM, reduced_motion="no-preference").page
    button = page.get_by_role("button", name="Play the film")
    assert page.evaluate("document.querySelector('.film video').readyState") == 0
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Pause the film").click()
    expect(button).to_be_visible()


def test_a_film_moves_under_the_pointer_only_where_motion_is_welcome(open_page: Opener) -> None:
    page = open_page(FILM, reduced_motion="no-preference").page
    page.hover(".film video")
    expect(page.get_by_role("button", name="Pause the film")).to_be_visible()
    still = open_page(FILM).page
    still.hover(".film video")
    assert still.evaluate("document.querySelector('.film video').paused")


def test_a_film_has_its_own_controls_without_scripts(open_page: Opener) -> None:
    page = open_page(FILM, java_script_enabled=False).page
    expect(page.locator(".film video[controls]")).to_be_visible()
    expect(page.locator(".film-button")).to_be_hidden()


def test_a_resume_is_two_sheets_of_black_on_white_without_the_shell(open_page: Opener) -> None:
    page = open_page("/resume", color_scheme="dark").page
    assert len(PAGES_OF_PDF.findall(page.pdf(format="A4"))) <= 2
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".site-header")).to_be_hidden()
    expect(page.locator(".site-footer")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_the_page_of_the_api_is_dark_where_the_site_is(open_page: Opener) -> None:
    page = open_page("/api/docs", color_scheme="dark").page
    expect(page.locator("html")).to_have_class("dark-mode")


def test_a_short_page_still_stands_on_its_foot(open_page: Opener) -> None:
    page = open_page("/tags/maps", width=1920).page
    bottom = page.evaluate("document.querySelector('.site-footer').getBoundingClientRect().bottom")
    assert bottom >= page.evaluate("innerHeight")


def test_an_article_does_not_open_with_its_own_beginning(open_page: Opener, awkward: str) -> None:
    assert open_page(awkward + "/blog/long").page.locator(".standfirst").count() == 0
    assert open_page("/blog/the-clap-test").page.locator(".standfirst").count() == 1
