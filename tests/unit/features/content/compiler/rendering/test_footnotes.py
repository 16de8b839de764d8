"""Footnotes."""

from __future__ import annotations

import re

from .conftest import Rendered


def test_every_reference_has_its_way_back(rendered: Rendered) -> None:
    html = rendered("a[^x] b[^x] c[^y]\n\n[^y]: Y.\n[^x]: X.").html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert sorted(ids) == ["fn1", "fn2", "fnref1", "fnref1-2", "fnref2"]
    assert {target[1:] for target in re.findall(r'href="(#[^"]+)"', html)} == set(ids)


def test_an_authors_id_cannot_take_the_place_of_a_note(rendered: Rendered) -> None:
    html = rendered('<b id="fn1">x</b> a[^1]\n\n[^1]: N.').html
    assert '<b id="user-fn1">' in html
    assert '<li id="fn1">' in html
