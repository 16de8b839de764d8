"""The measures and the lettering that all charts share."""

from __future__ import annotations

from portico.features.content.compiler.blocks.markup import escape, tag

WIDTH = 560
FONT = 18
"""As large as a telephone needs it; where the drawing is larger, the style sheet writes smaller."""
PAD = 8


def lettering(text: str, x: float, y: float, anchor: str, class_: str) -> str:
    """Text whose middle lies at `y`."""
    return tag(
        "text",
        escape(text),
        x=round(x, 1),
        y=round(y + FONT * 0.35, 1),
        font_size=FONT,
        text_anchor=anchor,
        class_=class_,
    )
