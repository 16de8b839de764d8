"""The block of YAML or TOML that opens a content file, cut from the body and read as plain values."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from portico.features.content.compiler.yaml_text import BrokenYaml, load_yaml

YAML_BLOCK = re.compile(
    r"\A---[ \t]*\n(?P<block>.*?)(?:^(?:---|\.\.\.)[ \t]*(?:\n|\Z))", re.DOTALL | re.MULTILINE
)
TOML_BLOCK = re.compile(r"\A\+\+\+[ \t]*\n(?P<block>.*?)(?:^\+\+\+[ \t]*(?:\n|\Z))", re.DOTALL | re.MULTILINE)
OPENED = re.compile(r"\A(?:---[ \t]*\n[^\n]{0,200}:|\+\+\+[ \t]*\n[^\n]{0,200}=)")
LONGEST = 64 * 1024


class BrokenFrontMatter(Exception):
    """The block cannot be read; `line` counts from the start of the file."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class Split:
    """A file cut in two."""

    values: dict[str, Any]
    body: str
    first_line: int
    """The line of the file on which the body starts, counted from 1."""


def split(text: str) -> Split:
    """Cut a file into its front matter, read, and its body. Raises BrokenFrontMatter."""
    for pattern, read in ((YAML_BLOCK, _yaml), (TOML_BLOCK, _toml)):
        match = pattern.match(text)
        if match:
            if len(match["block"]) > LONGEST:
                raise BrokenFrontMatter(f"The front matter is longer than {LONGEST // 1024} KB.", 1)
            values = read(match["block"])
            return Split(values, text[match.end() :], text.count("\n", 0, match.end()) + 1)
    if OPENED.match(text):
        raise BrokenFrontMatter("The front matter is opened but never closed.", 1)
    return Split({}, text, 1)


def _yaml(block: str) -> dict[str, Any]:
    try:
        return _mapping(load_yaml(block))
    except BrokenYaml as error:
        raise BrokenFrontMatter(f"The front matter is not YAML: {error.message}.", error.line + 1) from None


def _toml(block: str) -> dict[str, Any]:
    try:
        return tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        match = re.search(r"at line (\d+)", str(error))
        line = int(match[1]) + 1 if match else 1
        raise BrokenFrontMatter(f"The front matter is not TOML: {_first_line(error)}.", line) from None


def _mapping(values: Any) -> dict[str, Any]:
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise BrokenFrontMatter("The front matter is not a list of `name: value` lines.", 2)
    return values


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
