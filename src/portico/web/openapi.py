"""The OpenAPI 3.1 document, made from the routes and what their views declared, and its browsable page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request, url_for
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

import portico
from portico.platform.errors import PorticoError
from portico.web.access import access_of, public
from portico.web.contract import SAFE, Operation, operation_of
from portico.web.idempotency import HEADER as IDEMPOTENCY_KEY
from portico.web.json_reader import LARGEST_INTEGER
from portico.web.openapi_answers import examples, headers, problems_of, responses
from portico.web.preconditions import compared
from portico.web.problems import ProblemDocument
from portico.web.retirement import retirement_of
from portico.web.security import content_security_policy

EXTENSION = "portico.openapi"
REF = "#/components/schemas/{model}"
CONVERTERS: dict[str, dict[str, Any]] = {"int": {"type": "integer", "minimum": 0, "maximum": LARGEST_INTEGER}}
PARAMETER = re.compile(r"<(?:([a-z]+)(?:\([^)]*\))?:)?([a-z_]+)>")
HERE = [{"url": "/"}]
SECURITY_SCHEMES = {
    "operator": {
        "type": "http",
        "scheme": "bearer",
        "description": "The operator's token: the file `operator-token` in the var folder.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-portico",
        "description": "The access token of somebody who is signed in, as pages of this site send it. Unsafe "
        "methods must come from this site. Without HTTPS, as in development, it is called `portico`.",
    },
    "access": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The access token of somebody who is signed in, from clients elsewhere.",
    },
    "token": {
        "type": "http",
        "scheme": "bearer",
        "description": "An API token, made by somebody for their own programs.",
    },
}
IN_PERSON: list[dict[str, list[str]]] = [{"session": []}, {"access": []}]
SECURITY: dict[str, list[dict[str, list[str]]]] = {
    "public": [],
    "operator": [{"operator": []}],
    "member": [*IN_PERSON, {"token": []}],
}
"""By access mark, what opens an operation; all others are opened in person alone."""
KEY_PARAMETER = {
    "name": IDEMPOTENCY_KEY,
    "in": "header",
    "required": False,
    "description": "A name for this request, best a UUID. Sent again within a day, the same request with "
    "the same key does nothing again and gets the first answer.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
}
IF_MATCH_PARAMETER = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the version that the change is meant for; any other is left alone (412).",
    "schema": {"type": "string"},
    "example": '"v3"',
}

bp = Blueprint("openapi", __name__)


@dataclass(frozen=True, slots=True)
class _Route:
    rule: str
    endpoint: str
    methods: frozenset[str]
    view: Any
    declared: Operation

    @property
    def problems(self) -> set[type[PorticoError]]:
        return problems_of(self.view, self.declared, self.methods)


@bp.get("/api/v1/openapi.json")
@public
def document() -> Response:
    """The OpenAPI document of this API."""
    described = current_app.extensions[EXTENSION]()
    if described["servers"] == HERE and request.script_root:
        described = described | {"servers": [{"url": request.script_root}]}
    response = jsonify(described)
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    return compared(response)


@public
def docs() -> Response:
    """The browsable page of the OpenAPI document; all its parts are served from here."""
    page = render_template("docs.html", document_url=url_for("openapi.document"))
    response = Response(page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = content_security_policy(trusted_types=False)
    return response


def install(app: Flask, *, servers: Sequence[str], docs_path: str = "/api/docs") -> None:
    """Serve the document and its page; it is built once, at first use.

    Without `servers` it names the path that the application is mounted at.
    """
    built: list[dict[str, Any]] = []

    def once() -> dict[str, Any]:
        if not built:
            built.append(build(app, servers))
        return built[0]

    app.extensions[EXTENSION] = once
    app.register_blueprint(bp)
    app.add_url_rule(docs_path, endpoint="openapi.docs", view_func=docs)


def build(app: Flask, servers: Sequence[str]) -> dict[str, Any]:
    """The whole document, deterministic: the same routes give the same bytes."""
    routes = _routes(app)
    schemas, shared = _schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        path = PARAMETER.sub(r"{\2}", route.rule)
        for method in sorted(route.methods):
            paths.setdefault(path, {})[method.lower()] = _operation(route, schemas, shared)
    problems = sorted({p for route in routes for p in route.problems}, key=lambda kind: kind.code)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Portico",
            "version": portico.__version__,
            "description": "Everything that the pages of this site show, for other front ends.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": url} for url in servers] or HERE,
        "tags": [{"name": tag} for tag in sorted({r.declared.tag for r in routes})],
        "paths": paths,
        "components": {
            "schemas": shared,
            "headers": headers(),
            "examples": examples(problems),
            "securitySchemes": SECURITY_SCHEMES,
        },
    }


def _routes(app: Flask) -> list[_Route]:
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        declared = operation_of(view)
        if declared is not None:
            methods = frozenset(rule.methods or ()) - {"HEAD", "OPTIONS"}
            found.append(_Route(rule.rule, rule.endpoint, methods, view, declared))
    return sorted(found, key=lambda route: (route.rule, route.endpoint))


def _schemas(routes: list[_Route]) -> tuple[dict[Any, Any], dict[str, Any]]:
    inputs: list[tuple[Any, JsonSchemaMode, TypeAdapter[Any]]] = [
        (("problem", ""), "serialization", TypeAdapter(ProblemDocument))
    ]
    for route in routes:
        inputs.append(((route.endpoint, "answer"), "serialization", route.declared.returns))
        if route.declared.query is not None:
            inputs.append(((route.endpoint, "query"), "validation", TypeAdapter(route.declared.query)))
        if route.declared.body is not None:
            inputs.append(((route.endpoint, "body"), "validation", route.declared.body))
    schemas, definitions = TypeAdapter.json_schemas(inputs, ref_template=REF)
    return {key: schema for (key, _), schema in schemas.items()}, definitions.get("$defs", {})


def _operation(route: _Route, schemas: dict[Any, Any], shared: dict[str, Any]) -> dict[str, Any]:
    summary, _, description = (route.view.__doc__ or "").strip().partition("\n")
    declared, safe = route.declared, not route.methods - set(SAFE)
    described: dict[str, Any] = {
        "operationId": route.endpoint.replace(".", "_"),
        "summary": summary,
        "tags": [declared.tag],
        "parameters": _parameters(route, schemas, shared),
        "responses": responses(declared, schemas[route.endpoint, "answer"], route.problems, safe=safe),
        "security": SECURITY.get(access_of(route.view) or "", IN_PERSON),
    }
    if description.strip():
        described["description"] = " ".join(description.split())
    if retirement_of(route.view) is not None:
        described["deprecated"] = True
    if declared.body is not None:
        described["requestBody"] = _request_body(schemas[route.endpoint, "body"], shared)
    return described


def _request_body(reference: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    schema = shared.get(reference.get("$ref", "").rpartition("/")[2], reference)
    example = {
        name: part["examples"][0] for name, part in schema.get("properties", {}).items() if "examples" in part
    }
    return {
        "required": True,
        "content": {"application/json": {"schema": reference, "example": example}},
    }


def _parameters(route: _Route, schemas: dict[Any, Any], shared: dict[str, Any]) -> list[dict[str, Any]]:
    parameters = _path_parameters(route.rule) + _query_parameters(route, schemas, shared)
    parameters += [KEY_PARAMETER] if route.declared.idempotent else []
    return parameters + ([IF_MATCH_PARAMETER] if route.declared.if_match else [])


def _path_parameters(rule: str) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": CONVERTERS.get(kind, {"type": "string", "minLength": 1}),
        }
        for kind, name in PARAMETER.findall(rule)
    ]


def _query_parameters(route: _Route, schemas: dict[Any, Any], shared: dict[str, Any]) -> list[dict[str, Any]]:
    if route.declared.query is None:
        return []
    reference = schemas[route.endpoint, "query"]
    schema = shared[reference["$ref"].rpartition("/")[2]]
    required = schema.get("required", ())
    return [
        _query_parameter(name, dict(part), name in required) for name, part in schema["properties"].items()
    ]


def _query_parameter(name: str, schema: dict[str, Any], required: bool) -> dict[str, Any]:
    description = schema.pop("description", None)
    parameter: dict[str, Any] = {"name": name, "in": "query", "required": required, "schema": schema}
    return parameter | ({"description": description} if description else {})
