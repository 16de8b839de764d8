"""The OpenAPI document says exactly what the API does."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from flask import Flask
from flask.testing import FlaskClient
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from tests.support.accounts import House, Person, Socket, beside
from tests.support.server import Server
from tests.support.shelf import SHELF, shelf_at

from portico.main import create_app
from portico.settings import Settings, Testing
from portico.web.idempotency import HEADER, WELL_FORMED
from portico.web.operator import token

DOCUMENTATION = {"/api/docs", "/api/v1/openapi.json"}
EXAMPLES = int(os.environ.get("PORTICO_TEST_EXAMPLES", "1"))
"""Random requests per operation that takes anything."""
LONG = "PORTICO_TEST_EXAMPLES" in os.environ
BOUNDARIES = "all" if LONG else "positive"
"""What is just too much or too little is asked in the long form: that is twice as many requests again."""
REFUSED = ["400", "401", "404", "409", "412"]
"""What a well-formed request may be refused with: a cursor that nobody gave out, no token, nothing there."""
CHECKS = {
    "positive_data_acceptance": {"expected-statuses": ["2xx", *REFUSED]},
    # The right token is sent with every request; what wrong ones open is the matrix of authorization.
    "missing_required_header": {"enabled": False},
    "ignored_auth": {"enabled": False},
    # Random values may well be longer than an address.
    "negative_data_rejection": {"expected-statuses": [*REFUSED, "405", "411", "413", "414", "415", "422"]},
}

ENDING = r"/auth/(sign-out|refresh)|/me/(deactivation|password|sessions)|/people/\{"
"""What ends the session that everything is asked in, or may by chance suspend who asks or take their keys."""
JUDGED = {
    "include-path-regex": "^/api/v1/(?!books|content)",
    "checks": {
        # A name, a password or a code can be well-formed and still not be taken, or be one try too many.
        "positive_data_acceptance": {"expected-statuses": ["2xx", *REFUSED, "403", "422", "429"]},
    },
}

FRAMING = {"connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade"}
"""Headers that say where a message ends and who reads it (RFC 9112), which random ones may not."""
RENEWED = 120.0
"""Seconds after which whoever asks gets another access token, which holds for longer."""

Keys = dict[str, Callable[[], str]]
_keys: Keys = {}
"""What whoever asks at present has, by the schemes of the document."""

Document = dict[str, Any]
Operations = list[tuple[str, str, Document]]


class Renewing:
    """The access token of somebody who renews it in time."""

    def __init__(self, person: Person) -> None:
        self._person, self._since = person, time.monotonic()

    def __call__(self) -> str:
        """The token that holds now."""
        if time.monotonic() - self._since > RENEWED:
            assert self._person.refresh().status == 200
            self._since = time.monotonic()
        return self._person.bearer


@pytest.fixture
def document(settings: Settings, sqlite_url: str) -> Iterator[Document]:
    """The document of an application that writes, too."""
    with shelf_at(settings, sqlite_url) as app:
        found = app.test_client().get("/api/v1/openapi.json").json
        assert found
        yield found


@pytest.fixture
def operations(document: Document) -> Operations:
    return [
        (path, method, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_the_document_is_valid(document: Document) -> None:
    OpenAPIV31SpecValidator(document).validate()


def test_every_route_of_the_api_is_in_the_document(app: Flask, browser: FlaskClient) -> None:
    rules = {rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api")}
    described = browser.get("/api/v1/openapi.json").json["paths"]
    named = {
        rule.replace("<path:", "<").replace("<int:", "<").replace("<", "{").replace(">", "}")
        for rule in rules - DOCUMENTATION
    }
    assert set(described) == named


def test_every_operation_and_every_parameter_is_explained(operations: Operations) -> None:
    for path, _, operation in operations:
        assert operation["summary"], path
        unexplained = [
            p["name"] for p in operation["parameters"] if p["in"] != "path" and not p["description"]
        ]
        assert unexplained == [], path


def test_every_answer_has_an_example_that_has_its_shape(document: Document, operations: Operations) -> None:
    for path, method, operation in operations:
        for status, answer in operation["responses"].items():
            for media_type, body in answer.get("content", {}).items():
                shown = [e["value"] for e in _resolved(document, body.get("examples", {}).values())]
                shown += [body["example"]] if "example" in body else []
                assert shown or status == "default", f"{method} {path} shows no {status} {media_type}"
                for example in shown:
                    _check(document, body["schema"], example, f"{method} {path} {status}")


def test_every_body_has_an_example_that_is_taken(document: Document, operations: Operations) -> None:
    bodies = [
        (p, o["requestBody"]["content"]["application/json"]) for p, _, o in operations if "requestBody" in o
    ]
    assert len(bodies) >= 4
    for path, body in bodies:
        assert body["example"], path
        _check(document, body["schema"], body["example"], path)


def test_who_may_use_an_operation_is_said(document: Document, operations: Operations) -> None:
    schemes = document["components"]["securitySchemes"]
    needed = {name for _, _, operation in operations for one in operation["security"] for name in one}
    assert needed == set(schemes) == {"operator", "session", "access", "token"}
    for path, _, operation in operations:
        assert "401" in operation["responses"] or not operation["security"], path


def test_headers_are_told(operations: Operations) -> None:
    told = {f"{method} {path}": _headers(operation) for path, method, operation in operations}
    assert {"Link", "ETag", "RateLimit", "X-Request-ID"} <= told["get /api/v1/content/{collection}"]
    assert {"Location", "Idempotent-Replayed", "Retry-After"} <= told["post /api/v1/books"]
    assert all(
        {"RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-ID"} <= names for names in told.values()
    )
    sent = {
        f"{method} {path}": {p["name"] for p in operation["parameters"] if p["in"] == "header"}
        for path, method, operation in operations
    }
    assert sent["post /api/v1/books"] == {"Idempotency-Key"}
    assert sent["put /api/v1/books/{number}"] == {"If-Match"}


def test_the_ways_to_fail_are_told(operations: Operations) -> None:
    [add] = [o for path, method, o in operations if (path, method) == ("/api/v1/books", "post")]
    assert add["responses"].keys() == {
        *("201", "400", "403", "408", "409", "413", "414", "415", "422", "429", "503", "default")
    }
    assert add["responses"]["422"]["content"]["application/problem+json"]["examples"].keys() == {
        "invalid",
        "idempotency-key-reused",
    }


@pytest.mark.parametrize(
    ("changes", "servers"),
    [
        ({}, ["https://site.test/"]),
        ({"api_servers": ("https://a.test", "https://b.test/x")}, ["https://a.test", "https://b.test/x"]),
    ],
)
def test_the_servers_are_those_of_the_settings(
    settings: Testing, changes: dict[str, Any], servers: list[str]
) -> None:
    client = create_app(settings.model_copy(update=changes)).test_client()
    named = client.get("/api/v1/openapi.json").json["servers"]
    assert [server["url"] for server in named] == servers


def test_without_a_public_address_the_mount_is_named(settings: Testing) -> None:
    client = create_app(settings.model_copy(update={"public_url": None})).test_client()
    assert client.get("/api/v1/openapi.json").json["servers"] == [{"url": "/"}]
    mounted = client.get("/api/v1/openapi.json", environ_overrides={"SCRIPT_NAME": "/x"})
    assert mounted.json["servers"] == [{"url": "/x"}]


def test_the_browsable_page_stands_where_the_settings_say(web_settings: Testing) -> None:
    client = create_app(web_settings.model_copy(update={"api_docs_path": "/dev/api"})).test_client()
    assert client.get("/dev/api").status_code == 200
    assert client.get("/api/docs").status_code == 404
    off = create_app(web_settings.model_copy(update={"api_docs": False})).test_client()
    assert {off.get(address).status_code for address in DOCUMENTATION} == {404}


@pytest.fixture
def server(web_settings: Testing, settings: Testing, database_url: str) -> Iterator[Server]:
    """The real server, with routes that write, on each kind of database."""
    environ = {"PORTICO_DATABASE_URL": database_url}
    with Server(web_settings.site, settings.var, environ, SHELF) as running:
        yield running


def test_whatever_is_asked_the_answer_is_as_described(server: Server, database_url: str) -> None:
    with beside(database_url) as database:
        house = House(Socket(server.port), database)
        # The examples of the document are about Ada, and change her.
        house.join("ada")
        owner = house.join("grace", program=True)
        house.change(owner.id, role="owner")
        owner.sign_in()
        thorough = database.dialect == "sqlite" or LONG
        operators = token(server.var)
        reads: Keys = {"operator": lambda: operators, "access": Renewing(owner)}
        # What a stranger is told is tested for each route by itself as well.
        nothing: Keys = {}
        for keys in [reads, nothing] if LONG else [reads]:
            scenarios = _asked(server, keys, thorough=thorough and bool(keys))
            assert sum(len(scenario.recorder.interactions) for scenario in scenarios) > 20 * EXAMPLES
            failures = [failure for scenario in scenarios for failure in _failures(scenario)]
            assert not failures, "\n".join(failures)
        # Whoever asked as the owner was let in until the end.
        reads["access"]()
        assert owner.get("/me").status == 200


def _asked(server: Server, keys: Keys, *, thorough: bool) -> list[events.ScenarioFinished]:
    """Everything that the document lets one ask, and much that it does not, by whoever has these keys."""
    configuration = SchemathesisConfig.from_dict(
        {
            "generation": {"mode": "all", "max-examples": EXAMPLES},
            # Every boundary of every field is many requests, and the same in every round; so are the examples
            # of the document, and what one answer leads to.
            # What other methods are told is a test by itself.
            "phases": {
                "examples": {"enabled": thorough},
                "stateful": {"enabled": thorough},
                "coverage": {
                    "enabled": thorough,
                    "unexpected-methods": [],
                    "generation": {"mode": BOUNDARIES},
                },
            },
            "checks": CHECKS,
            "operations": [JUDGED],
        }
    )
    schema = schemathesis.openapi.from_url(f"{server.address}/api/v1/openapi.json", config=configuration)
    _keys.clear()
    _keys.update(keys)
    asked = from_schema(schema.exclude(path_regex=ENDING)).execute()
    return [e for e in asked if isinstance(e, events.ScenarioFinished)]


@schemathesis.hook("before_call")
def _with_the_key_that_opens(_context: Any, case: Any, _arguments: Any) -> None:
    schemes = {name for one in case.operation.definition.raw.get("security", ()) for name in one}
    for name in schemes & _keys.keys():
        case.headers["Authorization"] = f"Bearer {_keys[name]()}"


@schemathesis.hook("before_call")
def _framed_as_it_is_sent(_context: Any, case: Any, _arguments: Any) -> None:
    # What is wrong with the frame of a message the server refuses by itself, as the tests of smuggling hold.
    for name in FRAMING & {given.lower() for given in case.headers or ()}:
        del case.headers[name]


@schemathesis.hook("before_call")
def _with_a_key_of_its_own(_context: Any, case: Any, _arguments: Any) -> None:
    # Two different requests with the same key are an error, which no document can say.
    key = (case.headers or {}).get(HEADER)
    if isinstance(key, str) and WELL_FORMED.fullmatch(key):
        case.headers[HEADER] = f"{key[:160]}{uuid4()}"


def _failures(scenario: events.ScenarioFinished) -> list[str]:
    return [
        f"{check.name}: {check.failure_info.failure}\n{_shown(scenario.recorder.interactions[case])}"
        for case, checks in scenario.recorder.checks.items()
        for check in checks
        if check.status == Status.FAILURE and check.failure_info
    ]


def _shown(sent: Any) -> str:
    """A request and its answer, for whoever has to mend what is wrong with them."""
    asked, answer = sent.request, sent.response
    told = f"{answer.status_code} {answer.headers} {answer.content!r}" if answer else "nothing"
    return f"{asked.method} {asked.uri} {asked.headers} {asked.body!r} -> {told}\n"


def _headers(operation: Document) -> set[str]:
    return {name for answer in operation["responses"].values() for name in answer.get("headers", {})}


def _resolved(document: Document, examples: Any) -> list[Document]:
    kept = document["components"]["examples"]
    return [kept[example["$ref"].rpartition("/")[2]] for example in examples]


def _check(document: Document, schema: Document, value: object, where: str) -> None:
    """Fail unless the value has the shape that the document gives it."""
    whole = schema | {"components": document["components"]}
    wrong = [f"{error.json_path}: {error.message}" for error in OAS31Validator(whole).iter_errors(value)]
    assert wrong == [], where
