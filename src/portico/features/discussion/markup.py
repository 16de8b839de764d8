"""The Markdown that comments are written in, and the allow-list that what comes of it passes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

DEEPEST_NESTING = 20
MARK, END = "\ufdd0", "\ufdd1"
"""What stands around a number where a name was mentioned: characters that Unicode keeps out of all text."""
MARKED = re.compile(f"{MARK}([0-9]{{1,19}}){END}")
NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{1,28}[A-Za-z0-9]"
_RULES = "emphasis strikethrough backticks fence list blockquote link autolink escape newline".split()
_WEB_BEGINS = "[hH][tT]{2}[pP][sS]?://"
_PLAIN = re.compile(rf"(?:[^\n*<\[\\\]_`~hH{MARK}]+|(?!{_WEB_BEGINS})[hH])+")
_BEGINNING = re.compile(rf"(?<![^\W_]){_WEB_BEGINS}|{MARK}")
_MENTION = re.compile(rf"{MARK}([0-9]+){END}{NAME}")
_WEB = re.compile(r"https?://[^\W_][^\s<>\"`{|}\\^\[\]]*", re.IGNORECASE)
_GOOD = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]", re.IGNORECASE)
_TAGS = {"p", "br", "strong", "em", "del", "code", "pre", "ul", "ol", "li", "blockquote", "a"}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    # Without a word about all elements, `lang` and `title` would be let through.
    attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
    tag_attribute_values={name: {"dir": {"auto"}} for name in ("p", "li", "blockquote", "pre")},
    clean_content_tags={"script", "style", "svg", "math", "template", "title", "textarea", "noscript"},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="nofollow ugc noopener",
)
_MOST_PASSES = 6


class _Parser(MarkdownIt):
    """A parser for links that lead out of the site, in which marks stand for the `@` they replace."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the library's name
        return super().normalizeLink(unmarked(url))

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        return _GOOD.match(url) is not None


def parse(marked: str) -> tuple[list[Token], set[int]]:
    """The tokens of a text in which marks with numbers stand for `@`, and which of these are mentions."""
    env: dict[str, Any] = {"mentions": set()}
    return _parser().parse(marked, env), env["mentions"]


def draw(tokens: Sequence[Token]) -> str:
    """The HTML of these tokens, not yet sanitised."""
    md = _parser()
    return str(md.renderer.render(tokens, md.options, {}))


def sanitise(html: str) -> str:
    """The HTML with nothing in it but what comments may hold; sanitising again changes nothing."""
    # Browsers may read a cleaned text differently from the parser that cleaned it; what no longer
    # changes when read again has one reading only.
    for _pass in range(_MOST_PASSES):
        cleaned = _CLEANER.clean(html)
        if cleaned == html:
            return cleaned
        html = cleaned
    return escape(html)


def unmarked(text: str) -> str:
    """The text with `@` where marks with a number stand."""
    return MARKED.sub("@", text)


@cache
def _parser() -> MarkdownIt:
    md = _Parser("zero", {"maxNesting": DEEPEST_NESTING, "html": False, "breaks": True})
    md.enable([*_RULES, "balance_pairs", "fragments_join"])
    md.inline.ruler.at("text", _text)
    for name in ("paragraph", "list_item", "blockquote"):
        md.add_render_rule(f"{name}_open", _isolated)
    md.add_render_rule("s_open", lambda *_: "<del>")
    md.add_render_rule("s_close", lambda *_: "</del>")
    md.add_render_rule("fence", _fence)
    return md


def _isolated(self: Any, tokens: Sequence[Token], index: int, options: Any, _env: Any) -> str:
    """An element of its own direction of writing, which turns nothing around it."""
    tokens[index].attrs["dir"] = "auto"
    return str(self.renderToken(tokens, index, options, _env))


def _fence(_self: object, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    return f'<pre dir="auto"><code>{escape(tokens[index].content, quote=False)}</code></pre>\n'


def _text(state: StateInline, silent: bool) -> bool:
    """Running text up to what means something; web addresses in it become links, marks are mentions."""
    if _BEGINNING.match(state.src, state.pos, state.posMax):
        if not silent and not state.linkLevel and (_address(state) or _mention(state)):
            return True
        end = state.pos + 1
    elif match := _PLAIN.match(state.src, state.pos, state.posMax):
        end = match.end()
    else:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _mention(state: StateInline) -> bool:
    match = _MENTION.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    state.env["mentions"].add(int(match[1]))
    state.append_pending(match[0])
    state.pos = match.end()
    return True


def _address(state: StateInline) -> bool:
    match = _WEB.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    end = _without_trailing_punctuation(state.src, state.pos, match.end())
    address = state.src[state.pos : end]
    state.push("link_open", "a", 1).attrs = {"href": state.md.normalizeLink(address)}
    state.push("text", "", 0).content = address
    state.push("link_close", "a", -1)
    state.pos = end
    return True


def _without_trailing_punctuation(text: str, start: int, end: int) -> int:
    surplus = text.count(")", start, end) - text.count("(", start, end)
    while text[end - 1] in "?!.,:;*_~'\"" or (text[end - 1] == ")" and surplus > 0):
        end, surplus = end - 1, surplus - (text[end - 1] == ")")
    return end
