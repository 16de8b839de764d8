"""What mails say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from portico.platform.mail import letters

ROW = """Hello to {{ place }}

Words for {{ name }}.

{{ big(code) }}

{{ button("Go on", address ~ "/next#token=" ~ code) }}

{{ facts([("When", at|moment), ("Nothing", "")]) }}

You asked for it.
"""
AT = datetime(2026, 3, 14, 10, 30, tzinfo=timezone(timedelta(hours=1)))


def written(tmp_path: Path, words: str = ROW, **values: object) -> letters.Letter:
    (tmp_path / "row.txt").write_text(words)
    told = {"name": "Ada", "code": "K7QM-2FZD", "at": AT, "site": "A place", "address": "https://a.example"}
    return letters.write("row", folder=tmp_path, **(told | values))  # type: ignore[arg-type]


def test_a_letter_has_a_subject_and_the_same_words_in_both_forms() -> None:
    letter = letters.write("test", site="example.org")
    assert letter.subject == "Mail from example.org arrives"
    assert "whether mail from example.org arrives" in letter.text
    assert "whether mail from example.org arrives" in letter.html
    assert letter.text.endswith("\n")


def test_the_plain_form_reads_as_people_write(tmp_path: Path) -> None:
    letter = written(tmp_path)
    assert letter.subject == "Hello to a.example"
    assert letter.text == (
        "Words for Ada.\n\n    K7QM-2FZD\n\nGo on:\nhttps://a.example/next#token=K7QM-2FZD\n\n"
        "When: 14 March 2026, 09:30 UTC\n\n-- \nYou asked for it.\nA place, https://a.example\n"
    )


def test_the_html_sets_what_is_more_than_words(tmp_path: Path) -> None:
    html = written(tmp_path).html
    assert ">K7QM-2FZD</strong>" in html
    assert 'href="https://a.example/next#token=K7QM-2FZD"' in html
    assert "14 March 2026, 09:30 UTC" in html
    assert "Nothing" not in html


def test_values_are_text_and_never_markup(tmp_path: Path) -> None:
    letter = written(tmp_path, name="<b>&", code='"><i>', site="<u>")
    assert "<b>&" in letter.text
    assert all(markup not in letter.html for markup in ("<b>", "<i>", "<u>"))


def test_the_html_follows_the_reader_into_the_dark_and_needs_nothing_from_the_network() -> None:
    html = letters.write("test", site="example.org").html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "prefers-color-scheme: dark" in html
    assert "http" not in html
    assert "<table" not in html


def test_a_value_that_is_missing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "row.txt").write_text("{{ nobody }}\n\nWhy.\n")
    with pytest.raises(UndefinedError):
        letters.write("row", site="example.org", folder=tmp_path)


def test_the_letters_of_a_folder_have_names(tmp_path: Path) -> None:
    written(tmp_path)
    assert letters.names(tmp_path) == ["row"]


def test_a_moment_is_told_in_universal_time() -> None:
    assert letters.moment(datetime(2026, 5, 1, 0, 5, tzinfo=UTC)) == "1 May 2026, 00:05 UTC"
