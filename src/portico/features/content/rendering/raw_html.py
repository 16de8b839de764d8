"""What happens to the HTML that authors write before it is parsed with the rest."""

from __future__ import annotations

import re

_FILTERED = re.compile(
    r"<(?=/?(?:title|textarea|style|xmp|iframe|noembed|noframes|script|plaintext)\b)", re.IGNORECASE
)
_WITH_CONTENT = re.compile(
    r"<(script|style|textarea|title|xmp|noembed|noframes|svg)\b[^>]*>.*?(?:</\1\s*>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_OUT_OF_PLACE = re.compile(
    r"</?(?:template|select|option|optgroup|frameset|frame|form|plaintext|noscript|html|head|body|base"
    r"|hgroup|x-slot|x-iframe)\b[^>]*>",
    re.IGNORECASE,
)
_IFRAME = re.compile(r"<(/?)iframe\b", re.IGNORECASE)
_LINES_MATTER = re.compile(r"\n|<(?:a|img|x-iframe|video|audio|object|embed)(?=[\s/>])", re.IGNORECASE)


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
