"""The dead-link check finds what is dead and leaves alone what is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.links import main


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def dead(text: str, capsys: pytest.CaptureFixture[str]) -> str:
    Path("page.md").write_text(text, encoding="utf-8")
    main(["page.md"])
    return capsys.readouterr().out


def test_a_link_to_a_file_that_is_not_there_is_named_with_its_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found = dead("# Page\n\nOne line,\nthen [a link](gone.md).\n", capsys)
    assert found == "page.md:4: gone.md leads nowhere\n"


def test_an_anchor_that_no_heading_has_is_dead(capsys: pytest.CaptureFixture[str]) -> None:
    assert "#nowhere leads nowhere" in dead("# Page\n\n[a](#nowhere)\n", capsys)


@pytest.mark.parametrize(
    "text",
    [
        "# Who owns `site.toml`?\n\n[a](#who-owns-sitetoml)",
        "# Twice\n\n# Twice\n\n[a](#twice-1)",
        '<a id="by-hand"></a>\n\n[a](#by-hand)',
        "[a](page.md) [b](https://example.org/gone) [c](mailto:a@example.org)",
        "`[a](gone.md)`",
        "# A page\n\n[a]\n\n[a]: page.md#a-page",
    ],
)
def test_a_link_that_leads_somewhere_is_left_alone(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert dead(text, capsys) == ""


@pytest.mark.parametrize("text", ["![a](gone.png)", '<img src="gone.png">', "|a|\n|-|\n|[b](gone.md)|"])
def test_links_are_found_wherever_they_stand(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "gone." in dead(text, capsys)


def test_a_link_out_of_the_repository_is_dead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path.parent / "outside.md").write_text("outside")
    assert "outside.md leads nowhere" in dead("[a](../outside.md)", capsys)


def test_a_folder_stands_for_all_its_pages(capsys: pytest.CaptureFixture[str]) -> None:
    Path("docs/deep").mkdir(parents=True)
    Path("docs/deep/page.md").write_text("[a](gone.md)")
    assert main(["docs"]) == 1
    assert capsys.readouterr().out == "docs/deep/page.md:1: gone.md leads nowhere\n"


def test_a_file_that_was_named_must_be_there() -> None:
    assert main(["README.md"]) == 1


def test_clean_pages_pass() -> None:
    Path("page.md").write_text("# Page\n")
    assert main(["page.md"]) == 0
