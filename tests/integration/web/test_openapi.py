"""The OpenAPI document says exactly what the API does."""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.config import SchemathesisConfig

EXAMPLES = int(os.environ.get("PORTICO_TEST_EXAMPLES", "160" if os.environ.get("CI") else "15"))
"""Random requests per operation; the dozen operations make 2,000 of 160."""
DOCUMENTATION = {"/api/docs", "/api/v1/openapi.json"}
CONFIGURATION = {
    "checks": {
        # A cursor is opaque: one that nobody gave out is well formed, and refused with 400 all the same.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "304", "400", "404"]},
    },
    "generation": {"mode": "all"},
}

contract = schemathesis.pytest.from_fixture("described")


@pytest.fixture
def described(app: Flask) -> Any:
    configuration = SchemathesisConfig.from_dict(CONFIGURATION)
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app, config=configuration)


def test_the_document_is_valid(browser: FlaskClient) -> None:
    OpenAPIV31SpecValidator(browser.get("/api/v1/openapi.json").json).validate()


def test_every_route_of_the_api_is_in_the_document(app: Flask, browser: FlaskClient) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api")}
    described = browser.get("/api/v1/openapi.json").json["paths"]
    named = {
        rule.replace("<path:", "<").replace("<", "{").replace(">", "}") for rule in rules - DOCUMENTATION
    }
    assert set(described) == named


def test_every_operation_and_every_parameter_is_explained(browser: FlaskClient) -> None:
    paths = browser.get("/api/v1/openapi.json").json["paths"]
    for path, methods in paths.items():
        for operation in methods.values():
            assert operation["summary"], path
            unexplained = [
                p["name"] for p in operation["parameters"] if p["in"] == "query" and not p.get("description")
            ]
            assert unexplained == [], path


@contract.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_the_answer_is_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate()
