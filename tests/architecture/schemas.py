"""JSON Schemas of settings and props as rows of a Markdown table."""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic import AliasChoices, BaseModel


class Row(NamedTuple):
    """One setting: what it is called, which values it takes, what it is when not given, what it means."""

    name: str
    values: str
    default: str
    meaning: str


def rows(schema: dict[str, Any], *, aliases: type[BaseModel] | None = None) -> list[Row]:
    """The settings of a schema in their order; with the model of the schema, also their other names."""
    required = schema.get("required", [])
    others = _other_names(aliases) if aliases else {}
    return [
        Row(
            name,
            _values(field),
            "needed" if name in required else _default(field.get("default")),
            " ".join(filter(None, (field.get("description", ""), others.get(name, "")))),
        )
        for name, field in schema["properties"].items()
    ]


def table(head: tuple[str, str, str, str], body: list[Row]) -> str:
    """A Markdown table."""
    lines = [f"| {' | '.join(head)} |", "|---|---|---|---|"]
    lines += [
        f"| `{row.name}` | {_cell(row.values)} | {row.default} | {_cell(row.meaning)} |" for row in body
    ]
    return "\n".join(lines) + "\n"


def _values(field: dict[str, Any]) -> str:
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "$ref" in field:
        return "a link" if field["$ref"].endswith("/Link") else "a table"
    if "anyOf" in field:
        return " or ".join(_values(choice) for choice in field["anyOf"] if choice.get("type") != "null")
    if field.get("type") == "array":
        inner = _values(field["items"]) if field["items"] else "values"
        return f"a list of {PLURALS.get(inner, inner)}"
    return _scalar(field)


def _scalar(field: dict[str, Any]) -> str:
    kind = field.get("type")
    if kind in ("integer", "number"):
        low, high = field.get("minimum"), field.get("maximum")
        return (
            f"{low} to {high}"
            if high is not None
            else f"a number from {low}"
            if low is not None
            else "a number"
        )
    if kind == "boolean":
        return "`true`, `false`"
    if kind == "object":
        return "tables by name" if isinstance(field.get("additionalProperties"), dict) else "an object"
    return {"path": "a path", "uri": "an address", "password": "a secret"}.get(
        field.get("format", ""), "text"
    )


PLURALS = {"text": "texts", "a link": "links", "a table": "tables"}


def _default(value: Any) -> str:
    if value in (None, "", [], {}) or isinstance(value, dict):
        return ""
    if isinstance(value, list):
        return ", ".join(f"`{part}`" for part in value)
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _other_names(model: type[BaseModel]) -> dict[str, str]:
    found = {}
    for name, field in model.model_fields.items():
        if isinstance(field.validation_alias, AliasChoices):
            first, *others = map(str, field.validation_alias.choices)
            found[first] = f"Also written {', '.join(f'`{other}`' for other in others if other != name)}."
    return found


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
