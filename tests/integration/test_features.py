"""A feature that is switched off is gone with all it brings, and flags are shown to the operator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from tests.support.sites import compile_site, write_site

from portico.features import SWITCHABLE
from portico.main import create_app
from portico.platform.flags import Flag, Flags
from portico.settings import Testing
from portico.web import operator

Make = Callable[..., Flask]
BLUEPRINTS = {"traffic": "traffic"}
"""What each feature that can be switched off registers its routes under."""


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """An application over a small site, without some of its features."""
    site = write_site(tmp_path / "site", {"content/pages/about.md": "---\ntitle: About\n---\nHello.\n"})

    def app(features_off: tuple[str, ...] = ()) -> Flask:
        made = Testing(home=tmp_path, site=site, var=tmp_path / "var", features_off=features_off)
        compile_site(site, made.compiled)
        return create_app(made)

    return app


def routes(app: Flask) -> dict[str, str]:
    return {rule.rule: rule.endpoint.partition(".")[0] for rule in app.url_map.iter_rules()}


def parts(app: Flask) -> set[str]:
    """The names of what the application starts."""
    return {part.name for part in app.extensions["portico.lifecycle"]._parts}


@pytest.mark.parametrize("feature", SWITCHABLE)
def test_a_feature_that_is_off_takes_its_routes_its_paths_and_its_work_with_it(
    make: Make, feature: str
) -> None:
    whole, without = make(), make(features_off=(feature,))
    own = {rule for rule, blueprint in routes(whole).items() if blueprint == BLUEPRINTS[feature]}
    assert own
    assert routes(whole).keys() - routes(without).keys() == own
    described = [set(app.extensions["portico.openapi"]()["paths"]) for app in (whole, without)]
    assert described[0] - described[1] == {rule.replace("<", "{").replace(">", "}") for rule in own}
    assert parts(whole) - parts(without) == {feature}
    for rule in own:
        assert without.test_client().get(rule).status_code == 404


@pytest.mark.parametrize("feature", SWITCHABLE)
def test_the_site_is_as_it_was_without_it(make: Make, feature: str) -> None:
    pages = [app.test_client().get("/about") for app in (make(), make(features_off=(feature,)))]
    assert pages[0].status_code == 200
    assert pages[0].data == pages[1].data


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
