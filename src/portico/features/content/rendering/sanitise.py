"""The allow-list that every body passes before it becomes part of a page."""

from __future__ import annotations

from html import escape

import nh3

_TEXT = {
    *"a abbr b bdi bdo br cite code data del dfn em i img input ins kbd mark q rp rt ruby s samp".split(),
    *"small span strong sub sup time u var wbr acronym big font nobr strike tt".split(),
}
_STRUCTURE = {
    *"address article aside blockquote center dd details dir div dl dt figcaption figure footer h1 h2 h3".split(),
    *"h4 h5 h6 header hr li main menu nav ol p pre section summary ul".split(),
    *"table caption colgroup col thead tbody tfoot tr th td".split(),
}
MATHS = {
    *"math menclose merror mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub".split(),
    *"msubsup msup mtable mtd mtext mtr munder munderover mmultiscripts mprescripts".split(),
}
_MATHS_ATTRIBUTES = {
    *"accent accentunder columnalign columnlines columnspacing depth display displaystyle fence form".split(),
    *"height largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowspacing".split(),
    *"rowspan columnspan rspace scriptlevel separator stretchy symmetric voffset width".split(),
}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"class", "classname", "dir", "id", "lang", "title", "align"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height"},
    "input": {"type", "checked", "disabled"},
    "ol": {"start", "reversed", "type"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "details": {"open"},
} | {name: _MATHS_ATTRIBUTES for name in MATHS}
_SCHEMES = {"ftp", "http", "https", "irc", "ircs", "mailto", "matrix", "sms", "tel", "xmpp"}
_DROPPED_WITH_CONTENT = {"script", "style", "svg", "template", "title"}
_MOST_PASSES = 12

CARRIERS = {"hgroup", "x-slot"}
"""Elements that stand for what the renderer fills in; no author's tag becomes one unnoticed."""
FOREIGN = {"x-iframe", "video", "audio", "source", "object", "embed", "picture"}
"""Elements that become click-to-load blocks or go."""
_FOREIGN_ATTRIBUTES = {"src", "data", "poster", "width", "height", "allow", "data-line"}

_CORE = nh3.Cleaner(
    tags=_TEXT | _STRUCTURE | MATHS,
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
    link_rel=None,
)
_ARTICLE = nh3.Cleaner(
    tags=_TEXT | _STRUCTURE | MATHS | CARRIERS | FOREIGN,
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attributes=_ATTRIBUTES
    | {name: _FOREIGN_ATTRIBUTES for name in FOREIGN}
    | {name: {"data-slot", "data-jsx"} for name in CARRIERS}
    | {"a": {"href", "name", "data-line", "data-id"}, "li": {"value", "data-id"}}
    | {"img": {"src", "alt", "width", "height", "data-line"}},
    url_schemes=_SCHEMES,
    link_rel=None,
)
_MATHS = nh3.Cleaner(
    tags=MATHS,
    clean_content_tags=_DROPPED_WITH_CONTENT,
    attributes={name: _MATHS_ATTRIBUTES for name in MATHS},
    link_rel=None,
)


def sanitise(html: str) -> str:
    """The HTML with nothing in it that could run, hide or imitate; sanitising again changes nothing."""
    return _settled(_CORE, html)


def sanitise_article(html: str) -> str:
    """As `sanitise`, but with the carriers and foreign elements that folding resolves."""
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
