"""Folding, element by element."""

from __future__ import annotations

from portico.features.content.compiler.rendering.fold import BLOCK, INLINE, Frame, element, is_blank

from .conftest import Rendered


def test_neighbouring_inline_parts_are_one_run() -> None:
    frame = Frame("p", "", 0)
    frame.parts = ["a", "<b>b</b>", " ", "<hr>", " ", "c"]
    frame.kinds = {3: BLOCK}
    assert list(frame.runs()) == [(INLINE, "a<b>b</b> "), (BLOCK, "<hr>"), (INLINE, " c")]


def test_attributes_are_read_and_written_as_text() -> None:
    frame = Frame("a", ' href="/a?b&amp;c" title="&quot;"', 0)
    assert (frame.get("href"), frame.get("title"), frame.get("id")) == ("/a?b&c", '"', None)
    assert element("a", {"title": '"<', "hidden": ""}, "x") == '<a title="&quot;&lt;" hidden>x</a>'


def test_white_space_is_blank() -> None:
    assert is_blank(" \n\t")
    assert not is_blank("<br>")


def test_elements_too_deep_leave_their_content(rendered: Rendered) -> None:
    html = rendered("<div>" * 1_000 + "x").html
    assert html.count("<div>") < 250
    assert "x" in html
