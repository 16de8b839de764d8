"""A folder's files without what is no content, and folders that appear whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import write_site

from portico.platform.backup.folders import files_below, new_folder


def test_files_are_listed_in_order_without_secrets_version_control_and_what_is_derived(
    tmp_path: Path,
) -> None:
    site = write_site(
        tmp_path / "site",
        dict.fromkeys(("b.md", "a/c.md", ".well-known/x", ".git/HEAD", ".env", ".env.local", "var/db"), "x"),
    )
    found = dict(files_below(site, without=site / "var"))
    assert list(found) == ["b.md", ".well-known/x", "a/c.md"]
    assert found["a/c.md"] == site / "a" / "c.md"


def test_what_is_no_file_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round").symlink_to(tmp_path)
    assert list(files_below(tmp_path, without=tmp_path / "var")) == []


def test_a_new_folder_appears_when_it_is_whole(tmp_path: Path) -> None:
    with new_folder(tmp_path / "new") as partial:
        (partial / "a").touch()
        assert not (tmp_path / "new").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
    assert (tmp_path / "new" / "a").exists()


def test_an_error_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), new_folder(tmp_path / "new"):
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    with new_folder(tmp_path / "old"):
        pass
    (tmp_path / "old" / "file").touch()
    for taken in ("old", "old/file"):
        with pytest.raises(FileExistsError), new_folder(tmp_path / taken):
            pytest.fail("it was opened")


def test_what_links_lead_to_is_listed_as_the_compiler_reads_it(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", {"content/a.md": "x"})
    elsewhere = write_site(tmp_path / "elsewhere", {"b.md": "x", "deep/c.md": "x"})
    (site / "content" / "notes").symlink_to(elsewhere)
    (site / "d.md").symlink_to(elsewhere / "b.md")
    found = [name for name, _ in files_below(site, without=site / "var")]
    assert found == ["d.md", "content/a.md", "content/notes/b.md", "content/notes/deep/c.md"]
