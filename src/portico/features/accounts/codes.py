"""Codes that people type: eight characters of Crockford's base 32, which is 40 bits.

Crockford's alphabet (crockford.com/base32.html) has no letter that is taken for a digit, and reads O as 0,
I and L as 1.
"""

from __future__ import annotations

import hmac
import re
import secrets
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
BETWEEN = re.compile(r"[ -]")


def new_code() -> str:
    """A code from nowhere, as it is compared: eight characters without a hyphen."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def shown(code: str) -> str:
    """A code as people read it: XXXX-XXXX."""
    return f"{code[:4]}-{code[4:]}"


def folded(typed: str) -> str:
    """What somebody meant who typed this; anything at all comes out as something that can be compared."""
    return BETWEEN.sub("", typed).upper().translate(READ_AS)


def digest(key: bytes, owner: str, code: str) -> bytes:
    """What is kept of a code: HMAC-SHA256 over it and what it belongs to.

    The key is not in the database, so that a copy of one does not tell the code.
    """
    return hmac.new(key, f"{owner}\0{folded(code)}".encode(errors="replace"), sha256).digest()


def matches(key: bytes, owner: str, typed: str, kept: bytes) -> bool:
    """Whether this is the code, in a time that says nothing of how much of it was right."""
    return hmac.compare_digest(digest(key, owner, typed), kept)
