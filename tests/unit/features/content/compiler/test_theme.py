"""The theme folder: what of it is taken, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.sites import write_site

from portico.features.content.compiler import theme as limits
from portico.features.content.compiler.layout import lay_out
from portico.features.content.compiler.theme import Theme, read_theme
from portico.features.content.configuration import SiteConfig

HERO = "theme/templates/content/_hero.html"


def read(site: Path, files: dict[str, str | bytes]) -> Theme:
    return read_theme(lay_out(write_site(site, files), SiteConfig()))


def told(theme: Theme) -> list[tuple[str, int | None, str]]:
    return [(problem.path, problem.line, problem.code) for problem in theme.problems]


def test_a_site_without_the_folder_has_no_theme(tmp_path: Path) -> None:
    theme = read(tmp_path, {"site.toml": ""})
    assert theme.files == {}
    assert theme.problems == []


def test_style_sheets_fonts_and_templates_are_taken_by_their_names(tmp_path: Path) -> None:
    theme = read(
        tmp_path,
        {
            "theme/tokens.css": '@font-face { src: url("fonts/a.woff2") }',
            "theme/fonts/a.woff2": b"a font",
            HERO: '{% extends "portico/content/_hero.html" %}',
        },
    )
    assert sorted(theme.files) == ["fonts/a.woff2", "templates/content/_hero.html", "tokens.css"]
    assert theme.problems == []


def test_notes_and_licences_lie_beside_it_in_silence(tmp_path: Path) -> None:
    theme = read(tmp_path, {"theme/README.md": "Why.", "theme/LICENSE": "…", "theme/.draft.css": "a {}"})
    assert theme.files == {}
    assert theme.problems == []


def test_another_byte_gives_another_digest(tmp_path: Path) -> None:
    before = read(tmp_path, {"theme/tokens.css": "a"}).digest
    assert read(tmp_path, {"theme/tokens.css": "b"}).digest != before


@pytest.mark.parametrize(
    ("template", "line", "message"),
    [
        ("<h1>\n{% if home %}\n", 2, "Unexpected end of template"),
        ("\n{{ home.hero.title|shouted }}", 2, "No filter named 'shouted'"),
        ('\n\n{% include "content/_heroe.html" %}', 3, "There is no template “content/_heroe.html”"),
        ('{% extends "content/_hero.html" %}', 1, "The template names itself"),
    ],
)
def test_a_template_that_cannot_be_used_is_left_out_and_told_with_its_line(
    tmp_path: Path, template: str, line: int, message: str
) -> None:
    theme = read(tmp_path, {HERO: template})
    assert theme.files == {}
    [problem] = theme.problems
    assert (problem.path, problem.line, problem.severity) == (HERO, line, "error")
    assert problem.message.startswith(message)
    assert "Portico's own template is shown until then." in problem.hint


def test_the_filters_of_our_templates_can_be_used(tmp_path: Path) -> None:
    theme = read(tmp_path, {HERO: "{{ entry.published|day }}{{ 3|number }}{{ entry.html|mounted }}"})
    assert theme.problems == []


def test_a_template_that_replaces_nothing_and_is_named_nowhere_is_told(tmp_path: Path) -> None:
    theme = read(
        tmp_path,
        {
            HERO: '{% include "_ornament.html" %}',
            "theme/templates/_ornament.html": "❧",
            "theme/templates/contnet/home.html": "",
        },
    )
    assert told(theme) == [("theme/templates/contnet/home.html", None, "idle-template")]
    assert "templates/_ornament.html" in theme.files


def test_what_a_style_sheet_names_in_vain_is_told_with_its_line(tmp_path: Path) -> None:
    sheet = 'a { background: url(data:,) }\nb { background: url("img/none.png") }\n@font-face {\n'
    theme = read(tmp_path, {"theme/look.css": sheet + "src: url(https://fonts.test/a.woff2) }"})
    assert told(theme) == [("theme/look.css", 2, "missing-file"), ("theme/look.css", 4, "missing-file")]
    assert "look.css" in theme.files


def test_a_link_out_of_the_theme_is_refused(tmp_path: Path) -> None:
    write_site(tmp_path, {"secret.css": "a {}", "theme/tokens.css": "a {}"})
    (tmp_path / "theme" / "far.css").symlink_to(tmp_path / "secret.css")
    theme = read(tmp_path, {})
    assert told(theme) == [("theme/far.css", None, "link-out")]
    assert list(theme.files) == ["tokens.css"]


def test_a_folder_behind_a_link_is_not_entered(tmp_path: Path) -> None:
    write_site(tmp_path, {"outside/a.css": "a {}", "theme/tokens.css": "a {}"})
    (tmp_path / "theme" / "more").symlink_to(tmp_path / "outside")
    assert list(read(tmp_path, {}).files) == ["tokens.css"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("theme/a b.css", "bad-name"),
        ("theme/größe.css", "bad-name"),
        ("theme/templates/a'b.html", "bad-name"),
        ("theme/page.php", "bad-kind"),
        ("theme/templates/note.md", "bad-kind"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(tmp_path: Path, name: str, code: str) -> None:
    theme = read(tmp_path, {name: ""})
    assert told(theme) == [(name, None, code)]
    assert theme.files == {}


def test_a_template_that_is_not_text_is_refused(tmp_path: Path) -> None:
    assert told(read(tmp_path, {HERO: b"\n\xff"})) == [(HERO, 2, "bad-template")]


@pytest.mark.parametrize(("extra", "taken"), [(0, 1), (1, 0)])
def test_a_file_has_a_largest_size(tmp_path: Path, extra: int, taken: int) -> None:
    theme = read(tmp_path, {"theme/a.png": b"x" * (limits.LARGEST + extra)})
    assert len(theme.files) == taken
    assert len(theme.problems) == extra


@pytest.mark.parametrize(("extra", "taken"), [(0, limits.MOST_FILES), (1, 0)])
def test_a_theme_has_so_many_files_at_most(tmp_path: Path, extra: int, taken: int) -> None:
    theme = read(tmp_path, {f"theme/{number}.png": b"" for number in range(limits.MOST_FILES + extra)})
    assert len(theme.files) == taken
    assert [problem.code for problem in theme.problems] == ["theme-too-large"] * extra


def test_a_theme_has_a_largest_size(tmp_path: Path) -> None:
    count = limits.LARGEST_TOGETHER // limits.LARGEST
    files: dict[str, str | bytes] = {f"theme/{n}.png": b"x" * limits.LARGEST for n in range(count)}
    assert len(read(tmp_path, files).files) == count
    theme = read(tmp_path, {"theme/more.png": b"x"})
    assert theme.files == {}
    assert told(theme) == [("theme", None, "theme-too-large")]
