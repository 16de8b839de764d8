"""What may stand in a letter: text that can be read, kept by both databases, and put into a mail."""

from __future__ import annotations

import unicodedata

from portico.platform.errors import Invalid
from portico.platform.mail.addresses import recipient_address

SHORTEST_TEXT, LONGEST_TEXT = 10, 5000
LONGEST_NAME = 120
UNSEEN = ("Cc", "Cs", "Co", "Cn")
"""Categories of Unicode that are no text at all."""


def with_plain_lines(text: object) -> object:
    """Text whose lines end as they do here, whatever they ended with in the form that it was written in."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


def name(text: str) -> str:
    """A name on one line. Raises ValueError with a sentence."""
    tidy = " ".join(filter(None, unicodedata.normalize("NFC", text).split(" ")))
    if not tidy:
        raise ValueError("Say who you are.")
    if not tidy.isprintable():
        raise ValueError("This holds characters that cannot be seen. Write it without them.")
    return tidy


def address(text: str) -> str:
    """A mail address. Raises ValueError with a sentence."""
    try:
        return recipient_address(text.strip())
    except Invalid as error:
        raise ValueError(error.detail) from None


def letter(text: str) -> str:
    """The words of a letter. Raises ValueError with a sentence."""
    tidy = text.strip()
    if len(tidy) < SHORTEST_TEXT:
        raise ValueError(f"Give {SHORTEST_TEXT} or more characters.")
    return readable(tidy)


def readable(text: str) -> str:
    """Text of one or more lines. Raises ValueError with a sentence."""
    if any(unicodedata.category(one) in UNSEEN and one not in "\n\t" for one in text):
        raise ValueError("This holds characters that cannot be seen. Write it without them.")
    return text
