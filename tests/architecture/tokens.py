"""What each token of `tokens.css` is for, and its value there: the reference of those who make a theme."""

from __future__ import annotations

import re

from tests.architecture.source import PACKAGE

SHEET = PACKAGE / "web" / "static" / "css" / "tokens.css"
FIRST_RULE = re.compile(r":root \{(.*?)\n  \}", re.DOTALL)
DECLARED = re.compile(r"--([a-z0-9-]+):\s*(.*?);", re.DOTALL)

GROUPS: dict[str, dict[str, str]] = {
    "Surfaces and ink": {
        "surface": "the page",
        "surface-raised": "what lies on it: code, dialogs, the palette",
        "surface-sunk": "what lies in it: the place of a picture, a marked line of code",
        "ink": "text",
        "ink-quiet": "labels, dates, captions, summaries",
        "rule": "hairlines, which only adorn",
        "rule-strong": "edges and underlines that mean something",
        "mark": "behind words that were searched for or selected",
    },
    "Accents": {
        "accent": "what can be done: links under the pointer, the focus, the one call to action",
        "accent-ink": "text on the accent",
        "data": "figures and states; the first series of a chart",
        "data-soft": "surfaces of data",
        "warning": "callouts that warn",
        "danger": "what has failed or is lost",
    },
    "The foot and the passage to it": {
        "foot": "the foot of every page",
        "foot-ink": "text there",
        "foot-quiet": "quieter text there",
        "foot-rule": "hairlines there",
        "foot-accent": "links under the pointer and the call to action there",
        "foot-accent-ink": "text on that accent",
        "ridge-far": "the hindmost range of mountains, and the first of the steps on other pages",
        "ridge-middle": "the range before it",
        "ridge-near": "the range before that; the nearest has the colour of the foot",
        "sky": "behind the mountains",
        "sun": "the light above them",
    },
    "Type": {
        "serif": "running text",
        "display": "titles",
        "sans": "labels, navigation, buttons",
        "caps": "small capitals",
        "mono": "code",
        "text-body": "size of running text",
        "text-note": "size of summaries and notes",
        "text-label": "size of labels and navigation",
        "text-small": "size of the smallest print",
        "text-lead": "size of an introduction",
        "text-title-3": "size of titles in lists",
        "text-title-2": "size of headings",
        "text-title-1": "size of a page's title",
        "text-hero": "size of the home page's title",
        "display-weight": "weight of titles",
        "leading": "line height of running text",
        "measure": "longest line of running text",
    },
    "Space and line": {
        "space-1": "steps of distance, from the smallest",
        "space-2": "",
        "space-3": "",
        "space-4": "",
        "space-5": "",
        "space-6": "",
        "space-7": "",
        "space-8": "between the sections of a page",
        "margin": "at both sides of the page",
        "gutter": "between columns",
        "hairline": "thickness of rules",
        "radius": "roundness of corners",
    },
    "Time": {
        "touch": "an answer to the pointer or the finger",
        "move": "something goes from one place to another",
        "scene": "one view gives way to the next",
        "enter": "how what comes slows down",
        "leave": "how what goes speeds up",
    },
}
"""Every token by what it belongs to, with its job; an empty one continues the line before."""


def declared() -> dict[str, str]:
    """The tokens as the style sheet has them."""
    rule = FIRST_RULE.search(SHEET.read_text(encoding="utf-8"))
    assert rule
    return {name: " ".join(value.split()) for name, value in DECLARED.findall(rule[1])}


def tables() -> str:
    """A table for each group."""
    values = declared()
    return "\n".join(
        "\n".join([f"## {title}", "", "| token | for | value |", "|---|---|---|", *_rows(jobs, values), ""])
        for title, jobs in GROUPS.items()
    )


def _rows(jobs: dict[str, str], values: dict[str, str]) -> list[str]:
    return [f"| `--{name}` | {job} | `{values[name]}` |" for name, job in jobs.items()]
