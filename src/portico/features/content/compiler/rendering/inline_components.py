"""JSX tags and expressions within a paragraph."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from portico.features.content.compiler import blocks
from portico.features.content.compiler.rendering import jsx
from portico.features.content.compiler.rendering.carriers import expression_text, written
from portico.features.content.compiler.rendering.components import reads
from portico.features.content.compiler.rendering.page import Page

_MOST_FAILURES = 50
"""Unclosed braces or tags in a paragraph, after which the rest is taken for plain text."""


def inline_components_plugin(md: MarkdownIt) -> None:
    """Understand tags within text, and the expressions of MDX."""
    md.core.ruler.at("inline", _inline_with_lines)
    md.inline.ruler.before("html_inline", "component", _component)
    md.inline.ruler.before("html_inline", "expression", _expression)
    md.core.ruler.after("inline", "components_alone", _lift_out_of_paragraphs)


def line_of(state: StateInline) -> int:
    """The line that a rule has come to within its paragraph, counted from the start of the body."""
    return int(state.env.get("line", 0)) + state.src.count("\n", 0, state.pos)


def _inline_with_lines(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline":
            if token.map:
                state.env["line"] = token.map[0]
            token.children = token.children or []
            state.md.inline.parse(token.content, state.md, state.env, token.children)


def _component(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "<":
        return False
    following = state.src[state.pos + 1 : state.pos + 2]
    if not (following.isalpha() or following in {"/", ">"}) or _gave_up(state):
        return False
    page: Page = state.env["page"]
    tag = jsx.read_tag(state.src, state.pos)
    if tag is None or tag.end > state.posMax:
        _fail(state)
        return False
    if not reads(page, tag):
        return False
    if not silent:
        _push_tag(state, page, tag)
    state.pos = tag.end
    return True


def _push_tag(state: StateInline, page: Page, tag: jsx.Tag) -> None:
    if _is_type_parameter(state, page, tag):
        state.pending += state.src[state.pos : tag.end]
        return
    token = state.push("html_inline", "", 0)
    token.content = written(page, tag, line_of(state), block=False)
    token.meta = {"ready": True}
    if jsx.is_component(tag):
        block = blocks.find(tag.name)
        nesting = 0 if tag.empty else -1 if tag.closing else 1
        token.meta |= {"jsx": nesting, "block": block is not None and not block.inline}
    if tag.name == "a":
        state.linkLevel += -1 if tag.closing else 1


def _is_type_parameter(state: StateInline, page: Page, tag: jsx.Tag) -> bool:
    # `Array<String>` in a Markdown file is prose about code, not a component.
    return (
        page.source.dialect == "md"
        and not (tag.closing or tag.empty or tag.props)
        and blocks.find(tag.name) is None
        and f"</{tag.name}" not in state.src
    )


def _expression(state: StateInline, silent: bool) -> bool:
    page: Page = state.env["page"]
    if state.src[state.pos] != "{" or page.source.dialect != "mdx" or _gave_up(state):
        return False
    end = jsx.closing_brace(state.src, state.pos)
    if end is None or end > state.posMax:
        _fail(state)
        return False
    if not silent:
        state.pending += expression_text(page, state.src[state.pos : end], line_of(state))
    state.pos = end
    return True


def _gave_up(state: StateInline) -> bool:
    source, failures = state.env.get("failures", (None, 0))
    return source is state.src and failures >= _MOST_FAILURES


def _fail(state: StateInline) -> None:
    source, failures = state.env.get("failures", (None, 0))
    state.env["failures"] = (state.src, failures + 1 if source is state.src else 1)


def _lift_out_of_paragraphs(state: StateCore) -> None:
    """Take block components out of the paragraphs that they open, close or fill."""
    lifted: list[Token] = []
    for token in state.tokens:
        children = token.children or []
        if token.type != "inline" or not any("jsx" in child.meta for child in children):
            lifted.append(token)
            continue
        before, token.children, after = _lift(children)
        if lifted and lifted[-1].type == "paragraph_open":
            lifted[-1:-1] = before
            lifted.append(token)
            lifted.append(_raw("".join(child.content for child in after)))
            continue
        token.children = [*before, *token.children, *after]
        lifted.append(token)
    state.tokens = _after_paragraphs(lifted)


def _after_paragraphs(tokens: list[Token]) -> list[Token]:
    for index in range(len(tokens) - 1):
        if tokens[index].type == "jsx_block" and tokens[index + 1].type == "paragraph_close":
            tokens[index], tokens[index + 1] = tokens[index + 1], tokens[index]
    return tokens


def _raw(content: str) -> Token:
    return Token("jsx_block", "", 0, content=content)


def _lift(children: list[Token]) -> tuple[list[Token], list[Token], list[Token]]:
    partners = _partners(children)
    start, end = 0, len(children)
    while start < end and _opens_block(children, partners, start, end):
        start += 1
    while end > start and _closes_block(children, partners, start, end - 1):
        end -= 1
    for index, child in enumerate(children):
        lone_closing = child.meta.get("jsx") == -1 and index not in partners
        if index < start or index >= end or lone_closing:
            child.content = child.content.replace("x-slot", "hgroup")
    return children[:start], children[start:end], children[end:]


def _opens_block(children: list[Token], partners: dict[int, int], index: int, end: int) -> bool:
    child = children[index]
    if child.type == "softbreak":
        return index > 0
    if child.meta.get("jsx") != 1:
        return False
    return index not in partners or (child.meta["block"] and partners[index] == end - 1 - index)


def _closes_block(children: list[Token], partners: dict[int, int], start: int, index: int) -> bool:
    child = children[index]
    if child.type == "softbreak":
        return index + 1 < len(children)
    return child.meta.get("jsx") == -1 and partners.get(index, -1) < start


def _partners(children: list[Token]) -> dict[int, int]:
    """Which opening tag belongs to which closing tag, both ways, by position."""
    opened: list[int] = []
    partners: dict[int, int] = {}
    for index, child in enumerate(children):
        nesting = child.meta.get("jsx")
        if nesting == 1:
            opened.append(index)
        elif nesting == -1 and opened:
            partners[index] = opened.pop()
            partners[partners[index]] = index
    return partners
