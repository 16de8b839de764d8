"""Addresses made fit for attributes."""

from __future__ import annotations

import pytest

from portico.features.content.compiler.rendering.addresses import image_address, is_local, link_address


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/b c|d[e]", "https://a.example/b%20c%7Cd%5Be%5D"),
        ("https://a.example/100%", "https://a.example/100%25"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://a.example:8000/#b#c", "https://a.example:8000/#b%23c"),
        ("//a.example/b", "//a.example/b"),
        ("/a?b=c&d", "/a?b=c&d"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_addresses_are_encoded_where_they_must_be(address: str, expected: str) -> None:
    assert link_address(address) == expected


@pytest.mark.parametrize(
    "address",
    [
        "http://",
        "https://a b/",
        "https://a.example:99999/",
        "https://[::1",
        "javascript:x",
        "vbscript:x",
        "java\tscript:x",
    ],
)
def test_what_cannot_be_an_address_is_none(address: str) -> None:
    assert link_address(address) is None


def test_images_are_loaded_by_http_only() -> None:
    assert image_address("mailto:a@b.example") is None
    assert image_address("photo.jpg") == "photo.jpg"


@pytest.mark.parametrize("address", ["#a", "?b", "https://a.example", "//a.example", "tel:1", ""])
def test_other_places_are_not_local(address: str) -> None:
    assert not is_local(address)
