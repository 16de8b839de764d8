"""What a rendering gathers."""

from __future__ import annotations

from portico.features.content.compiler.rendering import Source, Surroundings
from portico.features.content.compiler.rendering.page import Page


def test_an_id_is_given_once(surroundings: Surroundings) -> None:
    page = _page(surroundings)
    assert [page.unique_id("a") for _ in range(3)] == ["a", "a-1", "a-2"]
    assert page.unique_id("a-1") == "a-1-1"


def test_an_origin_is_scheme_host_and_port(surroundings: Surroundings) -> None:
    page = _page(surroundings)
    page.add_origin("frames", "https://user@A.example:8443/x?y")
    page.add_origin("frames", "/local")
    assert page.foreign_origins().frames == ("https://a.example:8443",)


def test_lines_within_a_prop_are_those_of_its_block(surroundings: Surroundings) -> None:
    page = _page(surroundings)
    with page.at_line(6):
        page.report(0, "broken-link", "It leads nowhere.")
    page.report(0, "missing-image", "There is no image.")
    assert [problem.line for problem in page.problems] == [7, 1]


def _page(surroundings: Surroundings) -> Page:
    return Page(source=Source(text="", path="a.md", dialect="md"), surroundings=surroundings)
