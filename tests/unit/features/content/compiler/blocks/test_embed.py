"""Embeds that wait for a click."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portico.features.content.compiler.blocks import InvalidProps

Draw = Callable[..., str]


def test_an_embed_is_a_link_until_it_is_asked_for(draw: Draw, origins: list[tuple[str, str]]) -> None:
    html = draw("Embed", url="https://vimeo.com/76979871", title="A film", aspect="4:3")
    assert '<a href="https://vimeo.com/76979871" class="embed-link">' in html
    assert (
        'class="aspect-4-3" data-src="https://player.vimeo.com/video/76979871?dnt=1&amp;autoplay=1"' in html
    )
    assert "<iframe" not in html
    assert origins == [("frames", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1")]


@pytest.mark.parametrize("url", ["http://example.org", "/local", "ftp://example.org", "x"])
def test_only_https_is_framed(draw: Draw, url: str) -> None:
    with pytest.raises(InvalidProps, match="<Embed>: “url”: "):
        draw("Embed", url=url)
