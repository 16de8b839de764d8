"""Cards."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageFont

from portico.features.content.discovery.cards import _FONTS, balanced, draw_card

LONG = "Release day: how we moved eleven thousand pages to static files without losing a single link"
FONT = ImageFont.truetype(_FONTS / "playfair.ttf", 80)


@pytest.mark.parametrize(
    "title",
    [
        LONG,
        "Now",
        "",
        "日本語のタイトル",
        "שלום עולם",
        "🎉",
        "x" * 500,
        "a " * 500,
        "Žluťoučký кůň",
        "\ud800\x00\n",
        "e\u0301",
    ],
)
def test_every_title_makes_a_small_card_of_the_usual_size(title: str) -> None:
    card = draw_card(title, title, title or "Portico")
    with Image.open(BytesIO(card)) as image:
        assert (image.size, image.format) == ((1200, 630), "PNG")
    assert len(card) < 60_000


def test_the_title_is_on_the_card() -> None:
    assert draw_card("One", "", "Site") != draw_card("Two", "", "Site")


def test_a_title_that_cannot_be_drawn_leaves_the_name_of_the_site() -> None:
    assert draw_card("日本語のタイトル", "", "Site") == draw_card("Site", "", "Site")


def test_a_stray_emoji_is_left_out() -> None:
    assert draw_card("Done 🎉", "", "Site") == draw_card("Done", "", "Site")


def test_the_same_entry_has_the_same_card() -> None:
    assert draw_card(LONG, "Essay", "Site") == draw_card(LONG, "Essay", "Site")


def test_lines_are_balanced_and_fit() -> None:
    lines = balanced(LONG, FONT, 1032)
    widths = [FONT.getlength(line) for line in lines]
    assert " ".join(lines) == LONG
    assert max(widths) <= 1032
    assert min(widths) > 0.6 * max(widths)


def test_a_word_wider_than_the_card_is_broken() -> None:
    lines = balanced("x" * 100, FONT, 1032)
    assert "".join(lines) == "x" * 100
    assert all(FONT.getlength(line) <= 1040 for line in lines)
