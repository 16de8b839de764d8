"""The elements of HTML by what they are for."""

from __future__ import annotations


def _names(written: str) -> frozenset[str]:
    return frozenset(written.split())


INLINE_TEXT = _names(
    "a abbr b bdi bdo br cite code data del dfn em i img input ins kbd mark q rp rt ruby s samp small span"
    " strong sub sup time u var wbr"
)
OBSOLETE_TEXT = _names("acronym big font nobr strike tt")
SECTIONS = _names(
    "address article aside blockquote center dd details dir div dl dt figcaption figure footer h1 h2 h3 h4"
    " h5 h6 header hr li main menu nav ol p pre section summary ul"
)
TABLE = _names("table caption colgroup col thead tbody tfoot tr th td")
MATHS = _names(
    "math menclose merror mfrac mi mn mo mover mpadded mphantom mroot mrow mspace msqrt mstyle msub msubsup"
    " msup mtable mtd mtext mtr munder munderover mmultiscripts mprescripts"
)
MATHS_ATTRIBUTES = _names(
    "accent accentunder columnalign columnlines columnspacing columnspan depth display displaystyle fence"
    " form height largeop linethickness lspace mathvariant maxsize minsize movablelimits notation rowspacing"
    " rowspan rspace scriptlevel separator stretchy symmetric voffset width"
)
CARRIERS = _names("hgroup x-slot")
"""Elements that stand for what the renderer fills in; no author's tag becomes one unnoticed."""
FOREIGN = _names("x-iframe video audio source object embed")
"""Elements that become click-to-load blocks or go."""
VOID = _names("area base br col embed hr img input link meta source track wbr")
HTML = (
    INLINE_TEXT
    | OBSOLETE_TEXT
    | SECTIONS
    | TABLE
    | VOID
    | _names("body form head html iframe object script style title")
)
PHRASING = INLINE_TEXT | OBSOLETE_TEXT | _names("math x-slot picture")
"""What may stand within a line of text."""
PHRASING_ONLY = _names("h1 h2 h3 h4 h5 h6 pre summary")
"""What holds nothing but text, even where authors put more."""
