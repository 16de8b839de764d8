"""The allow-list that every body passes before it becomes part of a page."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

import nh3

from portico.features.content.compiler.rendering.elements import (
    CARRIERS,
    FOREIGN,
    INLINE_TEXT,
    MATHS,
    MATHS_ATTRIBUTES,
    OBSOLETE_TEXT,
    SECTIONS,
    TABLE,
)


def _each(names: Iterable[str], attributes: Iterable[str]) -> dict[str, set[str]]:
    return {name: set(attributes) for name in names}


_WRITTEN = INLINE_TEXT | OBSOLETE_TEXT | SECTIONS | TABLE | MATHS
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "classname", "dir", "id", "lang", "title", "align"},
    "a": {"href", "name", "data-line", "data-id"},
    "img": {"src", "alt", "width", "height", "data-line"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start", "reversed", "type"},
    "li": {"value", "data-id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "details": {"open"},
} | _each(MATHS, MATHS_ATTRIBUTES)
_SCHEMES = {"ftp", "http", "https", "irc", "ircs", "mailto", "matrix", "sms", "tel", "xmpp"}
_DROPPED_WITH_CONTENT = {"script", "style", "svg", "template", "title"}
_MOST_PASSES = 12

_FOREIGN_ATTRIBUTES = {"src", "data", "poster", "width", "height", "allow", "data-line"}

_ARTICLE = nh3.Cleaner(
    tags=set(_WRITTEN | CARRIERS | FOREIGN),
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attributes=_ATTRIBUTES | _each(FOREIGN, _FOREIGN_ATTRIBUTES) | _each(CARRIERS, {"data-slot", "data-jsx"}),
    url_schemes=_SCHEMES,
    link_rel=None,
)
_MATHS = nh3.Cleaner(
    tags=set(MATHS),
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attributes=_each(MATHS, MATHS_ATTRIBUTES),
    link_rel=None,
)


def sanitise_article(html: str) -> str:
    """The HTML with nothing in it that could run, hide or imitate; sanitising again changes nothing.

    Carriers and foreign elements stay, which folding resolves.
    """
    return _settled(_ARTICLE, html)


def sanitise_maths(mathml: str) -> str:
    """MathML without anything else."""
    return _settled(_MATHS, mathml)


def _settled(cleaner: nh3.Cleaner, html: str) -> str:
    # Browsers may read a cleaned text differently from the parser that cleaned it; what no longer
    # changes when read again has one reading only.
    cleaned = cleaner.clean(html)
    for _pass in range(_MOST_PASSES):
        again = cleaner.clean(cleaned)
        if again == cleaned:
            return cleaned
        cleaned = again
    return escape(html)
