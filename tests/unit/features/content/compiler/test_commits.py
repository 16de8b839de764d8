"""Git knows when a file was first written."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from portico.features.content.compiler.commits import first_commits


def git(folder: Path, *arguments: str, at: str = "2020-01-01T00:00:00Z") -> None:
    identity = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@b.example"}
    identity |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in identity.items()}
    environment = {**identity, "GIT_COMMITTER_DATE": at, "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    subprocess.run(["git", "-C", folder, *arguments], check=True, capture_output=True, env=environment)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init")
    return tmp_path


def commit(repository: Path, name: str, text: str, at: str) -> Path:
    path = repository / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    git(repository, "add", "-A")
    git(repository, "commit", "-m", "x", at=at)
    return path


def test_the_first_commit_of_a_file_counts(repository: Path) -> None:
    path = commit(repository, "posts/größe & co.md", "one", "2021-01-01T00:00:00Z")
    commit(repository, "posts/größe & co.md", "two", "2022-01-01T00:00:00Z")
    assert first_commits(repository, [path]) == {path: 1609459200}


def test_a_site_may_lie_below_the_repository(repository: Path) -> None:
    path = commit(repository, "site/a.md", "one", "2021-01-01T00:00:00Z")
    assert first_commits(repository / "site", [path]) == {path: 1609459200}


def test_a_file_that_was_never_committed_is_left_out(repository: Path) -> None:
    (repository / "new.md").touch()
    assert first_commits(repository, [repository / "new.md"]) == {}


def test_a_folder_outside_git_has_no_commits(tmp_path: Path) -> None:
    assert first_commits(tmp_path, [tmp_path / "a.md"]) == {}


def test_a_machine_without_git_does_without(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = commit(repository, "a.md", "one", "2021-01-01T00:00:00Z")
    monkeypatch.setenv("PATH", "/nowhere")
    assert first_commits(repository, [path]) == {}


def test_nothing_asked_is_nothing_found(tmp_path: Path) -> None:
    assert first_commits(tmp_path / "missing", []) == {}
