"""Content codings: which one a client gets, what is worth one, and the ETags that go with them.

RFC 9110, chapters 8.4, 8.8.3 and 12.5.3.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

import brotli
from backports import zstd

Headers = list[tuple[str, str]]
Coder = Callable[[bytes], bytes]

ONCE: Mapping[str, Coder] = {
    "br": partial(brotli.compress, quality=6),
    "zstd": partial(zstd.compress, level=9),
    "gzip": partial(gzip.compress, compresslevel=9, mtime=0),
}
"""For what is compressed once and sent often. The smallest stands first: it wins where a client
likes several as much. Brotli's levels above 6 take ten times as long for a tenth."""
FOR_EVER: Coder = partial(brotli.compress, quality=11)
"""Brotli, for short files that never change: it takes milliseconds, once."""
EVERY_TIME: Mapping[str, Coder] = {
    "zstd": partial(zstd.compress, level=3),
    "br": partial(brotli.compress, quality=4),
    "gzip": partial(gzip.compress, compresslevel=5, mtime=0),
}
"""For what is compressed as it is sent. The quickest stands first."""

SMALLEST = 500
"""Bytes below which an answer fits into one packet however it is written."""
SMALLEST_FOR_EVER = 200
"""The same for files that never change: a page asks for many at once, and they share their packets."""
LARGEST = 1024 * 1024
"""Bytes above which an answer is sent as it is, so that no request holds a thread for long."""
SHORT = 32 * 1024
"""Bytes up to which a file that never changes is compressed for ever."""
COMPRESSIBLE = re.compile(
    r"text/(?!event-stream)|application/(?:[\w.-]+\+)?(?:json|xml|javascript|wasm)\b|image/(?:svg\+xml|x-icon)"
)
CODED = re.compile(r'-(?:br|zstd|gzip)"')
"""The end of an ETag that names the coding of its form."""
LONGEST_WISH = 200
"""Characters of an Accept-Encoding header that are read."""


@lru_cache(maxsize=256)
def kept_coding(accepted: str) -> str:
    """The coding for a client that sent this Accept-Encoding, of those made once; empty for none."""
    return _best(accepted, ONCE)


@lru_cache(maxsize=256)
def fresh_coding(accepted: str) -> str:
    """The coding for a client that sent this Accept-Encoding, of those made every time; empty for none."""
    return _best(accepted, EVERY_TIME)


def coded_once(body: bytes, coding: str, *, for_ever: bool) -> bytes:
    """A body in a coding, to be sent often; `for_ever` says that it never changes under its address."""
    if for_ever and coding == "br" and len(body) <= SHORT:
        return FOR_EVER(body)
    return ONCE[coding](body)


def is_compressible(media_type: str, size: int, *, for_ever: bool = False) -> bool:
    """Whether a body of that type and size becomes noticeably smaller."""
    smallest = SMALLEST_FOR_EVER if for_ever else SMALLEST
    return smallest <= size <= LARGEST and COMPRESSIBLE.match(media_type) is not None


def may_be_compressed(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer, its header names in lower case, may leave in another coding.

    What is private may hold a secret beside words of whoever asks; its length would tell about it
    (breachattack.com).
    """
    return (
        status not in (204, 206, 304)
        and "content-encoding" not in headers
        and "set-cookie" not in headers
        and "private" not in headers.get("cache-control", "")
        and is_compressible(headers.get("content-type", ""), int(headers.get("content-length", 0)))
    )


def coded_etag(etag: str, coding: str) -> str:
    """The ETag of another form of the same thing: strong ETags name the very bytes."""
    return f'{etag[:-1]}-{coding}"' if coding and etag.endswith('"') else etag


def plain_etags(written: str) -> str:
    """A list of ETags, such as If-None-Match has it, with every form of a thing called by its plain name."""
    return CODED.sub('"', written)


def _best(accepted: str, offered: Mapping[str, Coder]) -> str:
    wishes = _wishes(accepted)
    liking = {coding: wishes.get(coding, wishes.get("*", 0.0)) for coding in offered}
    best = max(liking, key=liking.__getitem__)
    return best if liking[best] > 0 and liking[best] >= wishes.get("identity", 0.0) else ""


def _wishes(accepted: str) -> dict[str, float]:
    """Each coding that the client names with its weight, 0 for what it refuses."""
    wishes: dict[str, float] = {}
    for wish in accepted[:LONGEST_WISH].lower().split(","):
        coding, *parameters = (part.strip() for part in wish.split(";"))
        wishes[coding] = _weight(parameters)
    return wishes


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        if match := re.fullmatch(r"q\s*=\s*([01](?:\.\d{0,3})?)", parameter):
            return min(1.0, float(match[1]))
        return 0.0
    return 1.0
