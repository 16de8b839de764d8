"""Data files: skills, achievements, experience and testimonials, in TOML, YAML or JSON."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from portico.features.content.compiler.layout import Layout
from portico.features.content.compiler.plain_values import plain
from portico.features.content.compiler.yaml_text import load_yaml
from portico.features.content.models import Problem
from portico.features.content.records import KINDS, Records, as_shape

SUFFIXES = (".toml", ".yaml", ".yml", ".json")
LARGEST = 1024 * 1024


def read_records(layout: Layout) -> tuple[Records, list[Problem]]:
    """The records of each kind as their file has them; one that does not fit is reported and left out."""
    records: Records = {kind: [] for kind in KINDS}
    problems: list[Problem] = []
    for kind in KINDS:
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
                as_shape(kind, kept)
            except (ValidationError, ValueError) as error:
                problems.append(_problem(name, "bad-record", f"Record {position}: {_why(error)}."))
            else:
                records[kind].append(kept)
    return records, problems


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
