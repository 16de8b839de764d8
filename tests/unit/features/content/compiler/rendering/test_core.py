"""The parser against the published suites, with every exception named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.support.sites import CORPUS

from .core_profile import render_core
from .trees import normalised

UNKNOWN = "an element or attribute that is not on the allow-list goes"
COMMENT = "comments, declarations and processing instructions go"
CODE = "elements whose content would run, or swallow the text behind, are shown as text"
UNCLOSED = "elements are closed where HTML closes them, so that they cannot reach past the text"
SCHEME = "links to schemes that nobody knows lead nowhere"
AUTOLINK = "the GFM extension links what plain CommonMark leaves as text"
NEWER = "CommonMark 0.31 reads this as a comment, GFM 0.29 did not"

EXCEPTIONS = {
    "commonmark": {
        **dict.fromkeys([148, 150, 615, 616, 617, 618], UNCLOSED),
        **dict.fromkeys([164, 171, 203, 493, 526, 538, 619], UNKNOWN),
        **dict.fromkeys([172, 173, 174, 175, 178, 180], CODE),
        **dict.fromkeys([179, 181, 182, 184, 185, 310, 311, 627, 628, 629, 630, 631], COMMENT),
        193: "a table has no code block outside of its cells",
        **dict.fromkeys([600, 601, 603], SCHEME),
        **dict.fromkeys([610, 613, 614], AUTOLINK),
    },
    "gfm": {
        **dict.fromkeys([118, 120, 632, 633, 634, 635], UNCLOSED),
        **dict.fromkeys([133, 139, 170, 500, 532, 544, 636], UNKNOWN),
        **dict.fromkeys([140, 141, 142, 145, 147], CODE),
        **dict.fromkeys([146, 148, 149, 151, 152, 288, 289, 644, 647, 648, 649], COMMENT),
        160: "a table has no code block outside of its cells",
        **dict.fromkeys([606, 607, 609], SCHEME),
        **dict.fromkeys([616, 619, 620], AUTOLINK),
        **dict.fromkeys([645, 646], NEWER),
    },
    "gfm-extensions": {22: "besides the filtered tags it holds comments and unknown elements"},
}


@pytest.mark.corpus
@pytest.mark.parametrize("suite", EXCEPTIONS)
def test_every_example_comes_out_as_published(suite: str) -> None:
    failed = {example["number"] for example in _examples(suite) if not _passes(example)}
    assert failed == set(EXCEPTIONS[suite])


def test_scripts_are_shown_and_not_run() -> None:
    assert render_core("<script>alert(1)</script>") == "&lt;script&gt;alert(1)&lt;/script&gt;"


def test_quotes_and_maths_stay_as_written() -> None:
    assert render_core('"a" -- $x$ {y} <Callout>z</Callout>').strip() == '<p>"a" -- $x$ {y} z</p>'


def test_no_inline_style_aligns_a_table() -> None:
    assert '<td align="right">1</td>' in render_core("| a |\n|--:|\n| 1 |")


def _passes(example: dict[str, Any]) -> bool:
    if example["html"].strip() == "<IGNORE>":
        return bool(render_core(example["markdown"]))
    return normalised(render_core(example["markdown"])) == normalised(example["html"])


def _examples(suite: str) -> list[dict[str, Any]]:
    examples: list[dict[str, Any]] = json.loads((CORPUS / "suites" / f"{suite}.json").read_text())
    return examples
