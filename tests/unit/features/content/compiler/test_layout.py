"""The folders of a site are found, whichever tool it was made for."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.conftest import SiteMaker

from portico.features.content.addresses import RESERVED
from portico.features.content.compiler.layout import Layout, lay_out
from portico.features.content.configuration import CollectionConfig, FoldersConfig, SiteConfig


def named(layout: Layout) -> dict[str, Path]:
    return {folder.name: folder.path for folder in layout.collections}


def test_a_bare_folder_is_one_collection(tmp_path: Path) -> None:
    layout = lay_out(tmp_path, SiteConfig())
    assert layout.bare
    assert named(layout) == {"blog": tmp_path}


def test_every_folder_in_content_is_a_collection(make_site: SiteMaker) -> None:
    site = make_site(
        {
            "content/blog/a.md": "",
            "content/recipes/b.md": "",
            "content/pages/c.md": "",
            "content/data/d.toml": "",
            "content/authors/e.md": "",
            "content/.hidden/f.md": "",
            "content/_drafts/g.md": "",
            "content/loose.md": "",
        }
    )
    layout = lay_out(site, SiteConfig())
    assert list(named(layout)) == ["blog", "recipes"]
    assert not layout.problems


def test_titles_are_made_from_names_unless_given(make_site: SiteMaker) -> None:
    site = make_site({"content/projects/a.md": "", "content/field-notes/b.md": "", "content/blog/c.md": ""})
    config = SiteConfig(collections={"blog": CollectionConfig(title="Letters", description="To you")})
    folders = {
        folder.name: (folder.title, folder.description) for folder in lay_out(site, config).collections
    }
    assert folders == {
        "blog": ("Letters", "To you"),
        "field-notes": ("Field notes", ""),
        "projects": ("Work", ""),
    }


@pytest.mark.parametrize(
    "name", ["api", "static", "search", "@someone", "two words", "feed.atom", "robots.txt"]
)
def test_a_name_that_portico_uses_or_cannot_use_is_refused(make_site: SiteMaker, name: str) -> None:
    layout = lay_out(make_site({f"content/{name}/a.md": ""}), SiteConfig())
    assert layout.collections == ()
    assert [(p.code, p.severity) for p in layout.problems] == [("reserved-name", "error")]


def test_a_name_that_is_not_utf8_is_refused_in_printable_words(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    Path(str(tmp_path / "content" / "caf\udce9")).mkdir()
    layout = lay_out(tmp_path, SiteConfig())
    assert layout.collections == ()
    assert [problem.path.isprintable() for problem in layout.problems] == [True]


def test_folders_may_lie_elsewhere(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (outside / "posts").mkdir(parents=True)
    config = SiteConfig(
        collections={
            "blog": CollectionConfig(source="../outside/posts"),
            "notebook": CollectionConfig(source=str(outside)),
        },
        folders=FoldersConfig(authors="../outside/people", data="/srv/data", public=("../outside/static",)),
    )
    layout = lay_out(tmp_path / "site", config)
    assert named(layout) == {"blog": outside / "posts", "notebook": outside}
    assert (layout.authors, layout.data) == (outside / "people", Path("/srv/data"))
    assert layout.public == (outside / "static",)


def test_a_folder_that_is_named_and_not_there_is_reported(tmp_path: Path) -> None:
    layout = lay_out(tmp_path, SiteConfig(collections={"blog": CollectionConfig(source="posts")}))
    assert [(p.path, p.code) for p in layout.problems] == [("site.toml", "missing-folder")]


def test_reports_name_files_from_the_site_folder(tmp_path: Path) -> None:
    layout = lay_out(tmp_path / "site", SiteConfig())
    assert layout.name_of(tmp_path / "site" / "a" / "b.md") == "a/b.md"
    assert layout.name_of(Path("/elsewhere/b.md")) == "/elsewhere/b.md"


def test_what_a_visitor_may_type_is_reserved() -> None:
    assert {"api", "account", "studio", "preview", "health", "notes"} <= RESERVED
