"""The TypeScript declarations of the API, made from its OpenAPI document.

`python -m tests.architecture.api_types --write` writes them; a test compares them with the document.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from portico.main import create_app
from portico.settings import Testing
from tests.architecture.source import PACKAGE

Document = dict[str, Any]

FILE = PACKAGE / "web" / "static" / "js" / "api" / "schema.d.ts"
NOTE = (
    "// Written by `python -m tests.architecture.api_types --write`; edit the views and shapes it describes."
)
HEADING = "/** Everything that the API can be asked: what each operation takes, and what it answers. */"
PRIMITIVES = {
    "string": "string",
    "integer": "number",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}
IN_PLACES = ("path", "query")
PAGE = re.compile(r"^Page_(\w+)_$")


def api_document() -> Document:
    """The OpenAPI document of Portico as it comes."""
    document: Document = create_app(Testing()).extensions["portico.openapi"]()
    return document


def declarations(document: Document) -> str:
    """An interface for each shape that an operation takes or gives, and one for all operations."""
    shapes = document["components"]["schemas"]
    found = operations(document)
    sent = _reachable(map(_body, found.values()), shapes)
    used = sent | _reachable([*map(_answer, found.values()), {"$ref": "ProblemDocument"}], shapes)
    parts = [_interface(name, shapes[name], sent=name in sent) for name in sorted(used)]
    members = "\n".join(_operation(name, operation) for name, operation in found.items())
    return "\n\n".join([NOTE, *parts, f"{HEADING}\nexport interface Operations {{\n{members}\n}}\n"])


def operations(document: Document) -> dict[str, Document]:
    """Every operation by its method and path."""
    return {
        f"{method.upper()} {path}": operation
        for path, methods in sorted(document["paths"].items())
        for method, operation in sorted(methods.items())
    }


def _operation(name: str, operation: Document) -> str:
    lines = [f"{place}{_given(operation, place)};" for place in IN_PLACES if _parameters(operation, place)]
    if _body(operation):
        lines.append(f"body: {_type(_body(operation))};")
    lines.append(f"answer: {_type(_answer(operation)) if _answer(operation) else 'undefined'};")
    body = "\n".join(f"    {line}" for line in lines)
    return f"  {_comment(operation['summary'])}\n  {json.dumps(name)}: {{\n{body}\n  }};"


def _given(operation: Document, place: str) -> str:
    """The parameters of one place, the place itself optional when all of them are."""
    parameters = _parameters(operation, place)
    members = [
        f"{parameter['name']}{'' if parameter['required'] else '?'}: {_type(parameter['schema'])}"
        for parameter in parameters
    ]
    optional = not any(parameter["required"] for parameter in parameters)
    return f"{'?' if optional else ''}: {{ {'; '.join(members)} }}"


def _parameters(operation: Document, place: str) -> list[Document]:
    return [found for found in operation.get("parameters", []) if found.get("in") == place]


def _body(operation: Document) -> Document:
    return _json(operation.get("requestBody", {}))


def _answer(operation: Document) -> Document:
    successes = [answer for status, answer in operation["responses"].items() if status.startswith("2")]
    return _json(successes[0])


def _json(carrier: Document) -> Document:
    schema: Document = carrier.get("content", {}).get("application/json", {}).get("schema", {})
    return schema


def _reachable(schemas: Iterable[Document], shapes: Document) -> set[str]:
    """The names of all shapes that some schemas lead to."""
    found: set[str] = set()
    waiting = [name for schema in schemas for name in _references(schema)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _references(shapes[name])
    return found


def _references(schema: Any) -> Iterator[str]:
    if isinstance(schema, list):
        for part in schema:
            yield from _references(part)
    elif isinstance(schema, dict):
        if "$ref" in schema:
            yield schema["$ref"].rpartition("/")[2]
        for part in schema.values():
            yield from _references(part)


def _interface(name: str, shape: Document, *, sent: bool) -> str:
    """A shape; what the server answers is always whole, what it is sent may leave out what has a default."""
    required = set(shape.get("required", ())) if sent else set(shape["properties"])
    members = []
    for member, schema in shape["properties"].items():
        if "description" in schema:
            members.append(f"  {_comment(schema['description'])}")
        members.append(f"  {member}{'' if member in required else '?'}: {_type(schema)};")
    about = f"{_comment(shape['description'])}\n" if "description" in shape else ""
    return f"{about}export interface {_name(name)} {{\n" + "\n".join(members) + "\n}"


def _type(schema: Document) -> str:
    if "$ref" in schema:
        return _name(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " | ".join(_type(choice) for choice in schema["anyOf"])
    if words := schema.get("enum", [schema["const"]] if "const" in schema else None):
        return " | ".join(map(json.dumps, words))
    if schema["type"] == "array":
        item = _type(schema["items"])
        return f"({item})[]" if "|" in item else f"{item}[]"
    if schema["type"] == "object":
        values = schema.get("additionalProperties", True)
        return f"Record<string, {_type(values) if isinstance(values, dict) else 'unknown'}>"
    return PRIMITIVES[schema["type"]]


def _name(shape: str) -> str:
    """`Page_Card_`, which is how a page of cards is named in the document, reads `CardPage`."""
    return PAGE.sub(r"\1Page", shape)


def _comment(text: str) -> str:
    return f"/** {' '.join(text.split())} */"


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: python -m tests.architecture.api_types --write")
    FILE.write_text(declarations(api_document()), encoding="utf-8")
