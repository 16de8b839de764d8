"""A page is made once per compiled site, and every visitor still gets the answer that is theirs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from urllib.request import urlopen

import pytest
from flask import template_rendered
from flask.testing import FlaskClient
from tests.support.server import Server
from tests.support.sites import compile_site, post, write_site

from portico.features.content.answers import CONTENT
from portico.platform import clock
from portico.platform.news import News
from portico.settings import Settings
from portico.web.assets import FOREVER, assets_of
from portico.web.page_cache import pages_of

SITE = {
    "content/blog/first.md": post("First", tags="[stone]"),
    "content/blog/second.md": post("Second"),
    "public/note.txt": "A file.",
}
PAGES = ["/", "/blog", "/blog?tag=stone", "/blog/first", "/tags", "/tags/stone", "/skills", "/contact"]
API = ["/api/v1/site", "/api/v1/content/blog", "/api/v1/content/blog?limit=1", "/api/v1/content/blog/first"]
OF_A_REQUEST = {"Date", "X-Request-ID", "traceparent", "RateLimit", "RateLimit-Policy"}


@pytest.fixture
def site(client: Callable[[Mapping[str, str | bytes]], FlaskClient]) -> Iterator[FlaskClient]:
    """A small site of two posts, whose pages are kept."""
    small = client(SITE)
    pages_of(small.application).start()
    yield small
    pages_of(small.application).stop()


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


def wait_for(true: Callable[[], bool]) -> float:
    """Wait until something is so; the seconds it took."""
    began = monotonic()
    while not true():
        assert monotonic() - began < 20, "waited too long"
        sleep(0.01)
    return monotonic() - began


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_rendered_once(site: FlaskClient, address: str) -> None:
    assert rendered(site, address) == 1
    assert rendered(site, address, address) == 0


@pytest.mark.parametrize("address", PAGES + API)
def test_the_second_answer_is_the_first(site: FlaskClient, address: str) -> None:
    first, second = site.get(address), site.get(address)
    assert second.data == first.data
    lasting = [{h for h in answer.headers if h[0] not in OF_A_REQUEST} for answer in (first, second)]
    assert lasting[0] == lasting[1]
    assert "RateLimit" not in second.headers


@pytest.mark.parametrize("address", PAGES + API)
def test_who_has_the_page_is_told_so_without_flask(site: FlaskClient, address: str) -> None:
    etag = site.get(address).headers["ETag"]
    again = site.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")


def test_who_asks_conditionally_first_does_not_empty_the_page_for_the_next(site: FlaskClient) -> None:
    etag = site.get("/blog/second").headers["ETag"]
    pages_of(site.application).clear()
    assert site.get("/blog/second", headers={"If-None-Match": etag}).status_code == 304
    assert rendered(site, "/blog/second") == 0
    assert b"Second" in site.get("/blog/second").data


def test_an_address_with_more_to_it_is_answered_and_not_kept(site: FlaskClient) -> None:
    assert rendered(site, "/blog?utm_source=x", "/blog?utm_source=x", "/blog?tag=stone&tag=x") == 3
    assert len(pages_of(site.application)) == 0


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
    assert wait_for(lambda: b"Renamed" in site.get("/blog/first").data) < 1


def test_a_scheduled_post_appears_when_its_time_comes(
    site: FlaskClient, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = post("Later", date="2126-11-22T09:00:00Z")
    write_site(settings.site, {"content/blog/later.md": later})
    compile_site(settings.site, settings.compiled)
    wait_for(lambda: b"Later" not in site.get("/blog").data and len(pages_of(site.application)) > 0)
    monkeypatch.setattr(
        site.application.extensions["portico.content"].site,
        "_now",
        lambda: datetime.fromisoformat("2126-11-22T09:00:00Z"),
    )
    assert wait_for(lambda: b"Later" in site.get("/blog").data) < 1
    assert clock.now().year < 2126


def test_a_file_is_sent_anew_every_time(site: FlaskClient, settings: Settings) -> None:
    assert text(site, "/note.txt") == "A file."
    (settings.site / "public/note.txt").write_text("Another text.")
    assert text(site, "/note.txt") == "Another text."


def test_who_has_a_file_is_told_so(site: FlaskClient) -> None:
    with site.get("/note.txt") as first:
        etag = first.headers["ETag"]
    with site.get("/note.txt", headers={"If-None-Match": etag}) as again:
        assert (again.status_code, again.data) == (304, b"")


def test_a_style_sheet_is_compressed_once_and_outlives_the_content(site: FlaskClient) -> None:
    address = assets_of(site.application).address("css/base.css")
    first = site.get(address, headers={"Accept-Encoding": "br"})
    assert (first.headers["Content-Encoding"], first.headers["Cache-Control"]) == ("br", FOREVER)
    pages_of(site.application).drop(CONTENT)
    (kept,) = pages_of(site.application)._pages.values()
    assert kept.forms["br"].whole.body == [first.data]
    again = site.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_an_address_that_leads_nowhere_is_not_kept(site: FlaskClient, settings: Settings) -> None:
    assert site.get("/late.txt").status_code == 404
    write_site(settings.site, {"public/late.txt": "Here now."})
    assert text(site, "/late.txt") == "Here now."


def test_a_cursor_stays_the_same_so_that_its_page_can_be_kept(site: FlaskClient) -> None:
    address = "/api/v1/content/blog?limit=1"
    assert site.get(address).headers["ETag"] == site.get(address).headers["ETag"]


def test_every_worker_shows_a_change_within_a_second(
    tmp_path: Path, settings: Settings, postgres_url: str, redis_url: str
) -> None:
    write_site(settings.site, SITE)
    environ = {
        "PORTICO_HOME": str(tmp_path),
        "PORTICO_WORKERS": "2",
        "PORTICO_DATABASE_URL": postgres_url,
        "PORTICO_REDIS_URL": redis_url,
    }
    with Server(settings.site, settings.var, environ) as server:

        def shows(title: str) -> bool:
            with urlopen(f"{server.address}/blog/first", timeout=20) as answer:
                return title.encode() in answer.read()

        # Each question comes by a connection of its own, which either worker may take.
        assert all(shows("First") for _ in range(40))
        for number in range(3):
            write_site(settings.site, {"content/blog/first.md": post(f"Change {number}")})
            compile_site(settings.site, settings.compiled)
            sleep(1)
            assert all(shows(f"Change {number}") for _ in range(40))


CHILD = """
import sys, time
from flask import Flask
from portico.platform.lifecycle import Lifecycle
from portico.web.page_cache import Page, install
lifecycle = Lifecycle()
pages = install(Flask("child"), lifecycle, by_origin=False, redis_url=sys.argv[1])
lifecycle.start()
while not pages.generation:
    time.sleep(0.01)
page = Page(("", "", "/", ""), [], '"e"', b"", "/", frozenset({"comments"}), "text/html")
pages.keep(page, pages.generation)
print(len(pages), flush=True)
while len(pages):
    time.sleep(0.01)
print("dropped", flush=True)
lifecycle.stop()
"""


def test_a_drop_in_one_process_reaches_another(redis_url: str) -> None:
    news = News(redis_url)
    with subprocess.Popen(
        [sys.executable, "-c", CHILD, redis_url], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        assert child.stdout.readline().strip() == "1"
        news.start()
        news.tell("weather")
        news.tell("comments")
        told = monotonic()
        assert child.stdout.readline().strip() == "dropped"
        assert monotonic() - told < 5
        news.stop()
