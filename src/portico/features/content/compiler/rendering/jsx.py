"""Reading JSX tags and expressions as text; nothing in them is ever run."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

_NAME = re.compile(r"[A-Za-z_$][\w$-]*(?:[.:][A-Za-z_$][\w$-]*)*")
_SPACE = re.compile(r"\s*")
_ATTRIBUTE_NAME = re.compile(r"[A-Za-z_$@:][\w.:$@-]*")
_EQUALS = re.compile(r"\s*=\s*")
_QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
_UNQUOTED = re.compile(r"[^\s\"'=<>`{}]+")
_IN_BRACES = re.compile(
    r"[{}]|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|/\*.*?\*/|(?<![:\w\"'])//[^\n]*",
    re.DOTALL,
)
_COMMENTS = re.compile(r"/\*.*?\*/|(?<![:\w\"'])//[^\n]*", re.DOTALL)
_LITERAL_PARTS = re.compile(
    r"(?P<string>\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|`(?:[^`\\$]|\\.|\$(?!\{))*`)"
    r"|(?P<key>[A-Za-z_$][\w$]*)(?=\s*:)|(?P<trailing>,(?=\s*[\]}]))",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_CONTROL = {"n": "\n", "t": "\t", "r": "", "\n": ""}

LONGEST_LITERAL = 20_000


class NotALiteral(ValueError):
    """An expression that would have to be run to know its value."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A JSX tag as written."""

    name: str
    """Empty for a fragment."""
    end: int
    """Where the text goes on behind it."""
    closing: bool = False
    empty: bool = False
    """Whether it closes itself."""
    props: dict[str, object] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    """The expressions in it that are no literals."""


def read_tag(text: str, start: int) -> Tag | None:
    """The JSX tag that starts at `<`, or none if there is no complete one."""
    closing = text.startswith("/", start + 1)
    position = start + 1 + closing
    name = _NAME.match(text, position)
    position = name.end() if name else position
    found = Tag(name[0] if name else "", position, closing)
    if closing or not name:
        position = _skip_space(text, position)
        return Tag(found.name, position + 1, closing) if text.startswith(">", position) else None
    return _read_attributes(text, found)


def is_component(tag: Tag) -> bool:
    """Whether the tag names a component and not an element of HTML."""
    return not tag.name or tag.name[0].isupper() or "." in tag.name


def closing_brace(text: str, start: int) -> int | None:
    """The position behind the `}` that belongs to the `{` at the start, or none."""
    depth = 0
    for match in _IN_BRACES.finditer(text, start):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0:
                return match.end()
    return None


def literal(expression: str) -> object:
    """The value of a JSX expression that is a literal; `None` for an empty one.

    Raises `NotALiteral` for everything else.
    """
    expression = _COMMENTS.sub("", expression).strip() if "/" in expression else expression.strip()
    if not expression:
        return None
    if len(expression) > LONGEST_LITERAL:
        raise NotALiteral(expression)
    try:
        return json.loads(_LITERAL_PARTS.sub(_as_json, expression))
    except (ValueError, RecursionError):
        raise NotALiteral(expression) from None


def _as_json(match: re.Match[str]) -> str:
    if match["key"]:
        return f'"{match["key"]}"'
    if match["trailing"]:
        return ""
    return json.dumps(_ESCAPE.sub(lambda escape: _CONTROL.get(escape[1], escape[1]), match["string"][1:-1]))


def _skip_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _read_attributes(text: str, tag: Tag) -> Tag | None:
    props: dict[str, object] = {}
    dropped: list[str] = []
    position = tag.end
    while True:
        before, position = position, _skip_space(text, position)
        if text.startswith(("/>", ">"), position):
            empty = text[position] == "/"
            return Tag(tag.name, position + 1 + empty, False, empty, props, tuple(dropped))
        # Attributes stand apart, except behind a quote or brace, where sloppy writing is understood.
        if before == position and text[position - 1 : position] not in {'"', "'", "}"}:
            return None
        following = _read_attribute(text, position, props, dropped)
        if following is None:
            return None
        position = following


def _read_attribute(text: str, position: int, props: dict[str, object], dropped: list[str]) -> int | None:
    if text.startswith("{", position):
        end = closing_brace(text, position)
        if end is not None and not _is_empty(text[position + 1 : end - 1]):
            dropped.append(text[position:end])
        return end
    name = _ATTRIBUTE_NAME.match(text, position)
    if name is None:
        return None
    equals = _EQUALS.match(text, name.end())
    if equals is None:
        props[name[0]] = True
        return name.end()
    return _read_value(text, equals.end(), name[0], props, dropped)


def _read_value(
    text: str, position: int, name: str, props: dict[str, object], dropped: list[str]
) -> int | None:
    if text.startswith("{", position):
        end = closing_brace(text, position)
        if end is not None:
            try:
                props[name] = literal(text[position + 1 : end - 1])
            except NotALiteral:
                dropped.append(f"{name}={text[position:end]}")
        return end
    value = _QUOTED.match(text, position) or _UNQUOTED.match(text, position)
    if value is None:
        return None
    props[name] = value[0] if value.lastindex is None else value[value.lastindex]
    return value.end()


def _is_empty(expression: str) -> bool:
    return not _COMMENTS.sub("", expression).strip()
