"""The small files by which programs find their way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree
from tests.support.odd import ODD
from tests.support.sites import post

from portico.features.content.discovery.signposts import llms, opensearch, robots, security
from portico.features.content.snapshot import Snapshot
from portico.web.shell import Owner, SiteView

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ROOT = "https://site.test"
LETTERS = "https://site.test/contact"


def view(**told: str) -> SiteView:
    return SiteView(title=told.get("title", "Stone"), owner=Owner(name="Ada", email=told.get("email", "")))


def test_crawlers_are_shown_the_sitemap_and_kept_from_endless_searches() -> None:
    lines = robots(ROOT).splitlines()
    assert {"Disallow: /search", "Sitemap: https://site.test/sitemap.xml"} <= set(lines)


@pytest.mark.parametrize(
    ("email", "contact"),
    [
        ("ada@stone.test", "mailto:ada@stone.test"),
        ("", "https://site.test/contact"),
        ("ada@stone.test\nPolicy: https://evil.test", "https://site.test/contact"),
        ("ä%@stone.test", "mailto:%C3%A4%25@stone.test"),
    ],
)
def test_whom_to_tell_about_a_vulnerability(email: str, contact: str) -> None:
    assert security(view(email=email), ROOT, LETTERS, NOW).splitlines()[0] == f"Contact: {contact}"


def test_security_txt_is_the_same_all_day() -> None:
    evening = NOW.replace(hour=23)
    assert security(view(), ROOT, LETTERS, NOW) == security(view(), ROOT, LETTERS, evening)
    assert "Expires: 2027-05-20T00:00:00Z" in security(view(), ROOT, LETTERS, NOW)


@pytest.mark.parametrize("title", ODD)
def test_any_title_makes_a_search_description_within_its_limits(title: str) -> None:
    document = etree.fromstring(opensearch(view(title=title), ROOT))
    name = document.findtext("{http://a9.com/-/spec/opensearch/1.1/}ShortName")
    assert name is not None
    assert len(name) <= 16


def test_the_search_description_leads_to_the_search() -> None:
    assert b'template="https://site.test/search?q={searchTerms}"' in opensearch(view(), ROOT)


def test_llms_txt_lists_what_there_is(
    make_site: Callable[[Mapping[str, str]], Path], build: Callable[[Path], Snapshot]
) -> None:
    site = make_site(
        {
            "site.toml": 'title = "Stone"\ndescription = "Notes on it."\n',
            "content/blog/a.md": post("A [b] c", summary="In short."),
            "content/pages/about.md": post("About", summary="Who."),
        }
    )
    lines = llms(build(site), ROOT).splitlines()
    assert lines[:3] == ["# Stone", "", "> Notes on it."]
    assert "- [A \\[b\\] c](https://site.test/blog/a): In short." in lines
    assert lines.index("## Blog") < lines.index("## Pages") < lines.index("## Optional")
