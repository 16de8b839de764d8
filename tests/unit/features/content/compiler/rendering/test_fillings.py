"""Blocks on a page."""

from __future__ import annotations

from .conftest import Rendered


def test_a_prop_may_hold_prose(rendered: Rendered) -> None:
    html = rendered('<Figure src="photo.jpg" alt="A" caption="*Taken* -- [here](/about)" />').html
    assert '<figcaption><em>Taken</em> – <a href="/about">here</a></figcaption>' in html


def test_what_a_block_misses_is_reported_at_its_line(rendered: Rendered) -> None:
    document = rendered('x\n\n<Figure src="gone.jpg" alt="A" caption="[b](gone.md)" />')
    assert sorted((problem.code, problem.line) for problem in document.problems) == [
        ("broken-link", 3),
        ("missing-image", 3),
    ]


def test_code_cannot_be_conjured_up_twice(rendered: Rendered) -> None:
    html = rendered('```\nsecret\n```\n\n<hgroup data-slot="0"></hgroup><x-slot data-jsx="0"></x-slot>').html
    assert html.count("secret") == 1


def test_carriers_that_lead_nowhere_are_nothing(rendered: Rendered) -> None:
    assert rendered('<p>a<hgr<hgroup>oup data-slot="99"></hgroup></p>').html.count("hgroup") == 0
