"""A feature that is switched off is gone with all it brings, and flags are shown to the operator."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from tests.support.sites import compile_site, post, write_site

from portico import background
from portico.features import NEEDS
from portico.main import create_app
from portico.platform.flags import Flag, Flags
from portico.settings import Testing
from portico.web import operator

Make = Callable[..., Flask]
WITH = {
    "traffic": {"traffic"},
    "contact": {"contact"},
    "studio": {"studio"},
    "notifications": {"notifications", "discussion"},
    "discussion": {"discussion"},
    "accounts": {"accounts", "profiles", "studio", "notifications", "discussion"},
}
"""The packages that go with each feature that can be switched off."""
PARAMETER = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)')


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """An application over a small site, without some of its features."""
    site = write_site(
        tmp_path / "site",
        {
            "content/pages/about.md": "---\ntitle: About\n---\nHello.\n",
            "content/blog/hello.md": post("Hello"),
        },
    )

    def app(features_off: tuple[str, ...] = ()) -> Flask:
        made = Testing(home=tmp_path, site=site, var=tmp_path / "var", features_off=features_off)
        compile_site(site, made.compiled)
        return create_app(made)

    return app


def routes(app: Flask) -> dict[str, str]:
    """The rules of an application, and the feature that each belongs to."""
    return {rule.rule: _feature(app, rule.endpoint) for rule in app.url_map.iter_rules()}


def parts(app: Flask) -> set[str]:
    """The names of what the application starts."""
    return {part.name for part in app.extensions["portico.lifecycle"]._parts}


def rounds(app: Flask, off: tuple[str, ...]) -> set[str]:
    """The kinds of work that is done in the background."""
    settings = Testing(home=Path("nowhere"), features_off=off)
    jobs = background.jobs_of(settings, app.extensions["portico.database"])
    return set(jobs._handlers)


@pytest.mark.parametrize("feature", NEEDS)
def test_a_feature_that_is_off_takes_its_routes_and_its_paths_with_it(make: Make, feature: str) -> None:
    whole, without = make(), make(features_off=(feature,))
    own = {rule for rule, package in routes(whole).items() if package in WITH[feature]}
    assert own
    gone = routes(whole).keys() - routes(without).keys()
    # The owner's ways to what the operator does are rooms of the studio, and the inbox is the contact's.
    assert own <= gone
    assert {routes(whole)[rule] for rule in gone - own} <= {"ops"}
    described = [set(app.extensions["portico.openapi"]()["paths"]) for app in (whole, without)]
    assert described[0] - described[1] == {PARAMETER.sub(r"{\1}", rule) for rule in gone} & described[0]
    assert parts(whole) - parts(without) <= {feature}


@pytest.mark.parametrize("feature", NEEDS)
def test_nothing_leads_to_what_is_off(make: Make, feature: str) -> None:
    client = make(features_off=(feature,)).test_client()
    dead = {}
    for page in (
        "/",
        "/about",
        "/blog",
        "/blog/hello",
        "/nowhere",
        "/contact",
        "/sign-in",
        "/settings",
        "/studio",
    ):
        for address in LINK.findall(client.get(page).text):
            if client.get(address).status_code == 404:
                dead[address] = page
    assert dead == {}
    listed = re.findall(r"<loc>https?://[^/<]+(/[^<]*)", client.get("/sitemap.xml").text)
    assert "/blog/hello" in listed
    assert [address for address in listed if client.get(address).status_code != 200] == []


def test_without_people_letters_and_counting_a_site_is_only_read(make: Make) -> None:
    app = make(features_off=("accounts", "contact", "traffic"))
    article = app.test_client().get("/blog/hello").text
    assert "Hello" in article
    assert not re.search(r'<reader-discussion|<save-button|Sign in|Notifications|href="/contact', article)
    assert not any(path.startswith(("/api/v1/me", "/api/v1/auth")) for path in routes(app))
    security = app.test_client().get("/.well-known/security.txt").text
    assert re.search(r"^Contact: https?://[^/]+/$", security, re.MULTILINE)


def test_what_is_off_does_nothing_by_itself(make: Make) -> None:
    app = make()
    everything = rounds(app, ())
    gone = everything - rounds(app, ("accounts", "contact", "traffic"))
    assert gone >= {"prune_page_views", "contact.sweep", "sweep_storage"}
    assert not gone & {"sweep_outbox", "forget_done_jobs", "prune_idempotency_keys", "mail.send"}
    for feature in ("accounts", "contact", "discussion", "notifications", "traffic"):
        assert rounds(app, (feature,)) < everything


def _feature(app: Flask, endpoint: str) -> str:
    """The package behind a route, whatever its blueprint is called."""
    module = app.view_functions[endpoint].__module__
    return module.removeprefix("portico.features.").partition(".")[0]


def test_the_operator_sees_every_flag(make: Make, tmp_path: Path) -> None:
    app = make()
    flag = Flag("new-search", "Ada", date(2026, 5, 1), "Search that also finds notes.")
    app.extensions["portico.flags"] = Flags([flag], {"new-search": 25})
    bearer = {"Authorization": f"Bearer {operator.token(tmp_path / 'var')}"}
    assert app.test_client().get("/api/v1/ops/flags", headers=bearer).json == {
        "items": [
            {
                "name": "new-search",
                "share": 25,
                "owner": "Ada",
                "since": "2026-05-01",
                "description": "Search that also finds notes.",
            }
        ]
    }


def test_nobody_else_sees_them(make: Make) -> None:
    assert make().test_client().get("/api/v1/ops/flags").status_code == 401
