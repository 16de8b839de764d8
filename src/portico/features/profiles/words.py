"""What people may write about themselves: text that is what it looks like."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

LONGEST_NAME = 64
LONGEST_BIO = 500
LONGEST_LABEL = 40
MOST_MARKS = 4
"""Marks on one letter; more are drawn over the lines above and below."""
JOINERS = "\u200c\u200d"
"""Without which words of some languages, and some emoji, are not written as they ought to be."""
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Categories of Unicode that show nothing, or turn the order of what stands beside them."""
TONES = range(0x1F3FB, 0x1F400)


def name(text: str) -> str:
    """A name on one line, its spaces tidied. Raises ValueError with a sentence."""
    return _line(text, LONGEST_NAME)


def label(text: str) -> str:
    """What a link is called. Raises ValueError with a sentence."""
    found = _line(text, LONGEST_LABEL)
    if not found:
        raise ValueError("Say what the link is called.")
    return found


def bio(text: str) -> str:
    """Some lines about somebody. Raises ValueError with a sentence."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    tidy = re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines).strip())
    _check(tidy, LONGEST_BIO, besides="\n" + JOINERS)
    return tidy


def secure_address(text: str) -> str:
    """An address on the web by HTTPS. Raises ValueError with a sentence."""
    try:
        parts = urlsplit(text)
        fits = parts.scheme == "https" and parts.hostname and "." in parts.hostname and not parts.username
        parts.port  # noqa: B018 - raises when it is no number of a port
    except ValueError:
        fits = False
    if not fits or not text.isprintable() or re.search(r'[\s"<>\\^`{|}]', text):
        raise ValueError("Give a whole address that begins with https://.")
    return text


def length(text: str) -> int:
    """How many characters people see: marks and tones belong to the one before them."""
    return sum(1 for one in text if not _belongs_to_the_one_before(one))


def _line(text: str, longest: int) -> str:
    tidy = " ".join(unicodedata.normalize("NFC", text).split(" ")).strip()
    tidy = re.sub(r" +", " ", tidy)
    _check(tidy, longest)
    return tidy


def _check(text: str, longest: int, besides: str = "") -> None:
    if any(unicodedata.category(one) in INVISIBLE and one not in besides for one in text):
        raise ValueError("This holds characters that cannot be seen. Write it without them.")
    if length(text) > longest:
        raise ValueError(f"Give {longest} or fewer characters.")
    marks = 0
    for one in text:
        marks = marks + 1 if unicodedata.combining(one) else 0
        if marks > MOST_MARKS:
            raise ValueError("This holds too many marks on one letter.")


def _belongs_to_the_one_before(one: str) -> bool:
    return unicodedata.category(one).startswith("M") or ord(one) in TONES or one in JOINERS
