"""Sizes of SVG pictures."""

from __future__ import annotations

import pytest

from portico.features.content.compiler.media.svg import NotSvg, svg_size

ILLUSTRATOR = b"""<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg">]>
<svg xmlns="&ns;" width="20" height="10"/>"""
LAUGHS = b"""<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><svg width="&b;"/>"""


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="20" height="10"', (20, 10)),
        ('width="20px" height="7.6"', (20, 8)),
        ('width="1in" height="2.54cm"', (96, 96)),
        ('viewBox="0 0 640 320"', (640, 320)),
        ('viewBox="0,0,640,320" width="100%"', (640, 320)),
        ('viewBox="0 0 640 320" width="320"', (320, 160)),
        ('viewBox="0 0 640 320" height="32"', (64, 32)),
        ('viewBox="none"', (300, 150)),
        ("", (300, 150)),
        ('width="0" height="9e99"', (1, 20_000)),
    ],
)
def test_the_size_is_that_of_the_first_element(attributes: str, size: tuple[int, int]) -> None:
    assert svg_size(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><rect/></svg>'.encode()) == size


def test_namespaces_declared_as_entities_are_understood() -> None:
    assert svg_size(ILLUSTRATOR) == (20, 10)


@pytest.mark.parametrize("data", [LAUGHS, b"", b"plain", b"<html></html>", b"<svg", b"\x89PNG\r\n"])
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(NotSvg):
        svg_size(data)
