"""Lists are read page by page, to the end and without a gap."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from flask.testing import FlaskClient

LIST = "/api/v1/content/blog"


def test_following_the_cursors_gives_every_entry_once(browser: FlaskClient) -> None:
    found, cursor = [], ""
    while True:
        page = browser.get(f"{LIST}?limit=7{cursor}").json
        found += [item["slug"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len(found) == len(set(found)) == 26


def test_the_newest_come_first(browser: FlaskClient) -> None:
    dates = [item["published"] for item in browser.get(f"{LIST}?limit=100").json["items"]]
    assert all(newer >= older for newer, older in pairwise(dates))


def test_the_link_header_leads_to_the_next_page(browser: FlaskClient) -> None:
    first = browser.get(f"{LIST}?limit=5&tag=stone")
    target = re.fullmatch(r'<(.+)>; rel="next"', first.headers["Link"])
    assert target
    assert (
        browser.get(target[1]).json
        == browser.get(f"{LIST}?limit=5&tag=stone&cursor={first.json['next_cursor']}").json
    )


@pytest.mark.parametrize(
    "change", [lambda c: "unknown", lambda c: c[:-1], lambda c: c + "A", lambda c: "x" + c]
)
def test_a_cursor_that_was_not_given_out_is_refused(browser: FlaskClient, change: object) -> None:
    cursor = browser.get(f"{LIST}?limit=5").json["next_cursor"]
    response = browser.get(f"{LIST}?cursor={change(cursor)}")  # type: ignore[operator]
    assert (response.status_code, response.json["code"]) == (400, "invalid-cursor")


@pytest.mark.parametrize("other", ["/api/v1/projects?", f"{LIST}?tag=stone&", f"{LIST}?year=2022&"])
def test_the_cursor_of_another_list_is_refused(browser: FlaskClient, other: str) -> None:
    cursor = browser.get(f"{LIST}?limit=5").json["next_cursor"]
    response = browser.get(f"{other}cursor={cursor}")
    assert (response.status_code, response.json["code"]) == (400, "invalid-cursor")


@pytest.mark.parametrize(("limit", "items"), [(1, 1), (100, 26)])
def test_a_page_holds_one_to_a_hundred(browser: FlaskClient, limit: int, items: int) -> None:
    assert len(browser.get(f"{LIST}?limit={limit}").json["items"]) == items


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "year=12", "cursor=", "unknown=1", "limit=5&limit=6"]
)
def test_a_query_that_does_not_fit_is_refused_by_name(browser: FlaskClient, query: str) -> None:
    response = browser.get(f"{LIST}?{query}")
    assert (response.status_code, response.json["code"]) == (422, "invalid")
    assert response.json["errors"][0]["pointer"] == "/query/" + query.partition("=")[0]
