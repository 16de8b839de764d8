"""Headings: their level, their anchor, and the one that is the title of the page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from html import unescape

from portico.features.content.compiler.rendering.attributes import common
from portico.features.content.compiler.rendering.fold import BLOCK, INLINE, Fold, Frame, Handler, element
from portico.features.content.models import Heading

RESERVED_IDS = frozenset(
    {"comments", "content", "contents", "main", "menu", "nav", "palette", "search", "toc", "top"}
)
"""Ids that the page around an article may use itself."""
LONGEST_ID = 80
_HEADING = re.compile(r"<h([1-6])\b[^>]*>(.*?)</h[1-6]>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_VISIBLE = re.compile(r"[^\s<>]|<(?:img|hgroup|x-slot|x-iframe|hr|video)\b")
_NOT_IN_ID = re.compile(r"[^\w\- ]+")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of the headings before they are folded."""

    title_first: bool
    """Whether the first heading is the title of the page."""
    shift: int
    """How many levels every heading moves down, so that the title stays the only one of its level."""


def plan(html: str, title: str | None) -> Plan:
    """Look through sanitised HTML for the title and for other headings of its level."""
    first = _HEADING.search(html)
    title_first = first is not None and _is_title(html, first, title)
    behind = first.end() if first and title_first else 0
    return Plan(title_first, 1 if "<h1" in html[behind:] else 0)


def _is_title(html: str, heading: re.Match[str], title: str | None) -> bool:
    if title is not None:
        wanted = _comparable(title)
        return bool(wanted) and _comparable(unescape(_TAG.sub("", heading[2]))) == wanted
    before = html[: heading.start()]
    return not _VISIBLE.search(_TAG.sub(lambda tag: tag[0] if _VISIBLE.match(tag[0]) else "", before))


def _comparable(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def heading_handlers(headings: Plan) -> dict[str, Handler]:
    """How to close `<h1>` to `<h6>` on a page with that plan."""

    def close(fold: Fold, frame: Frame) -> None:
        if headings.title_first and fold.page.title is None:
            fold.page.title = fold.text_of(frame)
            del fold.text[frame.text_start :]
        else:
            _close(fold, frame, level_without_gaps(int(frame.tag[1]) + headings.shift, above))

    above: list[tuple[int, int]] = []
    return {f"h{level}": close for level in range(1, 7)}


def level_without_gaps(level: int, above: list[tuple[int, int]]) -> int:
    """The level at which a heading may follow those above it, which are kept as (written, used)."""
    while above and above[-1][0] >= level:
        above.pop()
    used = min(6, above[-1][1] + 1 if above else 2)
    above.append((level, used))
    return used


def _close(fold: Fold, frame: Frame, level: int) -> None:
    content = "".join(run for kind, run in frame.runs() if kind == INLINE).strip()
    if content:
        text = fold.text_of(frame)
        identifier = fold.page.unique_id(slug(frame.get("id") or text) or "section")
        frame.words = frame.words.replace(" id=", " data-ignored=")
        attributes = {"id": identifier, **common(fold, frame)}
        anchor = element(
            "a", {"class": "anchor", "href": f"#{identifier}", "aria-label": f"Link to “{text}”"}, "#"
        )
        fold.page.headings.append(Heading(level=max(2, level), id=identifier, text=text))
        fold.open[-1].interactive = True
        fold.add(element(f"h{level}", attributes, f"{content} {anchor}") + "\n", BLOCK)
    for kind, run in frame.runs():
        if kind != INLINE:
            fold.add(run, BLOCK)


def slug(text: str) -> str:
    """The text as an anchor, letters of every script kept, as GitHub writes it."""
    kept = _NOT_IN_ID.sub("", unicodedata.normalize("NFC", text).lower().strip())
    return kept.replace(" ", "-")[:LONGEST_ID].strip("-")
