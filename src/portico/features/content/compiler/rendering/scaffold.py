"""The lines of an MDX file that only a bundler reads: imports and exports, left out."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block

_STATEMENT = re.compile(
    r"import\s*(?:['\"]|[\w$*{][^'\"`;]*?\bfrom\s*['\"])"
    r"|import\s*\{[^}]*\Z|export\s+(?:default|const|let|var|function|class|async|type|interface)\b"
    r"|export\s*[{*]"
)
_JAVASCRIPT = re.compile(
    r"[\[({]|[\])}]|\n|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`"
    r"|/\*.*?\*/|(?<![:\w\"'])//[^\n]*",
    re.DOTALL,
)
_GOES_ON = re.compile(r"(?:[,=+\-*/%&|?:(\[{.]|=>|\bfrom|\breturn|\bdefault)\s*\Z")
_LONGEST_PARAGRAPH = 5_000
_MOST_FAILURES = 20
_NOT_AN_ELEMENT = re.compile(r"<(?:[!?]|(?:math|script|style|svg)\b)", re.IGNORECASE)
_CONTINUES = re.compile(r"\s*(?:[.?:+*/%&|,)\]}]|from\b)")


def scaffold_plugin(md: MarkdownIt) -> None:
    """Take `import` and `export` statements out of the text, outside code and nowhere else."""
    md.block.ruler.before("code", "scaffold", _scaffold)
    md.block.ruler.at("html_block", _comment, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _comment(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    # Elements are for the rule that knows JSX; HTML keeps comments and what has no Markdown inside.
    start = state.bMarks[start_line] + state.tShift[start_line]
    if not _NOT_AN_ELEMENT.match(state.src, start):
        return False
    return html_block(state, start_line, end_line, silent)


def _scaffold(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    start = state.bMarks[start_line]
    if state.level or state.sCount[start_line] or not state.src.startswith(("import", "export"), start):
        return False
    if not _STATEMENT.match(state.src, start, _end_of_paragraph(state.src, start)):
        return False
    if not silent:
        end = _end_of_statement(state.src, start) if state.env.get("unfinished", 0) < _MOST_FAILURES else None
        if end is None:
            # What is never closed is no statement that swallows the rest of the text.
            state.env["unfinished"] = state.env.get("unfinished", 0) + 1
            end = _end_of_paragraph(state.src, start)
        state.line = min(end_line, _line_at(state, start_line, end))
    return True


def _end_of_paragraph(text: str, start: int) -> int:
    end = text.find("\n\n", start, start + _LONGEST_PARAGRAPH)
    return min(len(text), start + _LONGEST_PARAGRAPH) if end < 0 else end


def _end_of_statement(text: str, start: int) -> int | None:
    """The end of the line on which the brackets of the statement are closed, or none if they never are."""
    depth = 0
    for match in _JAVASCRIPT.finditer(text, start):
        sign = match[0]
        if sign in "[({":
            depth += 1
        elif sign in "])}":
            depth -= 1
        elif sign == "\n" and depth <= 0 and not _unfinished(text, match.start()):
            return match.start()
    return len(text) if depth <= 0 else None


def _unfinished(text: str, line_end: int) -> bool:
    if text.startswith("\n", line_end + 1):
        return False
    line_start = text.rfind("\n", 0, line_end) + 1
    following = text[line_end + 1 : line_end + 40]
    return bool(_GOES_ON.search(text[line_start:line_end]) or _CONTINUES.match(following))


def _line_at(state: StateBlock, line: int, position: int) -> int:
    while line < state.lineMax and state.eMarks[line] < position:
        line += 1
    return line + 1
