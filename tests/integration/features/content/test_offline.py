"""The page for having no connection, and the worker that keeps it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from flask.testing import FlaskClient
from tests.support.sites import post

Serve = Callable[[Mapping[str, str | bytes]], FlaskClient]
SITE: dict[str, str | bytes] = {"site.toml": 'title = "Stone"\n', "content/blog/a.md": post("First")}


def kept(client: FlaskClient, mount: str = "") -> dict[str, Any]:
    """What the worker keeps."""
    answer = client.get("/service-worker.js", environ_overrides={"SCRIPT_NAME": mount})
    first = answer.text.partition("\n")[0]
    found: dict[str, Any] = json.loads(first.removeprefix("const KEPT = ").removesuffix(";"))
    return found


def test_it_keeps_the_page_and_what_that_is_made_of(client: Serve) -> None:
    browser = client(SITE)
    found = kept(browser)
    assert found["page"] == "/offline"
    assert all(browser.get(address).status_code == 200 for address in [found["page"], *found["files"]])
    assert {address.rpartition(".")[2] for address in found["files"]} >= {"css", "js", "woff2", "svg"}


def test_behind_a_mount_all_addresses_are_behind_it(client: Serve) -> None:
    found = kept(client(SITE), "/x")
    assert found["page"] == "/x/offline"
    assert all(address.startswith("/x/static/") for address in found["files"])
    assert found["family"] == "offline /x "


def test_it_changes_when_the_page_does(client: Serve) -> None:
    before, after = kept(client(SITE)), kept(client(SITE | {"site.toml": 'title = "Other"\n'}))
    assert before["name"] != after["name"]


def test_it_is_asked_for_anew_each_time_and_may_be_a_worker(client: Serve) -> None:
    answer = client(SITE).get("/service-worker.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.mimetype == "text/javascript"


def test_the_page_is_not_for_search_engines(client: Serve) -> None:
    assert b'<meta name="robots" content="noindex">' in client(SITE).get("/offline").data
