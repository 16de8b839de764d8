"""The Markdown parser that articles extend: CommonMark with GitHub's extensions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdurl import encode

from portico.features.content.compiler.rendering.autolinks import autolinks_plugin
from portico.features.content.compiler.rendering.footnotes import footnotes_plugin

DEEPEST_NESTING = 50
_PLAIN_LINK = re.compile(
    r"\[(?:`([^`\[\]\n]+)`|([^\[\]\\`*_~<>&!$@{}\n]+))\]"
    r"\((https?://[a-z0-9.-]+(?:[/?#][A-Za-z0-9/?#=.:@,;+-]*)?)\)"
)
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?:[/?#][A-Za-z0-9/?#&=._~:@!$'()*+,;-]*)?")


class MarkdownParser(MarkdownIt):
    """A parser that does not take apart addresses that need no change."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        return url if _PLAIN_ADDRESS.fullmatch(url) else encode(url)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return url.startswith(("https://", "http://")) or super().validateLink(url)


def github_parser(*, id_attribute: str = "id") -> MarkdownParser:
    """A parser for CommonMark 0.31 and GitHub's tables, tasks, strikethrough, autolinks and footnotes."""
    options = {"maxNesting": DEEPEST_NESTING, "strikethrough_single_tilde": True, "tasklists": True}
    md = MarkdownParser("commonmark", options)
    md.enable(["table", "strikethrough"])
    md.inline.ruler.before("link", "plain_link", _plain_link)
    autolinks_plugin(md)
    footnotes_plugin(md, id_attribute)
    md.add_render_rule("s_open", _deleted)
    md.add_render_rule("s_close", _deleted)
    md.add_render_rule("list_item_open", _item)
    md.add_render_rule("th_open", _cell)
    md.add_render_rule("td_open", _cell)
    return md


def _cell(self: RendererHTML, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    token = tokens[index]
    # The parser writes an inline style, which the Content-Security-Policy forbids.
    style = str(token.attrs.get("style", ""))
    side = style.partition("text-align:")[2]
    return f'<{token.tag} align="{side}">' if side else f"<{token.tag}>"


def _deleted(_self: object, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    return "<del>" if tokens[index].nesting > 0 else "</del>"


def _item(_self: object, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    token = tokens[index]
    if "checked" not in token.meta:
        return "<li>"
    checked = ' checked=""' if token.meta["checked"] else ""
    return f'<li><input type="checkbox"{checked} disabled=""> '


def _plain_link(state: StateInline, silent: bool) -> bool:
    """The links of most texts, read in one step: nothing but words or code, and a web address."""
    if state.src[state.pos] != "[" or state.linkLevel:
        return False
    match = _PLAIN_LINK.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("link_open", "a", 1).attrs = {"href": match[3]}
        if match[1]:
            _push_code(state, match[1])
        else:
            state.push("text", "", 0).content = match[2]
        state.push("link_close", "a", -1)
    state.pos = match.end()
    return True


def _push_code(state: StateInline, code: str) -> None:
    token = state.push("code_inline", "code", 0)
    surrounded = code[0] == code[-1] == " " and not code.isspace()
    token.markup, token.content = "`", code[1:-1] if surrounded else code
