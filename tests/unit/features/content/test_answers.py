"""A page is rendered once per compiled site, and every visitor still gets the answer that is theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from flask import template_rendered
from flask.testing import FlaskClient
from tests.support.sites import compile_site, post, write_site

from portico.settings import Settings

SITE = {
    "content/blog/first.md": post("First", tags="[stone]"),
    "content/blog/second.md": post("Second"),
    "public/note.txt": "A file.",
}
PAGES = ["/", "/blog", "/blog?tag=stone", "/blog/first", "/tags", "/tags/stone", "/skills", "/contact"]
API = ["/api/v1/site", "/api/v1/content/blog", "/api/v1/content/blog?limit=1", "/api/v1/content/blog/first"]


@pytest.fixture
def site(client: Callable[[Mapping[str, str | bytes]], FlaskClient]) -> FlaskClient:
    """A small site of two posts."""
    return client(SITE)


def rendered(site: FlaskClient, *addresses: str) -> int:
    """How many templates it takes to answer."""
    count = 0

    def record(*_: object, **__: object) -> None:
        nonlocal count
        count += 1

    with template_rendered.connected_to(record, site.application):
        for address in addresses:
            site.get(address)
    return count


def text(site: FlaskClient, address: str) -> str:
    """What is answered, its file closed."""
    with site.get(address) as answer:
        return answer.get_data(as_text=True)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_rendered_once(site: FlaskClient, address: str) -> None:
    assert rendered(site, address) == 1
    assert rendered(site, address, address) == 0


@pytest.mark.parametrize("address", PAGES + API)
def test_the_second_answer_is_the_first(site: FlaskClient, address: str) -> None:
    first, second = site.get(address), site.get(address)
    assert second.data == first.data
    changing = {"Date", "X-Request-ID"}
    assert {h for h in second.headers if h[0] not in changing} == {
        h for h in first.headers if h[0] not in changing
    }


@pytest.mark.parametrize("address", PAGES + API)
def test_who_has_the_page_is_told_so_from_memory(site: FlaskClient, address: str) -> None:
    etag = site.get(address).headers["ETag"]
    again = site.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_who_asks_conditionally_first_does_not_empty_the_page_for_the_next(site: FlaskClient) -> None:
    etag = site.get("/blog/first").headers["ETag"]
    assert site.get("/blog/first?x", headers={"If-None-Match": etag}).status_code == 304
    assert b"First" in site.get("/blog/first?x").data


def test_a_head_request_has_the_headers_and_no_body(site: FlaskClient) -> None:
    length = site.get("/blog/first").headers["Content-Length"]
    head = site.head("/blog/first")
    assert (head.headers["Content-Length"], head.data) == (length, b"")


def test_each_address_has_its_own_answer(site: FlaskClient) -> None:
    site.get("/blog")
    assert b"Second" not in site.get("/blog?tag=stone").data


def test_each_mount_has_its_own_answer(site: FlaskClient) -> None:
    site.get("/blog/first")
    mounted = site.get("/blog/first", environ_overrides={"SCRIPT_NAME": "/x"})
    assert b'href="/x/blog"' in mounted.data


def test_a_new_compiled_site_has_new_answers(site: FlaskClient, settings: Settings) -> None:
    site.get("/blog/first")
    write_site(settings.site, {"content/blog/first.md": post("Renamed")})
    compile_site(settings.site, settings.compiled)
    assert b"Renamed" in site.get("/blog/first").data


def test_a_file_is_sent_anew_every_time(site: FlaskClient, settings: Settings) -> None:
    assert text(site, "/note.txt") == "A file."
    (settings.site / "public/note.txt").write_text("Another text.")
    assert text(site, "/note.txt") == "Another text."


def test_an_address_that_leads_nowhere_is_not_kept(site: FlaskClient, settings: Settings) -> None:
    assert site.get("/late.txt").status_code == 404
    write_site(settings.site, {"public/late.txt": "Here now."})
    assert text(site, "/late.txt") == "Here now."


def test_a_cursor_stays_the_same_so_that_its_page_can_be_kept(site: FlaskClient) -> None:
    address = "/api/v1/content/blog?limit=1"
    assert site.get(address).headers["ETag"] == site.get(address).headers["ETag"]
