"""Addresses to share and the frames behind them."""

from __future__ import annotations

import pytest

from portico.features.content.compiler.blocks.players import player

YOUTUBE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"


@pytest.mark.parametrize(
    ("url", "frame"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=x", YOUTUBE),
        ("https://youtu.be/dQw4w9WgXcQ?t=1m30s", f"{YOUTUBE}&start=90"),
        ("https://youtube.com/shorts/dQw4w9WgXcQ", YOUTUBE),
        ("https://m.youtube.com/embed/dQw4w9WgXcQ?start=5", f"{YOUTUBE}&start=5"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"),
        (
            "https://vimeo.com/76979871/abcdef12",
            "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1&h=abcdef12",
        ),
        ("https://codepen.io/ada/pen/AbCd", "https://codepen.io/ada/embed/AbCd?default-tab=result"),
        ("https://stackblitz.com/edit/vite-react", "https://stackblitz.com/edit/vite-react?embed=1"),
        ("https://codesandbox.io/s/abc-1", "https://codesandbox.io/embed/abc-1"),
        ("https://open.spotify.com/intl-de/track/4uLU6", "https://open.spotify.com/embed/track/4uLU6"),
    ],
)
def test_a_shared_address_becomes_its_player(url: str, frame: str) -> None:
    assert player(url).frame == frame


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/demo",
        "https://www.youtube.com/@someone",
        "https://www.youtube.com/watch?v=%22onload=x",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
    ],
)
def test_anything_else_is_framed_as_it_is(url: str) -> None:
    assert player(url).frame == url
