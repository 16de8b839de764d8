"""Images, found, missing and elsewhere."""

from __future__ import annotations

from .conftest import Rendered


def test_a_local_image_has_its_size_and_variants(rendered: Rendered) -> None:
    html = rendered("![A photo](photo.jpg)").html
    assert '<source type="image/webp" srcset="/media/photo-1a2b-640.webp 640w"' in html
    assert '<img src="/media/photo-1a2b.jpg" alt="A photo" width="1200" height="800"' in html


def test_only_the_first_image_is_not_lazy(rendered: Rendered) -> None:
    html = rendered("![](photo.jpg) ![](photo.jpg) ![](https://a.example/b.png)").html
    assert html.count('loading="lazy"') == 2
    assert "lazy" not in html.partition(">")[2].partition("</picture>")[0]


def test_an_image_alone_with_a_title_is_a_figure(rendered: Rendered) -> None:
    html = rendered('![A plan](my%20plan.svg "The <plan>")').html
    assert html.startswith('<figure><img src="/media/plan-3c4d.svg"')
    assert html.endswith("<figcaption>The &lt;plan&gt;</figcaption></figure>")


def test_a_missing_image_leaves_its_alternative_text(rendered: Rendered) -> None:
    document = rendered("![A cat](cat.png)")
    assert document.html == '<p><span class="missing-image">A cat</span></p>'
    assert document.problems[0].code == "missing-image"
    assert document.text == ""


def test_a_remote_image_keeps_its_space(rendered: Rendered) -> None:
    sized = rendered('<img src="https://a.example/b.png" width="30" height="20px">').html
    assert 'src="https://a.example/b.png" alt width="30" height="20"' in sized
    assert 'class="remote-image"' in rendered("![x](https://a.example/b.png)").html


def test_an_image_is_loaded_by_http_only(rendered: Rendered) -> None:
    assert "<img" not in rendered("![x](data:image/png;base64,AAAA) ![y](ftp://a.example/b.png)").html


def test_raw_images_are_treated_like_others(rendered: Rendered) -> None:
    html = rendered('<p align="center">\n<img src="photo.jpg" onerror="x">\n</p>').html
    assert html.startswith('<p class="align-center">\n<picture>')
    assert "onerror" not in html
