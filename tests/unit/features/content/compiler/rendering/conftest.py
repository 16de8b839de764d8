"""A site with two pictures and one page, and bodies rendered on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portico.features.content.compiler.rendering import Document, Source, Surroundings, render
from portico.features.content.models import Picture, PictureSource

Rendered = Callable[..., Document]

PICTURES = {
    "photo.jpg": Picture(
        url="/media/photo-1a2b.jpg",
        width=1200,
        height=800,
        sources=(PictureSource(media_type="image/webp", srcset="/media/photo-1a2b-640.webp 640w"),),
    ),
    "my plan.svg": Picture(url="/media/plan-3c4d.svg", width=40, height=30),
}
LINKS = {"./other.md#part": "/blog/other#part", "/about": "/about", "ä.md": "/blog/ä"}


@pytest.fixture(scope="session")
def surroundings() -> Surroundings:
    return Surroundings(picture=PICTURES.get, link=LINKS.get)


@pytest.fixture(scope="session")
def rendered(surroundings: Surroundings) -> Rendered:
    """Render a body; `dialect`, `title`, `lang` and `first_line` may be given."""

    def render_text(text: str, **source: object) -> Document:
        given = {"path": "content/blog/post.md", "dialect": "md"} | source
        return render(Source(text=text, **given), surroundings)  # type: ignore[arg-type]

    return render_text


@pytest.fixture(scope="session")
def mdx(rendered: Rendered) -> Rendered:
    """The same, for MDX."""
    return lambda text, **source: rendered(text, dialect="mdx", **source)


@pytest.fixture(scope="session")
def codes() -> Callable[[Document], list[tuple[str, int | None]]]:
    """What is wrong with a document, and where."""
    return lambda document: [(problem.code, problem.line) for problem in document.problems]
