"""MathML that authors write themselves."""

from __future__ import annotations

import re

from portico.features.content.compiler.rendering.elements import MATHS
from portico.features.content.compiler.rendering.fold import Fold, Frame, Handler, is_blank

_ATTRIBUTE = re.compile(
    r" (?:accent|accentunder|columnspan|display|displaystyle|fence|form|linethickness|lspace|mathvariant"
    r"|maxsize|minsize|movablelimits|rowspan|rspace|scriptlevel|separator|stretchy|symmetric)=\"[^\"]*\""
)
ARITY = {"mfrac": 2, "mover": 2, "mroot": 2, "msub": 2, "msubsup": 3, "msup": 2, "munder": 2, "munderover": 3}
"""How many parts these elements must have."""


def mathml_handlers() -> dict[str, Handler]:
    """How to close the elements of MathML, which stand within `<math>` and nowhere else."""
    return dict.fromkeys(MATHS, _close)


def _close(fold: Fold, frame: Frame) -> None:
    if frame.tag != "math" and not fold.maths:
        fold.splice(frame)
        return
    children = sum(1 for part in frame.parts if not is_blank(part))
    if frame.tag in ARITY and children != ARITY[frame.tag]:
        fold.add(f"<mrow>{frame.html()}</mrow>")
        return
    attributes = "".join(_ATTRIBUTE.findall(frame.words))
    fold.add(f"<{frame.tag}{attributes}>{frame.html()}</{frame.tag}>")
