"""Promises about every route, whichever feature it belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from portico.main import create_app
from portico.settings import Testing
from portico.web.access import access_of
from portico.web.contract import operation_of

UNDESCRIBED = {"openapi.document", "openapi.docs"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    home: Path = tmp_path_factory.mktemp("home")
    return create_app(Testing(home=home))


def test_every_route_says_who_may_use_it(app: Flask) -> None:
    silent = [name for name, view in app.view_functions.items() if access_of(view) is None]
    assert not silent, f"mark {silent} with portico.web.access"


def test_every_api_route_is_described(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith("/api/") and rule.endpoint not in UNDESCRIBED:
            assert operation_of(app.view_functions[rule.endpoint]), f"{rule.rule} is no @operation"


def test_every_api_route_is_versioned(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint not in UNDESCRIBED and rule.rule.startswith("/api"):
            assert rule.rule.startswith("/api/v1/")


def test_every_view_says_what_it_is_for(app: Flask) -> None:
    undocumented = [name for name, view in app.view_functions.items() if not (view.__doc__ or "").strip()]
    assert not undocumented


def test_names_follow_one_convention(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert rule.rule == rule.rule.lower()
        assert "_" not in rule.rule.replace("_dev", "").split("<")[0]
