"""Data files: skills, achievements, experience and testimonials, in TOML, YAML or JSON."""

from __future__ import annotations

import json
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from portico.features.content.layout import Layout
from portico.features.content.models import Problem
from portico.features.content.plain_values import plain
from portico.features.content.views import Achievement, Experience, Skill, Testimonial
from portico.features.content.yaml_text import load_yaml

SHAPES: dict[str, Any] = {
    "skills": Skill,
    "achievements": Achievement,
    "experience": Experience,
    "testimonials": Testimonial,
}
KINDS: dict[str, TypeAdapter[Any]] = {kind: TypeAdapter(shape) for kind, shape in SHAPES.items()}
SUFFIXES = (".toml", ".yaml", ".yml", ".json")
LARGEST = 1024 * 1024

Records = dict[str, list[dict[str, Any]]]


def read_records(layout: Layout) -> tuple[Records, list[Problem]]:
    """The records of each kind as their file has them; one that does not fit is reported and left out."""
    records: Records = {kind: [] for kind in KINDS}
    problems: list[Problem] = []
    for kind, adapter in KINDS.items():
        path = next((p for s in SUFFIXES if (p := layout.data / (kind + s)).is_file()), None)
        if path is None:
            continue
        name = layout.name_of(path)
        try:
            found = _listed(_load(path), kind)
        except (ValueError, OSError, RecursionError) as error:
            message = f"The file cannot be read: {' '.join(str(error).split())[:200]}."
            problems.append(_problem(name, "data-unreadable", message))
            continue
        for position, record in enumerate(found, 1):
            try:
                kept = plain(record)
                adapter.validate_python(_known_fields(kept, kind))
            except (ValidationError, ValueError) as error:
                problems.append(_problem(name, "bad-record", f"Record {position}: {_why(error)}."))
            else:
                records[kind].append(kept)
    return records, problems


def as_shape(kind: str, record: dict[str, Any]) -> Any:
    """A record as the dataclass that pages show."""
    return KINDS[kind].validate_python(_known_fields(record, kind))


def _known_fields(record: Any, kind: str) -> dict[str, Any]:
    if not isinstance(record, dict):
        raise ValueError("it is not a table of names and values")  # noqa: TRY004
    names = {field.name for field in fields(SHAPES[kind])}
    known = {k: v for k, v in record.items() if k in names - {"facts"} and v is not None}
    if "facts" in names:
        known["facts"] = {k: v for k, v in record.items() if k not in known}
    return known


def _load(path: Path) -> Any:
    raw = path.read_bytes()
    if len(raw) > LARGEST:
        raise ValueError("it is longer than 1 MB")
    text = raw.decode("utf-8-sig")
    if path.suffix == ".toml":
        return tomllib.loads(text)
    return json.loads(text) if path.suffix == ".json" else load_yaml(text)


def _listed(loaded: Any, kind: str) -> list[Any]:
    if isinstance(loaded, dict):
        loaded = loaded.get(kind) or next((v for v in loaded.values() if isinstance(v, list)), None)
    if loaded is None:
        return []
    if not isinstance(loaded, list):
        raise ValueError(f"it should hold a list called {kind}")  # noqa: TRY004
    return loaded


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"`{'.'.join(map(str, e['loc']))}` {e['msg'].lower()}" for e in error.errors()[:3])
    return str(error)


def _problem(path: str, code: str, message: str) -> Problem:
    hint = "See docs/reference/content.md for the fields of data files."
    return Problem(path=path, code=code, message=message, hint=hint)
