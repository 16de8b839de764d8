"""XML documents whose texts may hold anything at all."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring

# All that XML 1.0 cannot hold, not even escaped (section 2.2), and what no UTF-8 can.
_UNFIT = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit(text: str) -> str:
    """The text without the characters that neither XML nor UTF-8 can hold."""
    return _UNFIT.sub("", text)


def add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    """A new child with its text and attributes."""
    child = SubElement(parent, tag, {name: fit(value) for name, value in attributes.items()})
    child.text = None if text is None else fit(text)
    return child


def xml_bytes(root: Element) -> bytes:
    """The whole document in UTF-8."""
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode").encode()
