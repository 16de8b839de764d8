"""A page for blocks to stand on, which remembers the origins it was told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portico.features.content.compiler import blocks
from portico.features.content.compiler.blocks import BlockContext
from portico.features.content.compiler.blocks.markup import escape
from portico.features.content.models import Picture, PictureSource

Draw = Callable[..., str]
PHOTO = Picture(
    url="/media/photo-0a1b2c3d.jpg",
    width=1200,
    height=800,
    sources=(
        PictureSource(media_type="image/avif", srcset="/media/photo-0a1b2c3d-480.avif 480w"),
        PictureSource(media_type="image/webp", srcset="/media/photo-0a1b2c3d-480.webp 480w"),
    ),
)


@pytest.fixture
def origins() -> list[tuple[str, str]]:
    return []


@pytest.fixture
def context(origins: list[tuple[str, str]]) -> BlockContext:
    return BlockContext(
        picture={"./photo.jpg": PHOTO}.get,
        render=lambda text: f"<p>{escape(text)}</p>\n",
        origin=lambda kind, url: origins.append((kind, url)),
        link=lambda address: None if address.startswith("./missing") else address,
    )


@pytest.fixture
def draw(context: BlockContext) -> Draw:
    def draw(name: str, inner: str = "", **props: object) -> str:
        block = blocks.find(name)
        assert block is not None
        return block.render(props, inner, context)

    return draw
