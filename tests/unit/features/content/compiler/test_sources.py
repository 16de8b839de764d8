"""Content files are found and read, whatever state they are in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from tests.conftest import SiteMaker
from tests.support.sites import write_site

from portico.features.content.compiler.layout import lay_out
from portico.features.content.compiler.sources import SourceFile, Unreadable, find_sources, read_text
from portico.features.content.configuration import CollectionConfig, SiteConfig
from portico.features.content.models import Problem

NOBODY = 65534


def find(site: Path, config: SiteConfig | None = None) -> tuple[list[SourceFile], list[Problem]]:
    return find_sources(lay_out(site, config or SiteConfig()))


def only(site: Path) -> SourceFile:
    (file,), _ = find(site)
    return file


def stems(site: Path) -> list[str]:
    return [file.stem for file in find(site)[0]]


def test_files_are_found_in_a_fixed_order(make_site: SiteMaker) -> None:
    site = make_site(
        {"b.md": "", "a/z.mdx": "", "a/b/c.markdown": "", "D.MD": "", "no.txt": "", "readme": ""}
    )
    assert stems(site) == ["D", "b", "a/z", "a/b/c"]


def test_the_dialect_is_in_the_suffix(make_site: SiteMaker) -> None:
    site = make_site({"a.md": "", "b.mdx": "", "c.MDX": ""})
    assert [file.dialect for file in find(site)[0]] == ["md", "mdx", "mdx"]


def test_hidden_files_and_installed_packages_are_passed_over(make_site: SiteMaker) -> None:
    assert stems(make_site({".a.md": "", ".git/b.md": "", "node_modules/c.md": "", "var/d.md": ""})) == [
        "var/d"
    ]


def test_names_become_addresses(make_site: SiteMaker) -> None:
    names = {
        "With space.md": "",
        "100% sure.md": "",
        'it\'s "so".md': "",
        "été.md": "",
        "日本.md": "",
        "#.md": "",
    }
    assert set(stems(make_site(names))) == {"With-space", "100-sure", "it-s-so", "été", "日本", "untitled"}


def test_names_that_differ_only_in_case_are_two_files(make_site: SiteMaker) -> None:
    assert stems(make_site({"Readme.md": "", "readme.md": ""})) == ["Readme", "readme"]


def test_a_name_that_is_not_utf8_is_reported(tmp_path: Path) -> None:
    (tmp_path / "good.md").touch()
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).touch()
    files, problems = find(tmp_path)
    assert [file.stem for file in files] == ["good"]
    assert [(p.path, p.code) for p in problems] == [("caf�.md", "bad-name")]


def test_a_folder_may_be_called_like_a_file(make_site: SiteMaker) -> None:
    assert stems(make_site({"x.md/inner.md": ""})) == ["x.md/inner"]


def test_a_loop_of_links_ends(make_site: SiteMaker) -> None:
    site = make_site({"a/one.md": ""})
    (site / "a" / "back").symlink_to(site)
    files, problems = find(site)
    assert [file.stem for file in files] == ["a/one"]
    assert [(p.path, p.code) for p in problems] == [("a/back", "link-loop")]


@pytest.mark.parametrize("target", ["nowhere", "self.md"], ids=["dangling", "to itself"])
def test_a_link_that_leads_nowhere_is_reported(tmp_path: Path, target: str) -> None:
    (tmp_path / "self.md").symlink_to(tmp_path / target)
    files, problems = find(tmp_path)
    assert files == []
    assert [(p.path, p.code) for p in problems] == [("self.md", "dangling-link")]


def test_a_link_to_a_file_elsewhere_is_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere.txt").write_text("Hello")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "a.md").symlink_to(tmp_path / "elsewhere.txt")
    assert read_text(only(tmp_path / "site")) == "Hello"


def test_pipes_and_sockets_are_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert find(tmp_path) == ([], [])


def test_an_empty_folder_is_an_empty_site(tmp_path: Path) -> None:
    assert find(tmp_path) == ([], [])


def test_a_folder_inside_another_belongs_to_its_own_collection(make_site: SiteMaker) -> None:
    site = make_site({"content/all/a.md": "", "content/all/deep/b.md": ""})
    config = SiteConfig(collections={"deep": CollectionConfig(source="content/all/deep")})
    assert [(f.collection, f.stem) for f in find(site, config)[0]] == [("deep", "b"), ("all", "a")]


def test_a_file_of_two_collections_is_shown_in_the_first(make_site: SiteMaker) -> None:
    site = make_site({"posts/a.md": ""})
    both = {"one": CollectionConfig(source="posts"), "two": CollectionConfig(source="posts")}
    files, problems = find(site, SiteConfig(collections=both))
    assert [file.collection for file in files] == ["one"]
    assert [(p.path, p.code) for p in problems] == [("posts/a.md", "two-collections")]


def test_media_of_a_bare_folder_is_no_content(make_site: SiteMaker) -> None:
    assert stems(make_site({"a.md": "", "media/b.md": "", "public/c.md": ""})) == ["a"]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"\xef\xbb\xbfHello", "Hello"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
        (b"a\x00b", "a�b"),
        (b"", ""),
    ],
    ids=["byte order mark", "line ends", "NUL", "empty"],
)
def test_text_is_normalised(make_site: SiteMaker, raw: bytes, text: str) -> None:
    assert read_text(only(make_site({"a.md": raw}))) == text


def test_text_that_is_not_utf8_is_refused_with_its_line(make_site: SiteMaker) -> None:
    with pytest.raises(Unreadable) as refused:
        read_text(only(make_site({"a.md": b"fine\ncaf\xe9\n"})))
    assert (refused.value.problem.code, refused.value.problem.line) == ("not-utf8", 2)


def test_a_file_of_100_megabytes_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "big.md").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(Unreadable, match="100 MB"):
        read_text(only(tmp_path))


def test_a_file_that_is_gone_is_refused(make_site: SiteMaker) -> None:
    file = only(make_site({"a.md": ""}))
    file.path.unlink()
    with pytest.raises(Unreadable, match="no such file"):
        read_text(file)


@contextmanager
def as_an_ordinary_user() -> Iterator[None]:
    """Nothing can be denied to root, who steps down for a while."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_what_may_not_be_read_is_reported() -> None:
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        site = write_site(Path(folder) / "site", {"a.md": "", "closed/b.md": ""})
        (site / "a.md").chmod(0)
        (site / "closed").chmod(0)
        with as_an_ordinary_user():
            files, problems = find(site)
            with pytest.raises(Unreadable, match="permission denied"):
                read_text(files[0])
    assert [(p.path, p.code) for p in problems] == [("closed", "folder-unreadable")]


def test_a_collection_that_is_a_file_is_reported(make_site: SiteMaker) -> None:
    layout = lay_out(make_site({"content/blog/a.md": ""}), SiteConfig())
    folder = layout.collections[0].path
    (folder / "a.md").unlink()
    folder.rmdir()
    folder.touch()
    assert [problem.code for problem in find_sources(layout)[1]] == ["folder-unreadable"]
