"""The manifest lists what each page shows first, and nothing that is not to be seen yet."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.conftest import SiteMaker
from tests.support.sites import post

from portico.features.content.manifest import RouteAsset, RouteGroup, route_groups
from portico.features.content.snapshot import Snapshot

Build = Callable[[Path], Snapshot]


def photograph() -> bytes:
    """Enough of a picture for its smaller variants to be worth having."""
    data = BytesIO()
    Image.effect_noise((700, 400), 60).convert("RGB").save(data, "JPEG", quality=90)
    return data.getvalue()


TOML = """
[owner]
avatar = "media/a.jpg"
[home.hero]
image = "media/a.jpg"
[home.plate]
image = "media/a.jpg"
"""
COVER = {"image": "/media/a.jpg"}
SITE: dict[str, str | bytes] = {
    "site.toml": TOML,
    "media/a.jpg": photograph(),
    "media/f.mp4": b"film",
    "content/blog/a.md": post("A", **COVER),
    "content/blog/bare.md": post("Bare"),
    "content/blog/draft.md": post("Draft", draft="true", **COVER),
    "content/blog/later.md": post("Later", date="2027-01-01", **COVER),
    "content/projects/p.md": post("P", **COVER),
    "content/projects/film.md": post("Film", image="/media/f.mp4", poster="/media/a.jpg"),
    "content/pages/about.md": post("About", **COVER),
    "content/pages/now.md": post("Now", **COVER),
}


@pytest.fixture
def groups(make_site: SiteMaker, build: Build) -> dict[str, RouteGroup]:
    return {group.name: group for group in route_groups(build(make_site(SITE)))}


def pages(group: RouteGroup) -> list[str]:
    return [asset.page for asset in group.assets]


def test_every_route_has_its_path(groups: dict[str, RouteGroup]) -> None:
    assert {name: group.path for name, group in groups.items()} == {
        "home": "/",
        "about": "/about",
        "blog": "/blog",
        "article:blog": "/blog/*",
        "projects": "/projects",
        "article:projects": "/projects/*",
        "article:pages": "/*",
    }


def test_single_pages_come_last_as_their_path_fits_all(groups: dict[str, RouteGroup]) -> None:
    assert list(groups)[-1] == "article:pages"


def test_covers_are_listed_unless_they_are_not_to_be_seen_yet(groups: dict[str, RouteGroup]) -> None:
    assert pages(groups["article:blog"]) == ["/blog/a"]
    assert pages(groups["article:pages"]) == ["/now"]


def test_a_cover_is_listed_in_its_best_format_with_the_size_it_is_shown_in(
    groups: dict[str, RouteGroup],
) -> None:
    (cover,) = groups["article:blog"].assets
    assert (cover.kind, cover.media_type, cover.early) == ("image", "image/avif", True)
    assert cover.srcset.endswith("-700.avif 700w")
    assert cover.sizes == "(min-width: 75rem) 62rem, 100vw"


def test_the_home_page_has_its_pictures_and_those_of_the_latest_work(groups: dict[str, RouteGroup]) -> None:
    hero, plate, *work = groups["home"].assets
    assert (hero.early, plate.early, [asset.early for asset in work]) == (True, False, [False, False])


def test_about_has_its_cover_and_the_portrait(groups: dict[str, RouteGroup]) -> None:
    assert [(asset.page, asset.early) for asset in groups["about"].assets] == [
        ("/about", True),
        ("/about", False),
    ]


def test_a_film_is_listed_with_its_still(groups: dict[str, RouteGroup]) -> None:
    shown: list[RouteAsset] = [a for a in groups["article:projects"].assets if a.page == "/projects/film"]
    assert [(asset.kind, asset.early) for asset in shown] == [("video", False), ("image", True)]
    assert shown[0].media_type == "video/mp4"


def test_a_list_of_pictures_begins_with_two_and_a_list_of_words_has_none(
    groups: dict[str, RouteGroup],
) -> None:
    assert [asset.early for asset in groups["projects"].assets] == [True, True]
    assert groups["blog"].assets == ()


def test_each_theme_has_its_own_view_where_there_are_two(make_site: SiteMaker, build: Build) -> None:
    night = TOML.replace("[home.hero]", '[home.hero]\nnight = "media/a.jpg"')
    found = {group.name: group for group in route_groups(build(make_site(SITE | {"site.toml": night})))}
    assert [asset.scheme for asset in found["home"].assets][:2] == ["light", "dark"]


def test_the_list_follows_the_content(make_site: SiteMaker, build: Build) -> None:
    build(make_site(SITE))
    snapshot = build(make_site({"content/blog/a.md": post("A")}))
    assert {group.name: group for group in route_groups(snapshot)}["article:blog"].assets == ()
