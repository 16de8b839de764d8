"""Passwords that many people have; where the list is from stands beside it in `data`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "data" / "common-passwords.txt"
FEWEST = 5
"""Different characters; `aaaaaaaaaaaa` and `121212121212` are on nobody's list and in everybody's guesses."""


def is_common(password: str) -> bool:
    """Whether a password, in lower case, is among those that are guessed first."""
    return password in _common() or len(set(password)) < FEWEST


@cache
def _common() -> frozenset[str]:
    return frozenset(LIST.read_text().split("\n"))
