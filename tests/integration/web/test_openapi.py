"""The OpenAPI document says exactly what the API does."""

from __future__ import annotations

import os

import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

DOCUMENTATION = {"/api/docs", "/api/v1/openapi.json"}
EXAMPLES = int(os.environ.get("PORTICO_TEST_EXAMPLES", "600" if os.environ.get("CI") else "40"))
"""Random requests per operation that takes parameters; 600 make more than 2,000 requests in all."""
CONFIGURATION = {
    "generation": {"mode": "all", "max-examples": EXAMPLES},
    "checks": {
        # A cursor that nobody gave out is well formed, and refused with 400 all the same.
        "positive_data_acceptance": {"expected-statuses": ["2xx", "400", "404"]},
        # Random values may well be longer than an address.
        "negative_data_rejection": {"expected-statuses": ["400", "404", "405", "414", "422"]},
    },
}


def test_the_document_is_valid(browser: FlaskClient) -> None:
    document = browser.get("/api/v1/openapi.json").json
    assert document
    OpenAPIV31SpecValidator(document).validate()


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


def test_whatever_is_asked_the_answer_is_as_described(server: str) -> None:
    configuration = SchemathesisConfig.from_dict(CONFIGURATION)
    schema = schemathesis.openapi.from_url(f"{server}/api/v1/openapi.json", config=configuration)
    scenarios = [e for e in from_schema(schema).execute() if isinstance(e, events.ScenarioFinished)]
    assert sum(len(scenario.recorder.interactions) for scenario in scenarios) > EXAMPLES
    assert [failure for scenario in scenarios for failure in _failures(scenario)] == []


def _failures(scenario: events.ScenarioFinished) -> list[str]:
    sent = scenario.recorder.interactions
    return [
        f"{check.name} at {sent[case].request.uri}: {check.failure_info.failure}"
        for case, checks in scenario.recorder.checks.items()
        for check in checks
        if check.status == Status.FAILURE and check.failure_info
    ]
