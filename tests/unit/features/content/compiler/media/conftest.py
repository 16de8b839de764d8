"""A site folder with pictures made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from portico.features.content.compiler.media import MediaLibrary

Paint = Callable[..., Path]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for folder in ("content/blog", "media", "public/static/images", "cache"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


@pytest.fixture
def base(site: Path) -> Path:
    return site / "content/blog/post.md"


@pytest.fixture
def library(site: Path) -> MediaLibrary:
    return open_library(site)


@pytest.fixture
def paint(site: Path) -> Paint:
    def paint(path: str, size: tuple[int, int] = (1200, 800), mode: str = "RGB", **options: Any) -> Path:
        picture = Image.effect_noise(size, 60).convert(mode)
        picture.save(site / path, **options)
        return site / path

    return paint


def open_library(site: Path) -> MediaLibrary:
    return MediaLibrary(
        site, site / "cache", content=[site / "content"], media=[site / "media"], public=[site / "public"]
    )


@pytest.fixture
def reopen(site: Path) -> Callable[[], MediaLibrary]:
    return lambda: open_library(site)
