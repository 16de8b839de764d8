"""Figures and images."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portico.features.content.compiler.blocks import InvalidProps

Draw = Callable[..., str]


def test_a_local_picture_has_its_size_and_its_variants_best_first(draw: Draw) -> None:
    html = draw("Figure", src="./photo.jpg", alt="A porch", caption="At noon")
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert 'alt="A porch" width="1200" height="800" loading="lazy"' in html
    assert html.endswith("<figcaption>At noon</figcaption></figure>")


def test_the_text_inside_is_the_caption(draw: Draw) -> None:
    assert "<figcaption>At <em>noon</em></figcaption>" in draw(
        "Figure", "<p>At <em>noon</em></p>", src="./photo.jpg"
    )


def test_a_caption_given_twice_is_an_error(draw: Draw) -> None:
    with pytest.raises(InvalidProps, match="twice"):
        draw("Figure", "<p>x</p>", src="./photo.jpg", caption="y")


def test_a_missing_picture_leaves_its_alternative_text(draw: Draw) -> None:
    html = draw("Figure", src="./gone.jpg", alt="A <porch>")
    assert '<span class="missing-image">A &lt;porch&gt;</span>' in html
    assert "<img" not in html


def test_a_remote_picture_keeps_its_space_and_tells_its_origin(
    draw: Draw, origins: list[tuple[str, str]]
) -> None:
    html = draw("Figure", src="//images.example/x.png", width="320", height=240)
    assert 'src="https://images.example/x.png" alt="" width="320" height="240"' in html
    assert origins == [("images", "https://images.example/x.png")]


@pytest.mark.parametrize(
    ("props", "size"),
    [({}, (1600, 900)), ({"width": 800}, (800, 450)), ({"height": 90}, (160, 90))],
)
def test_a_remote_picture_of_unknown_size_has_a_usual_ratio(
    draw: Draw, props: dict[str, int], size: tuple[int, int]
) -> None:
    html = draw("Figure", src="https://images.example/x.png", **props)
    assert f'width="{size[0]}" height="{size[1]}"' in html


def test_a_figure_breaks_out_when_asked(draw: Draw) -> None:
    assert 'class="figure figure-wide"' in draw("Figure", src="./photo.jpg", wide=True)
    assert 'class="figure figure-full"' in draw("Figure", src="./photo.jpg", full="")


def test_an_image_of_nextjs_is_shown_without_its_framework(draw: Draw) -> None:
    html = draw(
        "Image", src="./photo.jpg", alt="Porch", width=500, height=500, className="rounded", priority=True
    )
    assert html == draw("Figure", src="./photo.jpg", alt="Porch")
