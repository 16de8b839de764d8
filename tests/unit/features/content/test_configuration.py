"""`site.toml` is read, warned about, or refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from portico.features.content.configuration import BrokenConfiguration, SiteConfig, read_configuration
from portico.features.content.models import Problem


def read(folder: Path, text: str | bytes) -> tuple[SiteConfig, list[Problem]]:
    (folder / "site.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_configuration(folder)


def test_a_folder_without_the_file_has_defaults(tmp_path: Path) -> None:
    assert read_configuration(tmp_path) == (SiteConfig(), [])


def test_settings_are_read(tmp_path: Path) -> None:
    config, problems = read(tmp_path, 'title = "A"\ntimezone = "Europe/Lisbon"\n[owner]\nname = "B"')
    assert (config.title, config.zone.key, config.owner.name, problems) == ("A", "Europe/Lisbon", "B", [])


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    config, _ = read(tmp_path, b'\xef\xbb\xbftitle = "A"\r\nlanguage = "pt-PT"\r\n')
    assert (config.title, config.language) == ("A", "pt-PT")


def test_unknown_settings_are_warned_about_and_left_out(tmp_path: Path) -> None:
    text = 'titel = "A"\ntitle = "B"\n[owner]\nnmae = "C"\n[[navigation]]\nlabel = "D"\nurl = "/d"'
    config, problems = read(tmp_path, text)
    assert config.title == "B"
    assert [(p.code, p.severity) for p in problems] == [("unknown-setting", "warning")] * 2
    assert {p.message for p in problems} == {
        "There is no setting `titel`.",
        "There is no setting `owner.nmae`.",
    }


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("title = 3", "`title`"),
        ('timezone = "Lisbon"', "there is no time zone 'Lisbon'"),
        ('language = "English"', "`language`"),
        ('[theme]\ndefault = "blue"', "`theme.default`"),
        ('[[social]]\nlabel = "x"', "`social.0.url`"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(BrokenConfiguration, match=r"site\.toml") as refused:
        read(tmp_path, text)
    assert named in refused.value.problems[0].message
    assert refused.value.problems[0].severity == "error"


def test_every_wrong_value_is_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(BrokenConfiguration) as refused:
        read(tmp_path, "title = 3\ntagline = 4\nunknown = 5")
    assert len(refused.value.problems) == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title = \n", 1),
        ('title = "a"\ntitle = "b"', None),
        (b"title = '\xff'", None),
        ("a = " + "[" * 9000, None),
    ],
)
def test_a_file_that_is_not_toml_is_refused(tmp_path: Path, text: str | bytes, line: int | None) -> None:
    with pytest.raises(BrokenConfiguration) as refused:
        read(tmp_path, text)
    assert [(p.code, p.line) for p in refused.value.problems] == [("not-toml", line)]


def test_a_folder_of_that_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site.toml").mkdir()
    with pytest.raises(BrokenConfiguration):
        read_configuration(tmp_path)
