"""What mails say."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from portico.platform.mail import letters


def test_a_letter_has_a_subject_and_the_same_words_in_both_forms() -> None:
    letter = letters.write("test", site="example.org")
    assert letter.subject == "Mail from example.org arrives"
    assert "whether mail from example.org arrives" in letter.text
    assert "whether mail from example.org arrives" in letter.html
    assert letter.text.endswith("\n")


def test_values_are_text_and_never_markup() -> None:
    letter = letters.write("test", site="<b>&")
    assert "<b>&" in letter.text
    assert "<b>" not in letter.html


def test_the_html_follows_the_reader_into_the_dark_and_needs_nothing_from_the_network() -> None:
    html = letters.write("test", site="example.org").html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert "http" not in html
    assert "<table" not in html


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        letters.write("test")
