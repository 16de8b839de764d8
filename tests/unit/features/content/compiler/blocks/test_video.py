"""Films."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portico.features.content.compiler.blocks import InvalidProps

Draw = Callable[..., str]


def test_a_file_plays_with_controls_and_loads_nothing_before(draw: Draw) -> None:
    html = draw("Video", src="/media/film.mp4", poster="./photo.jpg", title="A walk")
    assert '<video src="/media/film.mp4" poster="/media/photo-0a1b2c3d-480.webp"' in html
    assert 'controls preload="none" playsinline aria-label="A walk"' in html


def test_captions_are_on_from_the_start(draw: Draw) -> None:
    html = draw("Video", src="/film.mp4", captions="/film.vtt", lang="de")
    assert '<track kind="captions" src="/film.vtt" srclang="de" label="Captions" default>' in html


def test_a_loop_is_silent(draw: Draw) -> None:
    assert " loop muted " in draw("Video", src="/film.mp4", loop=True)


def test_a_remote_file_tells_its_origin(draw: Draw, origins: list[tuple[str, str]]) -> None:
    draw("Video", src="https://films.example/a.mp4", poster="https://images.example/a.png")
    assert set(origins) == {
        ("media", "https://films.example/a.mp4"),
        ("images", "https://images.example/a.png"),
    }


def test_an_address_on_a_film_site_waits_for_a_click(draw: Draw) -> None:
    html = draw("Video", src="http://youtu.be/dQw4w9WgXcQ", title="A song")
    assert '<click-to-load class="aspect-16-9" data-src="https://www.youtube-nocookie.com/embed/' in html
    assert "<video" not in html


def test_a_missing_file_is_an_error(draw: Draw) -> None:
    with pytest.raises(InvalidProps, match=r"there is no file \./missing\.mp4"):
        draw("Video", src="./missing.mp4")
