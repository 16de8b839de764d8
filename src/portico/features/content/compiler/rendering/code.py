"""Fenced code as HTML: highlighted, titled, numbered and marked as its info string asks."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pygments.lexer import Lexer
from pygments.lexers import get_all_lexers, get_lexer_by_name
from pygments.token import STANDARD_TYPES, Token
from pygments.util import ClassNotFound

from portico.features.content.compiler.blocks.markup import escape, printable, tag

MAX_HIGHLIGHTED = 100_000
"""Characters beyond which code is shown without colours."""
MAX_LINE = 5_000
"""Characters in a line beyond which code is taken for minified; lexers can be quadratic in them."""
MAX_MARKED = 10_000
MAX_SECONDS = 2.0

_ALIASES = {
    "astro": "html",
    "cjs": "js",
    "conf": "ini",
    "csv": "text",
    "dotenv": "bash",
    "env": "bash",
    "jsonc": "json",
    "kt": "kotlin",
    "mdx": "markdown",
    "mjs": "js",
    "patch": "diff",
    "shellsession": "console",
    "svelte": "html",
}
_PLAIN_TYPES = {Token, Token.Text, Token.Text.Whitespace}

_LANGUAGE = re.compile(r"(?:\{\s*\.)?([^\s{}:=,]*)(?::([^\s{}]+))?")
_SETTING = re.compile(r"""([\w.-]+)=(?:"([^"]*)"|'([^']*)'|\{([^}]*)\}|(\S+))""")
_LINES = re.compile(r"(?<![\w=])\{\s*(\d[\d\s,-]*)\}")
_RANGE = re.compile(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?")
_NUMBERED = re.compile(
    r"(?:showlinenumbers|linenums|linenos|numberlines|line-numbers)(?:=(?!false)|\b(?!=))", re.IGNORECASE
)
_START = re.compile(
    r"(?:showlinenumbers=?\{|(?:startline|startfrom|linenostart|linenums|start)=[\"'{]?)(\d{1,6})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Fence:
    """What the info string of a fenced code block asks for."""

    language: str
    """As written, in lower case; `diff-js` is `js` with `changes`."""
    title: str
    marked: frozenset[int]
    """Lines to mark, counted from 1."""
    first_number: int | None
    """The number of the first line, or none for no numbers."""
    changes: bool = False
    """Whether lines start with `+`, `-` or a space that are not part of the language."""


def highlight(code: str, info: str) -> str:
    """The HTML of a fenced code block; without its tags it is the code to the character."""
    fence = read_info(info)
    code = printable(code)
    lexer = _lexer(_lexer_name(fence.language))
    content = _content(code, fence, lexer)
    language = re.sub(r"[^\w+#.-]", "", fence.language) or "text"
    kind = f"{lexer.name} code" if lexer else "Code"
    pre = tag(
        "pre",
        tag("code", content, class_=f"language-{language}"),
        tabindex=0,
        role="group",
        aria_label=f"{fence.title}, {kind}" if fence.title else kind,
    )
    button = tag("button", "Copy", type="button", class_="copy", aria_label="Copy the code", hidden=True)
    caption = tag("figcaption", escape(fence.title)) if fence.title else ""
    return tag("figure", caption, tag("copy-code", button, pre), class_="code")


def read_info(info: str) -> Fence:
    """Understand an info string as the tools in use write them: `js:title.js {1,3-5} showLineNumbers`."""
    info = info.strip()
    opening = _LANGUAGE.match(info)
    language, title = (opening[1].lower(), opening[2] or "") if opening else ("", "")
    rest = info[opening.end(1) :] if opening else ""
    if rest.startswith("=") or _NUMBERED.fullmatch(language):
        language, rest = "", info
    settings = {match[1].lower(): "".join(match.groups("")[1:]) for match in _SETTING.finditer(rest)}
    changes = language.startswith("diff-")
    return Fence(
        language=language.removeprefix("diff-"),
        title=title or settings.get("title") or settings.get("filename") or settings.get("file") or "",
        marked=_marked_lines(" ".join([*_LINES.findall(rest), settings.get("hl_lines", "")])),
        first_number=_first_number(rest),
        changes=changes,
    )


def _marked_lines(ranges: str) -> frozenset[int]:
    marked: set[int] = set()
    for first, last in _RANGE.findall(ranges):
        start = int(first)
        marked.update(range(start, min(int(last or first), start + MAX_MARKED) + 1))
    return frozenset(marked)


def _first_number(rest: str) -> int | None:
    start = _START.search(rest)
    if start:
        return int(start[1])
    return 1 if _NUMBERED.search(rest) else None


def _content(code: str, fence: Fence, lexer: Lexer | None) -> str:
    if fence.changes:
        return _with_changes(code, fence, lexer)
    lines = _highlighted_lines(code, lexer)
    if not fence.marked and fence.first_number is None:
        return "\n".join(lines)
    return _wrapped_lines(lines, fence, [""] * len(lines))


def _with_changes(code: str, fence: Fence, lexer: Lexer | None) -> str:
    raw = code.split("\n")
    signs = [line[:1] if line[:1] in {"+", "-", " "} else "" for line in raw]
    bare = "\n".join(line.removeprefix(sign) for line, sign in zip(raw, signs, strict=True))
    lines = [sign + line for sign, line in zip(signs, _highlighted_lines(bare, lexer), strict=True)]
    return _wrapped_lines(lines, fence, [{"+": " gi", "-": " gd"}.get(sign, "") for sign in signs])


def _wrapped_lines(lines: list[str], fence: Fence, classes: list[str]) -> str:
    # What follows the last line end is no line when it is empty: fenced code always ends in one.
    count = len(lines) - (lines[-1] == "")
    wrapped = [
        tag(
            "span",
            line,
            class_="line" + (" marked" if number in fence.marked else "") + classes[number - 1],
            data_line=None if fence.first_number is None else fence.first_number + number - 1,
        )
        for number, line in enumerate(lines[:count], start=1)
    ]
    return "\n".join(wrapped + lines[count:])


def _highlighted_lines(code: str, lexer: Lexer | None) -> list[str]:
    """The lines of the code as HTML, each complete in itself: a token over several lines is reopened."""
    if lexer is None or len(code) > MAX_HIGHLIGHTED or max(map(len, code.split("\n"))) > MAX_LINE:
        return escape(code).split("\n")
    try:
        tokens = _tokens(code, lexer, deadline=time.monotonic() + MAX_SECONDS)
    except Exception:  # Lexers are many, and none is worth a page.
        return escape(code).split("\n")
    lines = [""]
    for css_class, text in tokens:
        first, *others = (_span(css_class, part) for part in text.split("\n"))
        lines[-1] += first
        lines += others
    return lines


def _tokens(code: str, lexer: Lexer, deadline: float) -> list[tuple[str, str]]:
    # Many lexers recognise the last line only by its end.
    tokens = [("", "")]
    for _position, kind, text in _in_time(lexer.get_tokens_unprocessed(code + "\n"), deadline):
        css_class = _css_class(kind)
        last_class, last_text = tokens[-1]
        if css_class == last_class or (text.isspace() and "\n" not in text):
            tokens[-1] = (last_class, last_text + text)
        else:
            tokens.append((css_class, text))
    if "".join(text for _class, text in tokens) != code + "\n":
        raise ValueError("the lexer changed the code")
    last_class, last_text = tokens.pop()
    return [*tokens, (last_class, last_text[:-1])]


def _in_time(tokens: Iterator[tuple[int, object, str]], deadline: float) -> Iterator[tuple[int, object, str]]:
    for token in tokens:
        if time.monotonic() > deadline:
            raise TimeoutError
        yield token


def _span(css_class: str, text: str) -> str:
    escaped = escape(text)
    return f'<span class="{css_class}">{escaped}</span>' if css_class and text else escaped


@cache
def _css_class(kind: object) -> str:
    while kind not in STANDARD_TYPES:
        kind = kind.parent  # type: ignore[attr-defined]
    return "" if kind in _PLAIN_TYPES else STANDARD_TYPES[kind]  # type: ignore[index]


def _lexer_name(language: str) -> str:
    return _ALIASES.get(language, language)


@lru_cache(maxsize=256)
def _lexer(name: str) -> Lexer | None:
    # Asking Pygments for an unknown name searches the installed packages for plug-ins, each time.
    if name not in _known_names():
        return None
    try:
        return get_lexer_by_name(name)
    except ClassNotFound:
        return None


@cache
def _known_names() -> frozenset[str]:
    names = (aliases for _name, aliases, _files, _types in get_all_lexers(plugins=False))
    return frozenset(alias for group in names for alias in group) - {"text"}
