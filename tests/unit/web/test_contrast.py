"""Every colour that something is set or drawn in, on every surface below it, by day and by night."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.colours import contrast, tokens

from portico import web

CSS = Path(web.__file__).parent / "static" / "css"
THEMES = Path(__file__).resolve().parents[3] / "examples" / "themes"
OURS = sorted(CSS.glob("*.css"), key=lambda sheet: (sheet.name != "tokens.css", sheet.name))
VOICES = {"portico": OURS} | {
    folder.name: [*OURS, *sorted(folder.glob("*.css"))]
    for folder in sorted(THEMES.iterdir())
    if folder.is_dir()
}

PAGE = ("surface", "surface-raised", "surface-sunk")
WRITTEN = {
    "ink": (*PAGE, "mark"),
    "ink-quiet": PAGE,
    "accent": PAGE,
    "accent-ink": ("accent",),
    "data": PAGE,
    "warning": PAGE,
    "danger": PAGE,
    "surface": ("ink",),
    "foot-ink": ("foot",),
    "foot-quiet": ("foot",),
    "foot-accent": ("foot",),
    "foot-accent-ink": ("foot-accent", "foot-ink"),
    "code-keyword": PAGE,
    "code-name": PAGE,
    "code-string": PAGE,
    "code-number": PAGE,
    "code-comment": PAGE,
}
"""What text is set in, and the surfaces below it: 4.5 to 1 (WCAG 2.2, 1.4.3)."""
DRAWN = {"rule-strong": PAGE}
"""What is drawn and has a meaning, such as the edge of a control: 3 to 1 (1.4.11)."""
DECORATION = {
    "rule",
    "foot-rule",
    "data-soft",
    "mark",
    "foot",
    "sky",
    "sun",
    "ridge-far",
    "ridge-middle",
    "ridge-near",
}
"""What may be as faint as it likes: hairlines beside text, and what is only a surface."""

PAIRS = [
    (ink, surface, least)
    for table, least in ((WRITTEN, 4.5), (DRAWN, 3.0))
    for ink, surfaces in table.items()
    for surface in surfaces
]


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize(("ink", "surface", "least"), PAIRS)
def test_it_can_be_read(voice: str, ink: str, surface: str, least: float) -> None:
    colours = tokens(*VOICES[voice])
    for light in (0, 1):
        assert contrast(colours[ink][light], colours[surface][light]) >= least, ("day", "night")[light]


@pytest.mark.parametrize("voice", VOICES)
def test_every_colour_is_in_one_of_the_tables(voice: str) -> None:
    known = {name for pair in PAIRS for name in pair[:2]} | DECORATION
    assert tokens(*VOICES[voice]).keys() <= known


def test_black_on_white_is_told_apart_best() -> None:
    assert contrast("oklch(0 0 0)", "oklch(1 0 0)") == pytest.approx(21, abs=0.01)
    assert contrast("oklch(0.6 0.1 30)", "oklch(0.6 0.1 30)") == 1
