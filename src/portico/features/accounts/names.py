"""Usernames: what they may be, and which of them look alike."""

from __future__ import annotations

import re
from collections.abc import Collection

from portico.features.accounts.errors import UnfitUsername
from portico.platform.errors import FieldError

SHAPE = re.compile(r"[a-z0-9](?:[a-z0-9_-]{1,28})[a-z0-9]")
ALIKE = (
    ("_", ""),
    ("-", ""),
    ("0", "o"),
    ("1", "l"),
    ("i", "l"),
    ("5", "s"),
    ("rn", "m"),
    ("vv", "w"),
    ("cl", "d"),
)
"""What is taken for something else at a glance, within the few characters that names are made of.

Pairs come last, since they can be made of what comes before: `c1ara` and `r_n`.
"""
RESERVED = frozenset(
    {
        "about", "abuse", "account", "admin", "administrator", "anonymous", "api", "auth", "deleted",
        "everyone", "help", "here", "hostmaster", "info", "mail", "me", "moderator", "nobody", "none",
        "null", "official", "owner", "portico", "postmaster", "root", "security", "settings", "staff",
        "studio", "support", "system", "team", "undefined", "user", "webmaster", "welcome", "www",
    }
)  # fmt: skip
"""Names that say more than who somebody is (RFC 2142 among others)."""


def folded(name: str) -> str:
    """A name as it is kept: ASCII letters in lower case; letters of no other script become ones of ours."""
    return "".join(chr(ord(letter) + 32) if "A" <= letter <= "Z" else letter for letter in name)


def skeleton(name: str) -> str:
    """What names have in common that look alike, after the idea of UTS 39, section 4."""
    for seen, meant in ALIKE:
        name = name.replace(seen, meant)
    return name


RESERVED_SKELETONS = frozenset(map(skeleton, RESERVED))


def usable(name: str, *, reserved: Collection[str] = ()) -> str:
    """The name as it is kept. Raises UnfitUsername for what nobody can be called.

    `reserved` are the words that addresses of the site begin with.
    """
    kept = folded(name)
    if not SHAPE.fullmatch(kept):
        raise _unfit(
            "Use 3 to 30 of the letters a to z, digits, _ and -, with a letter or digit at both ends.",
            "unfit",
        )
    if skeleton(kept) in RESERVED_SKELETONS or kept in reserved:
        raise _unfit("This name is kept for the site itself. Choose another one.", "reserved")
    return kept


def _unfit(sentence: str, code: str) -> UnfitUsername:
    return UnfitUsername(sentence, errors=[FieldError("/body/username", code, sentence)])
