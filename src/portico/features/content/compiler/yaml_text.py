"""YAML as people write it by hand: read whole, or refused with the line, before it can do harm."""

from __future__ import annotations

from typing import Any

import yaml
from yaml.constructor import SafeConstructor

DEEPEST = 100
MOST_VALUES = 100_000
UNENDED = "found unexpected end of stream"
PLAINLY = {
    "mapping values are not allowed in this context": (
        "a colon stands where none is expected; put the whole value in quotation marks, or mend the indent"
    ),
    UNENDED: "a quotation mark is opened here and never closed",
    "did not find expected ',' or ']'": "a list is opened with [ and not closed, or lacks a comma",
    "did not find expected key": (
        "something stands behind a closing quotation mark, or the line is indented unlike its neighbours"
    ),
    "found character that cannot start any token": (
        "a value cannot begin like this; put it in quotation marks, and indent by spaces, not by a tab"
    ),
}
"""What people do wrong most often, in other words than the parser's."""


class BrokenYaml(ValueError):
    """The text cannot be read; `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


class _Loader(yaml.CSafeLoader):
    """A safe loader that leaves a date which is none, such as 2026-02-30, as its text."""


def _date(loader: _Loader, node: yaml.ScalarNode) -> Any:
    try:
        return SafeConstructor.construct_yaml_timestamp(loader, node)
    except (ValueError, OverflowError, AttributeError):
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _date)


def load_yaml(text: str) -> Any:
    """The value of a YAML document. Raises BrokenYaml."""
    try:
        _weigh(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark if error.problem == UNENDED else error.problem_mark
        words = str(error.problem or error.context)
        raise BrokenYaml(PLAINLY.get(words, words), mark.line + 1 if mark else 1) from None
    except yaml.reader.ReaderError as error:
        # The position is in bytes.
        line = text.encode().count(b"\n", 0, error.position) + 1
        raise BrokenYaml(_first_line(error), line) from None
    except BrokenYaml:
        raise
    except (yaml.YAMLError, ValueError, LookupError, AttributeError, OverflowError) as error:
        # Tags such as `!!bool perhaps` fail wherever the conversion of their text happens to.
        raise BrokenYaml(f"a value does not fit its tag ({_first_line(error)})", 1) from None


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _weigh(text: str) -> None:
    """Refuse what would exhaust the machine: nesting that overflows the C stack, aliases that multiply."""
    weights: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    total = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.CollectionStartEvent):
            open_nodes.append((event.anchor, total))
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            weights[anchor or ""] = total - before
        elif isinstance(event, yaml.ScalarEvent):
            weights[event.anchor or ""] = 1
            total += 1
        elif isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in open_nodes):
                raise BrokenYaml(f"`*{event.anchor}` stands inside what it refers to", line)
            total += weights.get(event.anchor or "", 1)
        if len(open_nodes) > DEEPEST:
            raise BrokenYaml(f"it is nested more than {DEEPEST} deep", line)
        if total > MOST_VALUES:
            raise BrokenYaml(f"it holds more than {MOST_VALUES:,} values", line)
