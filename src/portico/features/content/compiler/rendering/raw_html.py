"""What happens to the HTML that authors write before it is parsed with the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_FILTERED = re.compile(
    r"<(?=/?(?:title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)\b)", re.IGNORECASE
)
_WITH_CONTENT = re.compile(
    r"<(script|style|textarea|title|xmp|noembed|noframes|svg)\b[^>]*>.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_OUT_OF_PLACE = re.compile(
    r"</(?:script|style|textarea|title|xmp|noembed|noframes|svg)\s*>"
    r"|</?(?:template|select|option|optgroup|frameset|frame|form|plaintext|noscript|html|head|body|base"
    r"|hgroup|x-slot|x-iframe)\b[^>]*>",
    re.IGNORECASE,
)
_IFRAME = re.compile(r"<(/?)iframe\b", re.IGNORECASE)
_CODE = re.compile(r"<(script|style)\b", re.IGNORECASE)
_DROPPED = re.compile(r"<(script|style|form|select|textarea|template|noscript)\b", re.IGNORECASE)
_LINES_MATTER = re.compile(r"\n|<(?:a|img|x-iframe|video|audio|object|embed)(?=[\s/>])", re.IGNORECASE)


def raw_html_plugin(md: MarkdownIt) -> None:
    """Prepare the HTML among the Markdown; links and images learn their line, for reports."""
    md.core.ruler.push("raw_html", _inline_html)
    md.add_render_rule("html_block", _raw)
    md.add_render_rule("html_inline", _raw)


def _inline_html(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children:
            _number_lines(token.children, token.map[0] if token.map else 0)
            if "<" in token.content and _DROPPED.search(token.content):
                for child in token.children:
                    if child.type == "html_inline":
                        _report_dropped(state.env, child.content, int(child.attrs["data-line"]))
                token.children = _without_code(token.children)


def _number_lines(children: list[Token], line: int) -> None:
    for child in children:
        if child.type in {"softbreak", "hardbreak"}:
            line += 1
        elif child.type in {"link_open", "image", "html_inline"}:
            child.attrs["data-line"] = line


def _without_code(children: list[Token]) -> list[Token]:
    """The paragraph without what stands between `<script>` or `<style>` and its end."""
    kept: list[Token] = []
    closing = ""
    for child in children:
        code = _CODE.match(child.content) if child.type == "html_inline" else None
        if code and not closing:
            closing = f"</{code[1].lower()}"
        elif closing and child.type == "html_inline" and child.content.lower().startswith(closing):
            closing = ""
        elif not closing:
            kept.append(child)
    return kept


def _raw(_self: object, tokens: Sequence[Token], index: int, _options: object, env: Mapping[str, Any]) -> str:
    token = tokens[index]
    if token.meta.get("ready"):
        return token.content
    if token.map:
        _report_dropped(env, token.content, token.map[0])
    return prepare(token.content, token.map[0] if token.map else int(token.attrs.get("data-line", 0)))


def _report_dropped(env: Mapping[str, Any], html: str, line: int) -> None:
    for match in _DROPPED.finditer(html):
        message = f"The element <{match[1].lower()}> was left out."
        hint = "Content holds no scripts, styles or forms; a block may do what is wanted."
        env["page"].report(line + html.count("\n", 0, match.start()), "html-dropped", message, hint)


def filter_tags(html: str) -> str:
    """The tag filter of GitHub: tags that change how the rest is read are shown instead."""
    return _FILTERED.sub("&lt;", html)


def prepare(html: str, line: int) -> str:
    """An author's HTML without what would swallow the text behind it, its addresses marked with lines."""
    html = _WITH_CONTENT.sub("", html)
    html = _OUT_OF_PLACE.sub("", html)
    html = _IFRAME.sub(r"<\1x-iframe", html)
    return _with_lines(filter_tags(html), line)


def _with_lines(html: str, line: int) -> str:
    def marked(match: re.Match[str]) -> str:
        nonlocal line
        if match[0] == "\n":
            line += 1
            return "\n"
        return f'{match[0]} data-line="{line}"'

    return _LINES_MATTER.sub(marked, html)
