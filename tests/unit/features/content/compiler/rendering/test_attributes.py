"""Attributes that any element may keep."""

from __future__ import annotations

import pytest

from .conftest import Rendered


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ('class="a  b"', ' class="a b"'),
        ('id="x y"', ' id="user-x-y"'),
        ('lang="de" dir="rtl"', ' lang="de" dir="rtl"'),
        ('lang="not a language" dir="up"', ""),
        ('title="a &quot;b&quot;"', ' title="a &quot;b&quot;"'),
        ('align="right"', ' class="align-right"'),
        ('style="color:red" onclick="x" data-x="y" role="alert" tabindex="5"', ""),
    ],
)
def test_only_sound_attributes_stay(rendered: Rendered, written: str, kept: str) -> None:
    assert rendered(f"<div {written}>x</div>").html == f"<div{kept}>x</div>"
