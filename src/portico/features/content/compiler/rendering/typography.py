"""Quotation marks, dashes and ellipses as printers set them, in the language of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from portico.features.content.compiler.rendering.page import Page

_ENGLISH = ("“", "”", "‘", "’")
_QUOTES = {
    "cs": ("„", "“", "‚", "‘"),
    "da": ("”", "”", "’", "’"),
    "de": ("„", "“", "‚", "‘"),
    "es": ("«", "»", "“", "”"),
    "fi": ("”", "”", "’", "’"),
    "fr": ("«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"),
    "it": ("«", "»", "“", "”"),
    "pl": ("„", "”", "‚", "’"),
    "pt": ("«", "»", "“", "”"),
    "ru": ("«", "»", "„", "“"),
    "sv": ("”", "”", "’", "’"),
    "uk": ("«", "»", "„", "“"),
}
_MARKS = re.compile(
    r"\.{3,}|(?<!-)-{3}(?!-)|(?<=[^\s-])--(?=[^\s-])|(?<=\s)--(?=\s)|[\"']|(?<=\s)--\Z|\A--(?=\s)"
)
_OPENS_AFTER = frozenset(" \t\n\u00a0([{<-–—/“„«‘‚\"'")
_STRAIGHT = frozenset("\"'")
_APOSTROPHE = "’"
_BREAKS = frozenset({"softbreak", "hardbreak"})
_LIKE_WORDS = frozenset({"code_inline", "image", "maths", "text_special"})
_LITERAL = re.compile(r"<(/?)(?:code|kbd|samp|pre|tt|var)\b", re.IGNORECASE)


def typography_plugin(md: MarkdownIt) -> None:
    """Set the marks in text, never in code, addresses or HTML."""
    # A mark behind a backslash is text of its own until then, and stays as it is.
    md.core.ruler.before("text_join", "typography", _typography)


def _typography(state: StateCore) -> None:
    page: Page = state.env["page"]
    quotes = _QUOTES.get(page.source.lang.partition("-")[0].lower(), _ENGLISH)
    for token in state.tokens:
        if token.type == "inline" and token.children and _may_change(token.content):
            _set_marks(token.children, quotes)


def _may_change(text: str) -> bool:
    return '"' in text or "'" in text or "--" in text or "..." in text


@dataclass(slots=True)
class _Setter:
    """Sets the marks of one paragraph, from its beginning to its end."""

    quotes: tuple[str, str, str, str]
    before: str = " "
    """The last character, across markup."""
    quoting: bool = False
    """Whether a single quotation mark is open."""
    opening: bool = True
    """Whether the last mark was an opening one."""

    def set(self, text: str, after: str) -> str:
        """The text with its marks set; `after` is what follows it."""

        def mark(match: re.Match[str]) -> str:
            found = match[0]
            if found[0] == ".":
                return "…" if len(found) == 3 else found
            if found[0] == "-":
                return "—" if len(found) == 3 else "–"
            preceding = text[match.start() - 1] if match.start() else self.before
            return self._quote(found, preceding, text[match.end() : match.end() + 1] or after)

        return _MARKS.sub(mark, text)

    def _quote(self, sign: str, preceding: str, following: str) -> str:
        opens = preceding in _OPENS_AFTER and not following.isspace()
        if preceding in _STRAIGHT:
            # Of two marks in a row the second does what the first does.
            opens = self.opening
        self.opening = opens
        if sign == '"':
            return self.quotes[0] if opens else self.quotes[1]
        if opens and not following.isdigit():
            self.quoting = True
            return self.quotes[2]
        if self.quoting and not following.isalnum():
            self.quoting = False
            return self.quotes[3]
        return _APOSTROPHE


def _set_marks(children: list[Token], quotes: tuple[str, str, str, str]) -> None:
    setter = _Setter(quotes)
    literal, address = 0, False
    for index, child in enumerate(children):
        following = children[index + 1] if index + 1 < len(children) else None
        if child.type == "text" and literal <= 0 and not address:
            last = child.content[-1:]
            ends = following is None or following.type in _BREAKS
            child.content = setter.set(child.content, " " if ends else "x")
            setter.before = last or setter.before
        elif child.type == "html_inline":
            tag = _LITERAL.match(child.content)
            literal += 0 if tag is None else -1 if tag[1] else 1
        elif child.type in {"link_open", "link_close"}:
            # An address that is its own text stays as it is.
            address = child.nesting > 0 and following is not None and "://" in following.content
        elif child.type in _BREAKS:
            setter.before = " "
        elif child.type in _LIKE_WORDS:
            setter.before = child.content[-1:] or "x"
