"""Portico under a path of another site: whatever it says of its own addresses, the path comes first."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from tests.integration.conftest import DemoSettings
from tests.support.crawl import Crawl, crawl

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


@pytest.fixture(scope="module")
def client(demo_settings: DemoSettings) -> FlaskClient:
    return create_app(demo_settings(ROOT)).test_client()


@pytest.fixture(scope="module")
def mounted(client: FlaskClient) -> Crawl:
    return crawl(client, ROOT)


def test_no_address_leaves_the_path(mounted: Crawl) -> None:
    assert len(mounted.pages()) > 30
    outside = {a: mounted.referrers[a] for a in mounted.answers if not a.startswith(ROOT + "/")}
    assert outside == {}


def test_no_address_is_broken(mounted: Crawl) -> None:
    assert mounted.broken() == []


@pytest.mark.parametrize("path", FOR_PROGRAMS)
def test_documents_for_programs_name_the_path(client: FlaskClient, path: str) -> None:
    text = client.get(path, base_url=ROOT).text.replace("\\/", "/")
    assert text
    assert [a for a in OWN_ADDRESS.findall(text) if a != ROOT and not a.startswith(ROOT + "/")] == []


def test_feeds_carry_articles_whose_links_work_elsewhere(client: FlaskClient) -> None:
    feed = client.get("/feed.json", base_url=ROOT).json
    bodies = [item["content_html"] for item in feed["items"]]
    assert bodies
    assert [body for body in bodies if re.search(r"(?:href|src)=\"/", body)] == []


def test_a_redirect_keeps_the_path(client: FlaskClient) -> None:
    response = client.get("/blog/", base_url=ROOT)
    assert response.status_code == 308
    assert response.headers["Location"].removeprefix("https://site.test") == "/x/blog"
