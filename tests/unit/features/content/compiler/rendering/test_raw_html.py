"""HTML among Markdown."""

from __future__ import annotations

import pytest

from portico.features.content.compiler.rendering.raw_html import filter_tags, prepare

from .conftest import Rendered


@pytest.mark.parametrize("name", ["script", "STYLE", "textarea", "title", "xmp", "svg"])
def test_what_is_no_text_goes_with_its_content(rendered: Rendered, name: str) -> None:
    assert rendered(f"a\n\n<{name}>\nalert(1)\n</{name}>\n\nb").text == "a\nb"


def test_an_unclosed_script_in_text_swallows_only_its_paragraph(rendered: Rendered) -> None:
    assert rendered("a <script>alert(1)\n\nb").text == "a\nb"
    assert rendered("a <script>x</script> b").text == "a b"


def test_frames_become_embeds_that_load_on_a_click(rendered: Rendered) -> None:
    document = rendered('<iframe src="http://www.youtube.com/embed/abcdefghijk" width=1></iframe>')
    assert "<iframe" not in document.html
    assert "youtube-nocookie.com" in document.html
    assert document.origins.frames == ("https://www.youtube-nocookie.com",)


@pytest.mark.parametrize("tag", ["<iframe></iframe>", "<audio src=a.mp3>x</audio>", "<embed src='a.swf'>"])
def test_what_cannot_be_embedded_is_reported(rendered: Rendered, tag: str) -> None:
    document = rendered(f"x\n\n{tag}")
    assert ("embed-dropped", 3) in [(problem.code, problem.line) for problem in document.problems]


def test_markdown_goes_on_between_tags(rendered: Rendered) -> None:
    assert rendered("<div>\n\n*x*\n\n</div>").html == "<div>\n<p><em>x</em></p>\n</div>"


def test_the_filter_shows_the_tags_of_githubs_list() -> None:
    assert filter_tags("<b><TITLE></iframe>") == "<b>&lt;TITLE>&lt;/iframe>"


def test_addresses_are_marked_with_their_lines() -> None:
    assert prepare("<p>\n<img src=x>\n<a>", 4) == '<p>\n<img data-line="5" src=x>\n<a data-line="6">'


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        ("Hello\n\n<script>\nalert(1)\n</script>", [3]),
        ("a\nb <script>alert(1)</script> c", [2]),
        ("<div>\n<form action=x></form>\n<style></style></div>", [2, 3]),
        ("`<script>` and \\<style>\n\n```\n<form>\n```", []),
    ],
)
def test_what_is_left_out_is_reported_with_its_line(
    rendered: Rendered, written: str, lines: list[int]
) -> None:
    problems = [p for p in rendered(written).problems if p.code == "html-dropped"]
    assert [problem.line for problem in problems] == lines
