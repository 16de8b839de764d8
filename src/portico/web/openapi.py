"""The OpenAPI 3.1 document, made from the routes and what their views declared, and its browsable page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify, render_template, request, url_for
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode

import portico
from portico.platform.errors import Invalid, PorticoError
from portico.web.access import access_of, public
from portico.web.assets import assets_of
from portico.web.contract import Operation, operation_of
from portico.web.problems import ProblemDocument
from portico.web.security import content_security_policy

REF = "#/components/schemas/{model}"
PROBLEM_REF = {"$ref": REF.format(model="ProblemDocument")}
CONVERTERS: dict[str, dict[str, Any]] = {"int": {"type": "integer", "minimum": 0}}
PARAMETER = re.compile(r"<(?:([a-z]+)(?:\([^)]*\))?:)?([a-z_]+)>")

bp = Blueprint("openapi", __name__)


@dataclass(frozen=True, slots=True)
class _Route:
    rule: str
    endpoint: str
    methods: frozenset[str]
    view: Any
    declared: Operation


@bp.get("/api/v1/openapi.json")
@public
def document() -> Response:
    """The OpenAPI document of this API."""
    response = jsonify(current_app.extensions["portico.openapi"]())
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.get("/api/docs")
@public
def docs() -> Response:
    """The browsable page of the OpenAPI document; all its parts are served from here."""
    page = render_template("docs.html", document_url=url_for("openapi.document"))
    response = Response(page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = content_security_policy(connect=("'self'",))
    return response


def install(app: Flask, *, servers: list[str]) -> None:
    """Serve the document and its page; it is built once, at first use."""
    built: list[dict[str, Any]] = []

    def once() -> dict[str, Any]:
        if not built:
            built.append(build(app, servers))
        return built[0]

    app.extensions["portico.openapi"] = once
    app.register_blueprint(bp)
    assets_of(app)


def build(app: Flask, servers: list[str]) -> dict[str, Any]:
    """The whole document, deterministic: the same routes give the same bytes."""
    routes = _routes(app)
    schemas, shared = _schemas(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        path = PARAMETER.sub(r"{\2}", route.rule)
        for method in sorted(route.methods):
            paths.setdefault(path, {})[method.lower()] = _operation(route, schemas, shared)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Portico",
            "version": portico.__version__,
            "description": "Everything that the pages of this site show, for other front ends.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": url} for url in servers] or [{"url": "/"}],
        "tags": [{"name": tag} for tag in sorted({r.declared.tag for r in routes})],
        "paths": paths,
        "components": {"schemas": shared},
    }


def _routes(app: Flask) -> list[_Route]:
    found = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        declared = operation_of(view)
        if declared is not None:
            methods = frozenset(rule.methods or ()) - {"HEAD", "OPTIONS"}
            found.append(_Route(rule.rule, rule.endpoint, methods, view, declared))
    return sorted(found, key=lambda route: route.rule)


def _schemas(routes: list[_Route]) -> tuple[dict[Any, Any], dict[str, Any]]:
    inputs: list[tuple[Any, JsonSchemaMode, TypeAdapter[Any]]] = [
        ("problem", "serialization", TypeAdapter(ProblemDocument))
    ]
    for route in routes:
        inputs.append((route.endpoint, "serialization", route.declared.returns))
        if route.declared.query is not None:
            inputs.append((route.endpoint, "validation", TypeAdapter(route.declared.query)))
    schemas, definitions = TypeAdapter.json_schemas(inputs, ref_template=REF)
    return schemas, definitions.get("$defs", {})


def _operation(route: _Route, schemas: dict[Any, Any], shared: dict[str, Any]) -> dict[str, Any]:
    summary, _, description = (route.view.__doc__ or "").strip().partition("\n")
    declared = route.declared
    described: dict[str, Any] = {
        "operationId": route.endpoint.replace(".", "_"),
        "summary": summary,
        "tags": [declared.tag],
        "parameters": _path_parameters(route.rule) + _query_parameters(route, schemas, shared),
        "responses": _responses(route, schemas),
        "security": [] if access_of(route.view) == "public" else [{"bearer": []}],
    }
    if description.strip():
        described["description"] = " ".join(description.split())
    return described


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
    reference = schemas[route.endpoint, "validation"]
    schema = shared[reference["$ref"].rpartition("/")[2]]
    required = schema.get("required", ())
    return [
        _query_parameter(name, dict(part), name in required) for name, part in schema["properties"].items()
    ]


def _query_parameter(name: str, schema: dict[str, Any], required: bool) -> dict[str, Any]:
    description = schema.pop("description", None)
    parameter: dict[str, Any] = {"name": name, "in": "query", "required": required, "schema": schema}
    return parameter | ({"description": description} if description else {})


def _responses(route: _Route, schemas: dict[Any, Any]) -> dict[str, Any]:
    declared = route.declared
    body = {"application/json": {"schema": schemas[route.endpoint, "serialization"]}}
    answers: dict[str, Any] = {
        str(declared.status): {"description": "What was asked for.", "content": body},
        "304": {"description": "Unchanged since the version named by If-None-Match."},
    }
    problems: set[type[PorticoError]] = {Invalid, *declared.problems}
    for problem in sorted(problems, key=lambda kind: kind.status):
        answers[str(problem.status)] = _problem_response(problem)
    answers["default"] = {"description": "Any other failure.", "content": _problem_content()}
    return answers


def _problem_response(problem: type[PorticoError]) -> dict[str, Any]:
    return {"description": f"{problem.title} (`{problem.code}`).", "content": _problem_content()}


def _problem_content() -> dict[str, Any]:
    return {"application/problem+json": {"schema": PROBLEM_REF}}
