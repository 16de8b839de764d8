"""The autolinks of GitHub Flavored Markdown: bare web and mail addresses become links."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import cast

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

_PLAIN = re.compile(r"[^\n!$&*<\[\\\]_`{~]+")
_WEB_BEGINNING = re.compile(r"(?<![A-Za-z0-9])(?:[wW]{3}\.|[hH][tT]{2}[pP][sS]?://|[fF][tT][pP]://)")
_MAIL_BEGINNING = re.compile(
    r"(?<![\w.+:/-])(?:(?:mailto|xmpp):)?[A-Za-z0-9][A-Za-z0-9.+_-]*@(?=[A-Za-z0-9])"
)
_MAY_PRECEDE = frozenset(" \t\n*_~(\"'[:>")
_WEB = re.compile(r"www\.|(?:https?|ftp)://", re.IGNORECASE)
_HOST = re.compile(r"(?:[^\W_]|[-_.]|[^\x00-\x7f\s])+")
_REST = re.compile(r"[^\s<]*")
_ENTITY_AT_END = re.compile(r"&[A-Za-z0-9]+;\Z")
_MAIL = re.compile(r"((?:mailto|xmpp):)?[A-Za-z0-9.+_-]+@[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")
_RESOURCE = re.compile(r"/[A-Za-z0-9@.]+")


def autolinks_plugin(md: MarkdownIt) -> None:
    """Recognise `www.…`, `http(s)://…` and `name@host` in running text."""
    md.inline.ruler.at("text", _text)


def _text(state: StateInline, silent: bool) -> bool:
    match = _PLAIN.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    end = match.end()
    starts = _starts(state)
    if starts:
        following = bisect_right(starts, state.pos)
        at_address = following > 0 and starts[following - 1] == state.pos
        if (
            at_address
            and not silent
            and not state.linkLevel
            and (_web_address(state) or _mail_address(state))
        ):
            return True
        if following < len(starts):
            end = min(end, starts[following])
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _starts(state: StateInline) -> list[int]:
    """Where an address might begin; looked for once in every run of text."""
    source, starts = state.env.get("addresses", (None, []))
    if source is not state.src:
        source, starts = state.src, _beginnings(state.src)
        state.env["addresses"] = (source, starts)
    return cast("list[int]", starts)


def _beginnings(source: str) -> list[int]:
    found: list[int] = []
    if "://" in source or "ww." in source.lower():
        found = [match.start() for match in _WEB_BEGINNING.finditer(source)]
        found = [start for start in found if start == 0 or source[start - 1] in _MAY_PRECEDE]
    if "@" in source:
        found = sorted({*found, *(match.start() for match in _MAIL_BEGINNING.finditer(source))})
    return found


def _web_address(state: StateInline) -> bool:
    start = state.pos
    prefix = _WEB.match(state.src, start, state.posMax)
    host = _HOST.match(state.src, prefix.end(), state.posMax) if prefix else None
    if prefix is None or host is None:
        return False
    labels = host[0].rstrip(".").split(".")
    if not labels[0] or any("_" in label for label in labels[-2:]):
        return False
    rest = _REST.match(state.src, host.end(), state.posMax)
    end = _without_trailing_punctuation(state.src, prefix.end(), rest.end() if rest else host.end())
    if end <= prefix.end():
        return False
    address = state.src[start:end]
    return _push_link(state, end, address if "://" in prefix[0] else f"http://{address}")


def _mail_address(state: StateInline) -> bool:
    match = _MAIL.match(state.src, state.pos, state.posMax)
    if match is None or match[0][-1] in "-_" or state.src.startswith("@", match.end()):
        return False
    end = match.end()
    if match[1] == "xmpp:":
        resource = _RESOURCE.match(state.src, end, state.posMax)
        end = resource.end() if resource else end
    address = state.src[state.pos : end]
    return _push_link(state, end, address if match[1] else f"mailto:{address}")


def _without_trailing_punctuation(text: str, start: int, end: int) -> int:
    surplus = text.count(")", start, end) - text.count("(", start, end)
    while end > start:
        last = text[end - 1]
        if last in "?!.,:*_~'\"[]":
            end -= 1
        elif last == ")" and surplus > 0:
            end, surplus = end - 1, surplus - 1
        elif last == ";":
            entity = _ENTITY_AT_END.search(text, max(start, end - 40), end)
            end = entity.start() if entity else end - 1
        else:
            break
    return end


def _push_link(state: StateInline, end: int, url: str) -> bool:
    href = state.md.normalizeLink(url)
    if not state.md.validateLink(href):
        return False
    state.push("link_open", "a", 1).attrs = {"href": href}
    state.push("text", "", 0).content = state.src[state.pos : end]
    state.push("link_close", "a", -1)
    state.pos = end
    return True
