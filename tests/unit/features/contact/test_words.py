"""What may stand in a letter."""

from __future__ import annotations

import pytest

from portico.features.contact import words


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ünal „Byte“ 🙂", "Ünal „Byte“ 🙂"),
        ("A\u0308", "Ä"),
    ],
)
def test_a_name_is_one_tidy_line(written: str, kept: str) -> None:
    assert words.name(written) == kept


@pytest.mark.parametrize("written", ["", "  ", "Ada\nBcc: x", "Ada\u202e", "Ada\x00", "Ada\u2028"])
def test_what_is_no_line_of_text_is_no_name(written: str) -> None:
    with pytest.raises(ValueError, match=r"Say who|cannot be seen"):
        words.name(written)


def test_an_address_is_what_servers_read() -> None:
    assert words.address(" ada@Bücher.example ") == "ada@xn--bcher-kva.example"
    with pytest.raises(ValueError, match="not a mail address"):
        words.address("ada@example.org, eve@example.org")


def test_lines_end_as_they_do_here() -> None:
    assert words.with_plain_lines("a\r\nb\rc\nd") == "a\nb\nc\nd"
    assert words.with_plain_lines(5) == 5


def test_a_letter_says_something() -> None:
    assert words.letter("  Ten lettrs \n") == "Ten lettrs"
    with pytest.raises(ValueError, match="10 or more"):
        words.letter("Too short" + " " * 50)
    with pytest.raises(ValueError, match="cannot be seen"):
        words.letter("A letter with \x1b[31m in it")
