"""Address segments made from file names and tags."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

UNFIT = re.compile(r"[\s\x00-\x1f\x7f\ud800-\udfff/\\?#%&<>\"'`{}|^\[\];:*!@$()=+,]+")
LONGEST_SEGMENT = 120


def segment(name: str) -> str:
    """A file or folder name as one segment of an address: case and dots kept, unfit characters as hyphens."""
    cleaned = UNFIT.sub("-", unicodedata.normalize("NFC", name)).strip("-.")
    return cleaned[:LONGEST_SEGMENT].rstrip("-.")


def tag_slug(name: str) -> str:
    """A tag's name as one segment: lower case, so that spellings that differ only in case are one tag."""
    spelled = name.lower().replace("c++", "cpp").replace("c#", "csharp")
    spelled = spelled.replace("+", "-plus").replace("#", "-sharp")
    return re.sub(r"-{2,}", "-", segment(spelled)) or "untitled"


def quoted_path(path: str) -> str:
    """A path as an address holds it: everything percent-encoded but what RFC 3986 lets stand in a path."""
    return quote(path, safe="/-._~")
