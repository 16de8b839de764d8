"""`portico comments` brings comments from elsewhere, and takes them along."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.server import free_port
from tests.support.sites import NOW, compile_site, post, write_site

from portico.cli import main
from portico.platform.writer_lock import writer_lock
from portico.settings import load_settings

FILES = Path(__file__).resolve().parents[2] / "data" / "comments"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `portico` for a site of its own, beside which no server runs."""
    site = write_site(tmp_path / "site", {"content/blog/hello.md": post("Hello")})
    for name, value in {"ENV": "testing", "HOME": str(tmp_path), "PORT": str(free_port())}.items():
        monkeypatch.setenv(f"PORTICO_{name}", value)
    compile_site(site, load_settings().compiled)
    runner = CliRunner()
    assert runner.invoke(main, ["migrate"]).exit_code == 0
    return lambda *arguments: runner.invoke(main, list(map(str, arguments)), catch_exceptions=False)


def test_a_file_is_taken_in_once_and_what_has_no_place_is_told(run: Run, tmp_path: Path) -> None:
    done = run("comments", "import", FILES / "disqus.xml")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[:3] == [
        "4 comments taken in, 0 known from before.",
        "1 comment left out, of addresses that are not here:",
        "      1  /gone",
    ]
    moved = tmp_path / "moved.txt"
    moved.write_text("# where pages are now\n\nhttps://old.example/gone /blog/hello\n")
    again = json.loads(run("comments", "import", FILES / "disqus.xml", "--map", moved, "--json").output)
    assert again == {"added": 1, "known": 4, "cut": 0, "unknown": {}}

    written = tmp_path / "comments.jsonl"
    assert run("comments", "export", "--output", written).exit_code == 0
    head, *lines = map(json.loads, written.read_text().splitlines())
    assert head == {"format": "portico-comments", "version": 1}
    assert [line["origin"] for line in lines] == [f"disqus:{number}" for number in (11, 12, 13, 14, 15)]
    assert "0 comments taken in, 5 known" in run("comments", "import", written).output


def test_what_is_too_long_is_cut_and_told(run: Run, tmp_path: Path) -> None:
    line = {
        "id": "1",
        "user": {"name": "Ada"},
        "locator": {"url": "/blog/hello"},
        "time": "2020-01-02T10:00:00Z",
    }
    file = tmp_path / "long.jsonl"
    file.write_text(json.dumps(line | {"locator": {"url": "/blog/hello"}, "orig": "語" * 20_000}))
    assert "1 comment longer than 9,000 characters lost the rest." in run("comments", "import", file).output


def test_other_files_and_a_broken_map_are_refused_in_words(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("nonsense")
    refused = run("comments", "import", file)
    assert (refused.exit_code, "not a file of comments that Portico knows" in refused.output) == (1, True)
    refused = run("comments", "import", FILES / "disqus.xml", "--map", file)
    assert (refused.exit_code, "Line 1" in refused.output) == (1, True)


def test_nothing_is_brought_beside_another_process_that_writes(run: Run) -> None:
    with writer_lock(load_settings().var / "portico.db", "portico migrate", now=NOW):
        refused = run("comments", "import", FILES / "disqus.xml")
    assert refused.exit_code == 75
    assert "already written by `portico migrate`" in refused.output
