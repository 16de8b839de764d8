"""Portico under a path of another site: whatever it says of its own addresses, the path comes first."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.integration.conftest import DemoSettings
from tests.support.crawl import Crawl, crawl
from tests.support.demo import compiled_demo
from tests.support.distant import client_of
from tests.support.nginx import forwarding, nginx
from tests.support.server import Server, free_port, together
from tests.support.sites import DEMO
from werkzeug.test import Client

from portico.main import create_app

ROOT = "https://site.test/x"
OWN_ADDRESS = re.compile(r"https://site\.test[^\s\"'<>)\]]*")
FOR_PROGRAMS = (
    "/feed.atom",
    "/feed.rss",
    "/feed.json",
    "/blog/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/site.webmanifest",
    "/llms.txt",
    "/opensearch.xml",
    "/resume.json",
    "/api/v1/site",
    "/.well-known/security.txt",
)


WAYS = ("in one process", "behind a proxy that leaves the path", "behind a proxy that takes the path off")


@pytest.fixture(scope="module")
def proxies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Client]]:
    """Clients of a real server behind a real nginx, by what that does with the path."""
    home = tmp_path_factory.mktemp("prefix")
    environ = {
        "PORTICO_PUBLIC_URL": ROOT,
        "PORTICO_TRUSTED_PROXIES": "1",
        "PORTICO_RATE_LIMITS": "false",
        "PORTICO_DATABASE_URL": f"sqlite:///{home}/portico.db",
    }
    server = Server(DEMO, compiled_demo(tmp_path_factory) / "var", environ)
    told = "proxy_set_header X-Forwarded-Proto https;"
    leaving, taking, silent = free_port(), free_port(), free_port()
    sites = (
        forwarding(leaving, server.port, location="/x", inside=told)
        + forwarding(silent, server.port, location="/x/", strip=True, inside=told)
        + forwarding(taking, server.port, location="/x/", strip=True, inside=told + PREFIX_HEADER)
    )
    with together([server]), nginx(home / "nginx", sites):
        yield dict(zip((*WAYS[1:], SILENTLY), map(client_of, (leaving, taking, silent)), strict=True))


PREFIX_HEADER = "proxy_set_header X-Forwarded-Prefix /x;"
SILENTLY = "behind a proxy that takes the path off and does not say so"


@pytest.fixture(
    scope="module", params=[WAYS[0], *(pytest.param(way, marks=pytest.mark.nginx) for way in WAYS[1:])]
)
def client(request: pytest.FixtureRequest, demo_settings: DemoSettings) -> Client:
    if request.param == WAYS[0]:
        return create_app(demo_settings(ROOT)).test_client()
    found: Client = request.getfixturevalue("proxies")[request.param]
    return found


@pytest.fixture(scope="module")
def mounted(client: Client) -> Crawl:
    return crawl(client, ROOT)


def test_no_address_leaves_the_path(mounted: Crawl) -> None:
    assert len(mounted.pages()) > 30
    outside = {a: mounted.referrers[a] for a in mounted.answers if not a.startswith(ROOT + "/")}
    assert outside == {}


def test_no_address_is_broken(mounted: Crawl) -> None:
    assert mounted.broken() == []


@pytest.mark.parametrize("path", FOR_PROGRAMS)
def test_documents_for_programs_name_the_path(client: Client, path: str) -> None:
    answer = client.get(path, base_url=ROOT)
    assert answer.status_code == 200
    text = answer.text.replace("\\/", "/")
    assert [a for a in OWN_ADDRESS.findall(text) if a != ROOT and not a.startswith(ROOT + "/")] == []


def test_feeds_carry_articles_whose_links_work_elsewhere(client: Client) -> None:
    feed = client.get("/feed.json", base_url=ROOT).json
    bodies = [item["content_html"] for item in feed["items"]]
    assert bodies
    assert [body for body in bodies if re.search(r"(?:href|src)=\"/", body)] == []


def test_a_redirect_keeps_the_path(client: Client) -> None:
    response = client.get("/blog/", base_url=ROOT)
    assert response.status_code == 308
    assert response.headers["Location"].removeprefix("https://site.test") == "/x/blog"


def test_the_document_of_the_api_names_the_path(client: Client) -> None:
    document = client.get("/api/v1/openapi.json", base_url=ROOT).json
    assert [server["url"] for server in document["servers"]] == [ROOT]


@pytest.mark.nginx
def test_a_proxy_may_take_the_path_off_without_a_word(proxies: dict[str, Client]) -> None:
    client = proxies[SILENTLY]
    page = client.get("/blog", base_url=ROOT)
    assert page.status_code == 200
    assert not [
        link for link in re.findall(r'(?:href|src)="(/[^"]*)"', page.text) if not link.startswith("/x/")
    ]
