"""The picture that stands for an entry where its address is shared."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from io import BytesIO
from itertools import accumulate
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630

_FONTS = Path(__file__).parent / "fonts"
_STONE, _RULE, _QUIET, _INK, _TERRACOTTA = "#f1ece2", "#dcd4c5", "#655d52", "#211d19", "#a9482a"
_MARGIN = 84
_ROOM = WIDTH - 2 * _MARGIN
_BAYS = 6
_TITLE_TOP = 152
_FOOT = HEIGHT - 116
_MAX_CHARACTERS = 240
_SIZES = (104, 92, 80, 70, 60, 50)
_LEADING = 1.12
_MAX_LINES = 4

Font = ImageFont.FreeTypeFont


def draw_card(title: str, subtitle: str, site: str) -> bytes:
    """A PNG of 1200 by 630 pixels with the title, a line on what it is, and the name of the site.

    The typefaces hold Latin, that of the title Cyrillic too. A title mostly in another script is left
    to the text around the card, and the card shows the site's name in its place.
    """
    shown = _drawable(title, "playfair")
    name = _drawable(site, "hanken-grotesk")
    if not shown:
        shown = _drawable(site, "playfair")
    image = Image.new("RGB", (WIDTH, HEIGHT), _STONE)
    draw = ImageDraw.Draw(image)
    _draw_bays(draw)
    _draw_title(draw, shown)
    _draw_foot(draw, _drawable(subtitle, "hanken-grotesk"), name)
    return _png(image)


def _draw_bays(draw: ImageDraw.ImageDraw) -> None:
    """Columns as hairlines, and the one rule in colour where the text begins."""
    bay = _ROOM / _BAYS
    for column in range(_BAYS + 1):
        x = round(_MARGIN + column * bay)
        draw.line((x, 0, x, 44), fill=_RULE, width=2)
    draw.line((_MARGIN, 44, WIDTH - _MARGIN, 44), fill=_RULE, width=2)
    draw.rectangle((_MARGIN, 96, _MARGIN + round(bay / 2), 101), fill=_TERRACOTTA)


def _draw_title(draw: ImageDraw.ImageDraw, title: str) -> None:
    font, size = _fitting(title)
    leading = round(size * _LEADING)
    lines = balanced(title, font, _ROOM)[: (_FOOT - _TITLE_TOP) // leading]
    for number, line in enumerate(lines):
        draw.text((_MARGIN, _TITLE_TOP + number * leading), line, font=font, fill=_INK, anchor="la")


def _fitting(title: str) -> tuple[Font, int]:
    """The largest size in which the title fits."""
    for size in _SIZES:
        font = _font("playfair", size)
        lines = len(_filled(_words(title, font, _ROOM), font, _ROOM))
        if lines <= _MAX_LINES and lines * round(size * _LEADING) <= _FOOT - _TITLE_TOP:
            break
    return font, size


def _draw_foot(draw: ImageDraw.ImageDraw, subtitle: str, site: str) -> None:
    font = _font("hanken-grotesk", 30)
    draw.line((_MARGIN, _FOOT + 20, WIDTH - _MARGIN, _FOOT + 20), fill=_RULE, width=2)
    site = _cut(site, font, _ROOM / 2)
    room = _ROOM - font.getlength(site) - 48
    baseline = HEIGHT - 44
    draw.text((_MARGIN, baseline), _cut(subtitle, font, room), font=font, fill=_QUIET, anchor="ls")
    draw.text((WIDTH - _MARGIN, baseline), site, font=font, fill=_INK, anchor="rs")


def balanced(text: str, font: Font, room: float) -> list[str]:
    """The text in as few lines as fit the room, all about as long as each other."""
    words = _words(text, font, room)
    fewest = len(_filled(words, font, room))
    narrow, wide = max((_width(word, font) for word in words), default=0.0), room
    while wide - narrow > 8:
        middle = (narrow + wide) / 2
        narrow, wide = (narrow, middle) if len(_filled(words, font, middle)) <= fewest else (middle, wide)
    return _filled(words, font, wide)


def _words(text: str, font: Font, room: float) -> list[str]:
    return [part for word in text.split() for part in _parts(word, font, room)]


def _filled(words: list[str], font: Font, room: float) -> list[str]:
    lines: list[str] = []
    used = 0.0
    for word in words:
        longer = used + _width(" ", font) + _width(word, font)
        if lines and longer <= room:
            lines[-1], used = f"{lines[-1]} {word}", longer
        else:
            lines.append(word)
            used = _width(word, font)
    return lines


def _parts(word: str, font: Font, room: float) -> list[str]:
    """A word that is wider than the room, broken anywhere."""
    parts = []
    while _width(word, font) > room:
        shares = accumulate(_width(character, font) for character in word)
        fitting = max(1, sum(share <= room for share in shares))
        parts.append(word[:fitting])
        word = word[fitting:]
    return [*parts, word]


@lru_cache(maxsize=4096)
def _width(text: str, font: Font) -> float:
    return font.getlength(text)


def _cut(text: str, font: Font, room: float) -> str:
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip(' ,.;:–—-')}…"


def _drawable(text: str, font: str) -> str:
    """The text without what the font cannot draw; nothing if that is more than a third of its letters."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if len(text) > _MAX_CHARACTERS:
        text = text[:_MAX_CHARACTERS].rsplit(" ", 1)[0] + "…"
    kept = "".join(character for character in text if _is_known(character, font))
    letters = sum(map(str.isalnum, text))
    enough = sum(map(str.isalnum, kept)) * 3 >= letters * 2
    return " ".join(kept.split()) if enough else ""


@cache
def _font(name: str, size: int) -> Font:
    return ImageFont.truetype(_FONTS / f"{name}.ttf", size)


@lru_cache(maxsize=4096)
def _is_known(character: str, name: str) -> bool:
    # A font draws the same box for whatever it lacks, as for this code, which is no character.
    font = _font(name, 30)
    drawn, box = font.getmask(character), font.getmask("\uffff")
    return character == " " or drawn.size != box.size or bytes(drawn) != bytes(box)


def _png(image: Image.Image) -> bytes:
    # Three inks and their edges on one ground need few colours.
    file = BytesIO()
    image.quantize(48, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        file, "PNG", compress_level=6
    )
    return file.getvalue()
