"""JSX tags on lines of their own, such as `<Callout type="note">`, with Markdown between them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, paragraph

from portico.features.content.compiler import blocks
from portico.features.content.compiler.rendering import jsx
from portico.features.content.compiler.rendering.carriers import expression_text, register, written
from portico.features.content.compiler.rendering.elements import HTML, VOID
from portico.features.content.compiler.rendering.page import Page

_LONGEST_TAG = 100
"""Lines that a tag or an expression may take."""
_BEGINNING = {"md": re.compile(r"</?[A-Z]"), "mdx": re.compile(r"</?[A-Za-z>]|\{")}
_NOT_MARKDOWN = frozenset({"math", "script", "style", "svg"})
"""Elements that hold no Markdown even in MDX, and are left to the HTML rules."""
_CODE_SPAN = re.compile(r"`[^`]*`")
_TAGS = re.compile(r"<(/?)([A-Z][\w.]*)[^<>]*?(/?)>")
_BLANK = re.compile(r"[ \t]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A tag or an expression on a line of its own."""

    text: str
    tag: jsx.Tag | None


def components_plugin(md: MarkdownIt) -> None:
    """Understand `<Name prop="…">`, `</Name>` and `<Name />` as blocks."""
    md.block.ruler.before(
        "html_block", "components", _components, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.block.ruler.at("paragraph", _paragraph)


def reads(page: Page, tag: jsx.Tag) -> bool:
    """Whether the tag is JSX in this file: in Markdown only components are, in MDX every tag is."""
    if tag.name in _NOT_MARKDOWN:
        return False
    if page.source.dialect == "mdx":
        return True
    shouted_html = tag.name.isupper() and tag.name.lower() in HTML
    return bool(tag.name) and jsx.is_component(tag) and not shouted_html


def _components(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    page: Page = state.env["page"]
    start = state.bMarks[start_line] + state.tShift[start_line]
    if state.is_code_block(start_line) or not _BEGINNING[page.source.dialect].match(state.src, start):
        return False
    text = state.src[start : state.eMarks[start_line]]
    pieces = _pieces(page, text)
    if pieces is None:
        last = min(end_line, start_line + _LONGEST_TAG)
        text = state.getLines(start_line, last, state.blkIndent, False).lstrip()
        pieces = _pieces(page, text)
    if pieces is None:
        return False
    if not silent:
        _push(state, start_line, end_line, pieces)
    return True


def _pieces(page: Page, text: str) -> list[Piece] | None:
    """What fills the first lines, or none if it is not complete or other text stands with it."""
    pieces: list[Piece] = []
    position = 0
    while position < len(text) and text[position] != "\n":
        piece = _piece(page, text, position)
        if piece is None:
            return None
        pieces.append(piece)
        blank = _BLANK.match(text, position + len(piece.text))
        position = blank.end() if blank else len(text)
    return pieces


def _piece(page: Page, text: str, position: int) -> Piece | None:
    if text[position] == "<":
        tag = jsx.read_tag(text, position)
        return Piece(text[position : tag.end], tag) if tag and reads(page, tag) else None
    if text[position] == "{" and page.source.dialect == "mdx":
        end = jsx.closing_brace(text, position)
        return Piece(text[position:end], None) if end is not None else None
    return None


def _push(state: StateBlock, start_line: int, end_line: int, pieces: list[Piece]) -> None:
    page: Page = state.env["page"]
    line = start_line
    state.line = start_line + 1 + sum(piece.text.count("\n") for piece in pieces)
    html = []
    for piece in pieces:
        if piece.tag is None:
            text = expression_text(page, piece.text, line)
            html.append(f"<p>{escape(text)}</p>" if text else "")
        else:
            html.append(_tag_html(state, piece.tag, line, end_line))
        line += piece.text.count("\n")
    token = state.push("jsx_block", "", 0)
    token.content, token.map = "".join(html), [start_line, state.line]


def _tag_html(state: StateBlock, tag: jsx.Tag, line: int, end_line: int) -> str:
    page: Page = state.env["page"]
    block = blocks.find(tag.name)
    if block is not None and block.children == "text" and not tag.closing and not tag.empty:
        source = _text_inside(state, tag.name, end_line)
        if source is not None:
            register(page, tag, line, source)
            return f'<hgroup data-jsx="{len(page.components) - 1}"></hgroup>'
    _count_depth(state, tag)
    return written(page, tag, line, block=True)


def _text_inside(state: StateBlock, name: str, end_line: int) -> str | None:
    """The lines up to the closing tag, to which the parser then moves on."""
    unclosed: set[tuple[str, int]] = state.env.setdefault("unclosed", set())
    if (name, end_line) in unclosed:
        return None
    for line in range(state.line, end_line):
        if state.src.startswith(f"</{name}>", state.bMarks[line] + state.tShift[line]):
            source = state.getLines(state.line, line, state.blkIndent, True)
            state.line = line + 1
            return source
    unclosed.add((name, end_line))
    return None


def _count_depth(state: StateBlock, tag: jsx.Tag) -> None:
    # Inside an element, indentation is the author's order and no sign of code.
    if tag.empty or tag.name in VOID:
        return
    _change_depth(state, -1 if tag.closing else 1)


def _change_depth(state: StateBlock, change: int) -> None:
    depth = max(0, state.env.get("depth", 0) + change)
    state.env["depth"] = depth
    state._code_enabled = depth == 0


def _paragraph(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    found = paragraph(state, start_line, end_line, silent)
    content = state.tokens[-2].content if found and not silent else ""
    if "</" in content:
        # An element may also end within a paragraph.
        tags = _TAGS.findall(_CODE_SPAN.sub("", content))
        balance = sum(0 if empty else -1 if closing else 1 for closing, _name, empty in tags)
        _change_depth(state, min(0, balance))
    return found
