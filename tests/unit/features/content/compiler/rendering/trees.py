"""HTML as a browser understands it, for comparison and inspection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

Node = tuple[str, tuple[tuple[str, str], ...], tuple["str | Node", ...]]

_BLOCKS = frozenset(
    "blockquote div h1 h2 h3 h4 h5 h6 hr li ol p pre section table tbody td th thead tr ul".split(" ")
)


def parsed(html: str) -> Element:
    """The tree of a fragment."""
    tree: Element = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return tree


def elements(html: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Every element of a fragment with its attributes; comments and the like by the name `!`."""
    for node in parsed(html).iter():
        name = node.tag if isinstance(node.tag, str) else "!"
        yield name.rpartition("}")[2].lower(), {str(key).lower(): value for key, value in node.attrib.items()}


def normalised(html: str) -> tuple[str | Node, ...]:
    """The tree without differences that no reader could see: white space around and between blocks."""
    return _children(parsed(html), preformatted=False)


def _children(node: Element, *, preformatted: bool) -> tuple[str | Node, ...]:
    preformatted = preformatted or node.tag == "pre"
    parts: list[str | Node] = [node.text or ""]
    for child in node:
        tag: object = child.tag
        if isinstance(tag, str):
            attributes = tuple(sorted(child.attrib.items()))
            parts.append((tag, attributes, _children(child, preformatted=preformatted)))
        else:
            parts.append(("!", (), (child.text or "",)))
        parts.append(child.tail or "")
    return tuple(parts) if preformatted else tuple(_without_outer_space(parts))


def _without_outer_space(parts: list[str | Node]) -> Iterator[str | Node]:
    for index, part in enumerate(parts):
        if not isinstance(part, str):
            yield part
            continue
        text = re.sub(r"\s+", " ", part)
        if index == 0 or _is_block(parts[index - 1]):
            text = text.lstrip()
        if index == len(parts) - 1 or _is_block(parts[index + 1]):
            text = text.rstrip()
        if text:
            yield text


def _is_block(part: str | Node) -> bool:
    return isinstance(part, tuple) and part[0] in _BLOCKS
